"""After the event: one person at a time, four answers, and what the event brought."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.models import Contact, FollowUp, Way
from netmentor.contacts.undoing import undo
from netmentor.events.attending.models import Attendance
from netmentor.events.models import Event
from tests.accounts.casting import STRANGER, make_user
from tests.factories import EVER, NOON, make_event
from tests.web.visiting import come_in, post

FRIDAY = date(2026, 11, 20)
HOSTILE = ("\x00", "x" * 50_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "none ")


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user()
    await come_in(client)
    return made


@pytest.fixture
async def event(client: httpx2.AsyncClient) -> Event:
    return await make_event(title="Sample summit", starts_on=FRIDAY, ends_on=FRIDAY)


async def met(user: User, name: str = "Sample Person", **told: Any) -> Contact:
    boring: dict[str, Any] = {"met_at": NOON - timedelta(days=4)}
    return (await capture(user, Capture(name=name, **boring | told), now=NOON))[0]


def shown(page: httpx2.Response) -> str:
    """The name of whoever the page is about."""
    found = re.search(r'<h2 id="who"><a href="/contacts/[^"]+">([^<]+)', page.text)
    return found[1] if found else ""


async def test_people_are_sorted_one_after_the_other_until_the_end(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    people = [await met(user, f"Sample {n}", event=event) for n in range(4)]
    today = (await client.get("/today")).text
    assert f'<a class="link-btn" href="/after/{event.slug}">Sort 4 new people</a>' in today
    page = await client.get(f"/after/{event.slug}")
    for contact, answer in zip(people, ("today", "week", "keep", "none"), strict=True):
        assert shown(page) == contact.name
        told = await post(client, f"/after/{event.slug}", person=contact.key, answer=answer)
        assert told.status_code == 303
        page = await client.get(told.headers["location"])
        assert f"{contact.name} moved to" in page.text
    assert "4 of 4 sorted." in page.text
    assert "What it brought" in page.text
    assert [one.answer for one in await Contact.all().order_by("id")] == [
        "today", "week", "keep", "none",
    ]  # fmt: skip
    assert "Sort 4" not in (await client.get("/today")).text
    assert "Nobody waits to be sorted." in (await client.get("/after")).text


async def test_the_buttons_stand_in_the_order_of_the_keys_with_their_days(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    await met(user, event=event)
    page = (await client.get(f"/after/{event.slug}")).text
    buttons = re.findall(r'value="(\w+)" data-key="(\d)"><span>([^<]+)<small>([^<]+)<', page)
    assert buttons == [
        ("today", "1", "Write today", "Due this evening"),
        ("week", "2", "This week", "Tomorrow"),
        ("keep", "3", "Keep in touch", "Every 3 months"),
        ("none", "4", "No follow-up", "Still searchable"),
    ]
    assert "0 of 1 sorted. One left, about one minute." in page
    assert "triage" not in page.casefold()


async def test_skip_goes_around_and_an_undone_answer_comes_again(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    people = [await met(user, f"Sample {n}", event=event) for n in range(3)]
    place = f"/after/{event.slug}"
    for number in (0, 1, 2, 0):
        page = await client.get(place)
        assert shown(page) == f"Sample {number}"
        skipped = {"person": people[number].key, "answer": "skip"}
        place = (await post(client, f"/after/{event.slug}", **skipped)).headers["location"]
    told = await post(client, f"/after/{event.slug}", person=people[1].key, answer="keep")
    page = await client.get(told.headers["location"])
    assert shown(page) == "Sample 2"
    done = await latest_deed(user, since=EVER)
    assert done is not None
    await undo(user, done.id, now=NOON)
    assert shown(await client.get(told.headers["location"])) == "Sample 1"


async def test_the_person_comes_with_note_promise_ways_and_a_draft(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    contact = await met(
        user,
        event=event,
        note="Runs 11 providers.\nLikes <b>tea</b>",
        promise="the staffing model",
        email="sample@example.org",
        role="Administrator",
        organization="Sample Clinic",
        follow_up_on=date(2026, 11, 30),
    )
    for value in ("https://www.linkedin.com/in/sample", "javascript:alert(1)"):
        await Way.create(contact=contact, kind="linkedin", value=value)
    page = (await client.get(f"/after/{event.slug}")).text
    assert "Administrator, Sample Clinic" in page
    assert "Runs 11 providers.<br>Likes &lt;b&gt;tea" in page
    assert "<b>You promised:</b> the staffing model" in page
    assert "Write to Sample Person, Monday, Nov 30. Your answer takes its place." in page
    assert 'href="mailto:sample@example.org?subject=Good%20to%20meet%20you' in page
    assert 'href="https://www.linkedin.com/in/sample"' in page
    assert 'href="javascript' not in page
    assert "conversation at Sample summit on Friday" in page
    assert 'data-copy="#draft"' in page


async def test_an_answer_is_changed_from_the_board(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    contact = await met(user, event=event)
    await post(client, f"/after/{event.slug}", person=contact.key, answer="today")
    page = (await client.get(f"/after/{event.slug}?at={contact.key}")).text
    assert 'data-key="1" aria-pressed="true"' in page
    again = await post(client, f"/after/{event.slug}", person=contact.key, answer="today")
    assert "is in Write today already" in (await client.get(again.headers["location"])).text
    await post(client, f"/after/{event.slug}", person=contact.key, answer="none")
    assert [row.state for row in await FollowUp.all()] == ["dropped"]


async def test_people_met_elsewhere_are_sorted_too(client: httpx2.AsyncClient, user: User) -> None:
    contact = await met(user, met_where="a class")
    page = (await client.get("/after")).text
    assert "People met elsewhere" in page
    page = (await client.get("/after/met_elsewhere")).text
    assert "conversation at a class" in page
    await post(client, "/after/met_elsewhere", person=contact.key, answer="keep")
    assert "Everybody is sorted." in (await client.get("/after/met_elsewhere")).text


async def test_an_event_says_what_it_cost_and_whether_to_go_again(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    contact = await met(user, event=event)
    await post(client, f"/after/{event.slug}", person=contact.key, answer="none")
    await post(client, f"/events/{event.slug}/notes", cost="450", note="", goals="", people="")
    for said in ("yes", "maybe", "no"):
        answer = await post(client, f"/after/{event.slug}/again", again=said)
        assert answer.headers["location"] == f"/after/{event.slug}"
        assert (await Attendance.get()).again == said
    page = (await client.get(f"/after/{event.slug}")).text
    assert "$450" in page
    assert 'value="none" aria-pressed="true">No<' in page
    for said in ("", "often", *HOSTILE):
        answer = await post(client, f"/after/{event.slug}/again", again=said)
        assert answer.status_code == 422, said
    assert (await post(client, "/after/met_elsewhere/again", again="yes")).status_code == 422


async def test_what_is_no_answer_is_refused(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    contact = await met(user, event=event)
    for answer in ("", "later", "0", *HOSTILE):
        told = await post(client, f"/after/{event.slug}", person=contact.key, answer=answer)
        assert told.status_code == 422, answer
    for person in ("", "7", contact.key.upper(), "0" * 36, *HOSTILE):
        told = await post(client, f"/after/{event.slug}", person=person, answer="keep")
        assert told.status_code == 404, person
    told = await client.post(f"/after/{event.slug}", data={"person": contact.key, "answer": "keep"})
    assert told.status_code == 403
    assert (await Contact.get()).answer == ""


async def test_a_stranger_sees_and_sorts_nobody_of_mine(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    contact = await met(user, "Sample Secret", event=event)
    await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)
    for path in ("/after", "/today", f"/after/{event.slug}"):
        page = await client.get(path)
        assert (page.status_code, "Sample Secret" in page.text) == (200, False)
    assert (await client.get(f"/after/{event.slug}?at={contact.key}")).status_code == 404
    told = await post(client, f"/after/{event.slug}", person=contact.key, answer="none")
    assert told.status_code == 404
    assert (await client.get("/after/no-such-event")).status_code == 404


async def test_no_text_breaks_the_page(
    client: httpx2.AsyncClient, user: User, event: Event
) -> None:
    for text in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "\u202egnp", "x" * 200, "a\n\nb"):
        await met(user, text[:200], event=event, note=text * 20, email=text[:100], promise=text)
    for contact in await Contact.all():
        for query in (f"?at={contact.key}", f"?was={contact.key}", "?at=%00", "?was=%ff&at="):
            page = await client.get(f"/after/{event.slug}{query}")
            assert page.status_code in (200, 404)
            assert "<script>alert" not in page.text
