"""Today, its answers in place, cadences and habits, as the person signed in sees them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import Contact, FollowUp, Habits, Tag, Touch
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.models import Series
from netmentor.internships.applying.actions import Start, start
from netmentor.internships.applying.steps import add_step
from tests.accounts.casting import STRANGER, make_user
from tests.factories import FULL, NOON, TODAY, make_event, make_series
from tests.web.visiting import come_in, post, token_of

HOSTILE = ("\x00", "\ud800", "x" * 50_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "9" * 30)


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user()
    await come_in(client)
    return made


async def met(user: User, name: str = "Sample Person", **told: Any) -> Contact:
    return (await capture(user, Capture(name=name, **told), now=NOON))[0]


async def planned(user: User, contact: Contact, **told: Any) -> FollowUp:
    boring: dict[str, Any] = {"what": "Send the slides", "due_on": TODAY, "now": NOON}
    return await promise_follow_up(user, contact=contact, **boring | told)


async def test_an_empty_today_says_what_will_be_here(client: httpx2.AsyncClient) -> None:
    page = await client.get("/today")
    assert page.headers["cache-control"] == "no-store"
    assert "Good morning, Sample" in page.text
    assert "Tuesday, November 24. Nothing is due this week." in page.text
    assert "No follow-up is due today. Whom did you meet lately?" in page.text
    assert 'href="/capture"' in page.text


async def test_steps_that_are_due_are_said_where_no_follow_up_is(
    client: httpx2.AsyncClient, user: User
) -> None:
    application = await start(user, Start(title="Sample"), now=NOON)
    for name, day in (("Ask", TODAY), ("Send", TODAY + timedelta(days=2))):
        await add_step(user, application.key, name, day, now=NOON)
    page = (await client.get("/today")).text
    assert "One deadline today, one deadline later this week." in page
    assert "Nothing is due" not in page
    assert "No follow-up is due today." in page


async def test_what_is_due_stands_with_why_and_is_done_with_one_button(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await met(user, met_where="Sample class", promise="the staffing model")
    row = await planned(user, contact, due_on=TODAY - timedelta(days=4))
    page = (await client.get("/today")).text
    assert "One promise to keep, one follow-up overdue." in page
    assert page.index("the staffing model") < page.index("Send the slides")
    assert "Was due Friday, Nov 20" in page
    assert "Met on today" not in page
    assert "Met today: Sample class." in page

    answer = await post(client, f"/follow-ups/{row.id}/done", kind="coffee", next="/today")
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    after = (await client.get("/today")).text
    assert "Done: Send the slides." in after
    assert 'action="/undo/' in after
    assert (await Touch.get()).kind == "coffee"
    again = await post(client, f"/follow-ups/{row.id}/done")
    assert again.headers["location"] == "/today"
    assert "That is done already." in (await client.get("/today")).text
    assert await Touch.all().count() == 1


async def test_later_and_drop_lead_back_to_where_they_were_pressed(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await met(user)
    days = {"tomorrow": TODAY + timedelta(days=1), "week": date(2026, 12, 1)}
    for to, day in days.items():
        row = await planned(user, contact)
        answer = await post(client, f"/follow-ups/{row.id}/later", to=to, next="/contacts?owed=1")
        assert answer.headers["location"] == "/contacts?owed=1"
        assert (await FollowUp.get(id=row.id)).due_on == day
    assert "Send the slides: moved to Tuesday, Dec 1." in (await client.get("/today")).text
    row = await planned(user, contact)
    for told, day in (({}, days["tomorrow"]), ({"on": "2026-12-24"}, date(2026, 12, 24))):
        await post(client, f"/follow-ups/{row.id}/later", **told)
        assert (await FollowUp.get(id=row.id)).due_on == day
    await post(client, f"/follow-ups/{row.id}/drop")
    assert (await FollowUp.get(id=row.id)).state == "dropped"


async def test_what_is_no_answer_is_refused_and_changes_nothing(
    client: httpx2.AsyncClient, user: User
) -> None:
    row = await planned(user, await met(user))
    wrong: list[tuple[str, dict[str, str]]] = [
        ("done", {"kind": "dinner"}),
        ("later", {"to": "never"}),
        ("later", {"to": "after_event"}),
        *(("later", {"to": "date", "on": on}) for on in ("", "soon", "2026-02-30", "2026-11-23")),
        *(("later", {"to": "date", "on": on}) for on in ("1900-01-01", "9999-12-31", *HOSTILE)),
        *(("done", {"kind": text}) for text in HOSTILE),
    ]
    for name, told in wrong:
        told = {field: text for field, text in told.items() if text != "\ud800"} or {"to": "x"}
        if name == "done" and "kind" not in told:
            continue
        answer = await post(client, f"/follow-ups/{row.id}/{name}", **told)
        assert answer.status_code == 422, (name, told)
    assert (await client.post(f"/follow-ups/{row.id}/done")).status_code == 403
    kept = await FollowUp.get(id=row.id)
    assert (kept.state, kept.due_on) == ("open", TODAY)


async def test_what_is_somebody_elses_is_as_unknown_as_none(
    client: httpx2.AsyncClient,
) -> None:
    stranger = await make_user(STRANGER)
    theirs = await met(stranger, tags=("Ally",))
    row, tag = await planned(stranger, theirs), await Tag.get()
    known = [f"/follow-ups/{row.id}/{name}" for name in ("done", "later", "drop")]
    paths = [*known, f"/contacts/{theirs.key}/cadence", f"/tags/{tag.id}/cadence"]
    for number in ("0", "-1", "x", "٣", "9" * 30, "2147483648"):
        paths += [f"/follow-ups/{number}/done", f"/tags/{number}/cadence"]
    for path in paths:
        answer = await post(client, path, to="week", weeks="4")
        assert answer.status_code == 404, path
    assert (await FollowUp.get()).state == "open"


async def test_how_often_is_set_for_a_person_and_for_a_tag(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await met(user, tags=("Ally",))
    answer = await post(client, f"/contacts/{contact.key}/cadence", weeks="2")
    assert answer.headers["location"] == f"/contacts/{contact.key}"
    assert (await FollowUp.get()).due_on == date(2026, 12, 8)
    tag = await Tag.get()
    answer = await post(client, f"/tags/{tag.id}/cadence", weeks="13")
    assert answer.headers["location"] == "/settings/follow-ups"
    page = (await client.get("/settings/follow-ups")).text
    assert "Ally: every 3 months" in page
    for weeks in ("x", "-1", "261", "1.5", "٣", *HOSTILE[2:]):
        for path in (f"/contacts/{contact.key}/cadence", f"/tags/{tag.id}/cadence"):
            assert (await post(client, path, weeks=weeks)).status_code == 422, (path, weeks)
    assert (await Contact.get()).cadence_weeks == 2


async def test_habits_come_back_with_what_is_amiss(client: httpx2.AsyncClient) -> None:
    assert 'value="2, 7, 30, 90"' in (await client.get("/settings/follow-ups")).text
    for steps, weeks in (("7, 2", "13"), ("", "13"), ("2,x", "13"), ("0", "13"), ("2", "0")):
        told = {"steps": steps, "keep_weeks": weeks}
        answer = await post(client, "/settings/follow-ups", **told)
        assert (answer.status_code, answer.text.count('role="alert"')) == (422, 1), told
    assert await Habits.all().count() == 0
    await post(client, "/settings/follow-ups", steps="1 14", keep_weeks="26")
    page = (await client.get("/settings/follow-ups")).text
    assert ('value="1, 14"' in page, 'value="26"' in page) == (True, True)
    for text in HOSTILE[2:]:
        answer = await post(client, "/settings/follow-ups", steps=text, keep_weeks=text)
        assert (answer.status_code in (413, 422), "<script>alert" in answer.text) == (True, False)


async def test_the_next_commitment_is_what_begins_first(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(title="Sample symposium", starts_time="18:00", ends_time="19:00",
                             starts_on=TODAY, ends_on=TODAY)  # fmt: skip
    await attending.answer(user, event, Answer.GOING, now=NOON)
    page = (await client.get("/today")).text
    assert '<p class="next-when">Today <b>6:00</b> pm</p>' in page
    assert "You go: webinar" in page
    row = await planned(user, await met(user), due_time="16:30")
    page = (await client.get("/today")).text
    assert '<p class="next-when">Today <b>4:30</b> pm</p>' in page
    await post(client, f"/follow-ups/{row.id}/done")
    assert "Sample symposium</h2>" in (await client.get("/today")).text


async def test_deadlines_of_what_is_followed_or_gone_to_stand_for_thirty_days(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(**FULL)
    assert "None in the next 30 days" in (await client.get("/today")).text
    await attending.answer(user, event, Answer.INTERESTED, now=NOON)
    page = (await client.get("/today")).text
    assert page.index("Hotel rate ends") < page.index("Registration closes")
    assert "Friday, Nov 27, 5:00 pm" in page
    await attending.answer(user, event, Answer.SKIPPED, now=NOON)
    assert "Hotel rate ends" not in (await client.get("/today")).text


async def test_the_deadlines_of_a_followed_edition_that_is_not_for_me_are_nobodys(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(**FULL, series=(await make_series()).slug)
    await attending.follow(user, await Series.get(slug="sample-series"), now=NOON)
    assert "Hotel rate ends" in (await client.get("/today")).text
    await attending.answer(user, event, Answer.SKIPPED, now=NOON)
    assert "Hotel rate ends" not in (await client.get("/today")).text


async def test_a_full_today_shows_fifty_and_counts_the_rest(
    client: httpx2.AsyncClient, user: User
) -> None:
    told: dict[str, Any] = {"user": user, "met_at": NOON, "created_at": NOON}
    await Contact.bulk_create(
        [Contact(key=f"{n:036}", name=f"Sample {n}", **told) for n in range(500)]
    )
    people = await Contact.all()
    rows = [
        FollowUp(user=user, uid=f"{n:036}", contact=people[n], what=f"Write to Sample {n}",
                 due_on=TODAY - timedelta(days=n % 30 - 10), origin="hand", created_at=NOON)
        for n in range(200)
    ]  # fmt: skip
    await FollowUp.bulk_create(rows)
    page = await client.get("/today")
    assert page.text.count('class="todo-what"') == 50
    assert "And 80 more." in page.text


async def test_no_name_breaks_the_page(client: httpx2.AsyncClient, user: User) -> None:
    for text in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "\u202egnp", "x" * 200):
        contact = await met(user, text, met_where=text, promise=text)
        await planned(user, contact, what=text)
    page = await client.get("/today")
    assert (page.status_code, "<script>alert" in page.text) == (200, False)
    token = await token_of(client, "/today")
    assert len(token) == 64
