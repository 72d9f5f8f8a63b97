"""Pages of organizers: who may come in, and what they publish, edit, repeat and call off."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.rules import Role
from netmentor.events.models import Event
from tests.accounts.casting import STRANGER, make_user
from tests.db.rows import every_row
from tests.events.organizing.telling import FORM, make_organizer, publish
from tests.factories import NOON, make_draft, make_organization, put
from tests.web.visiting import come_in, post, token_of

OURS = "/organize/sample-association"
HOSTILE = (
    "\x00",
    "x" * 5_000,
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "' OR 1=1 --",
    "9" * 400,
    "../../etc/passwd",
)


async def organizer(client: httpx2.AsyncClient) -> None:
    await make_organizer()
    await come_in(client)


@pytest.mark.parametrize("who", ["member", "organizer of another", "curator"])
async def test_what_is_not_ones_own_is_as_unknown(client: httpx2.AsyncClient, who: str) -> None:
    organization = await make_organization()
    [event] = await publish(organization)
    if who == "organizer of another":
        await make_organizer(STRANGER, "sample-chapter")
    else:
        await make_user(STRANGER, role=Role.CURATOR if who == "curator" else Role.MEMBER)
    await come_in(client, STRANGER)
    before = await every_row()
    token = await token_of(client)
    one = f"/events/{event.slug}"
    made = "/sources/organizer-sample-association"
    for path in ("", "/new", one, f"{one}/off", "/list", "/list/events.csv", "/calendar", made):
        unknown = await client.get(f"/organize/nobody{path}")
        assert unknown.status_code == 404
        for method in ("GET", "POST"):
            answer = await client.request(
                method, f"{OURS}{path}", data={"form_token": token, **FORM}
            )
            assert answer.status_code in (404, 405), path
    assert await every_row() == before


async def test_an_organizer_reaches_no_event_of_others_through_their_own_address(
    client: httpx2.AsyncClient,
) -> None:
    await organizer(client)
    await put(make_draft(organizers=("sample-chapter",)))
    slug = (await Event.get()).slug
    for path in (f"/events/{slug}", f"/events/{slug}/off", "/events/nothing"):
        assert (await client.get(OURS + path)).status_code == 404
        assert (await post(client, OURS + path, **FORM)).status_code == 404
    assert (await client.get(f"{OURS}/new?like={slug}")).status_code == 404


async def test_a_stranger_is_asked_to_sign_in(client: httpx2.AsyncClient) -> None:
    await make_organization()
    for path in ("/organize", OURS, f"{OURS}/new", f"{OURS}/list", "/curate/organizers"):
        assert (await client.get(path)).headers["location"].startswith("/sign-in?next=")
        assert (await client.post(path)).status_code in (303, 405)


async def test_no_form_goes_without_its_token(client: httpx2.AsyncClient) -> None:
    await organizer(client)
    [event] = await publish(await make_organization())
    before = await every_row()
    for path in ("/new", f"/events/{event.slug}", f"/events/{event.slug}/off", "/calendar"):
        assert (await client.post(OURS + path, data=FORM)).status_code == 403
    listed = await client.post(f"{OURS}/list", data={"list": "x", "deed": "save"})
    assert listed.status_code == 403
    assert (await client.post("/organize/join", data={"code": "x"})).status_code == 403
    assert await every_row() == before


async def test_an_incomplete_form_loses_nothing_typed(client: httpx2.AsyncClient) -> None:
    await organizer(client)
    told = FORM | {"starts_on": "", "description": "One\r\n\r\n<b>Two</b>", "price": "some"}
    answer = await post(client, f"{OURS}/new", **told)
    assert answer.status_code == 422
    for shown in ("Say on which day it begins.", "Write an amount", "One&#10;&#10;&lt;b&gt;Two"):
        assert shown in answer.text
    assert await Event.all().count() == 0


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_refused_or_harmless(client: httpx2.AsyncClient, text: str) -> None:
    await organizer(client)
    token = {"form_token": await token_of(client)}
    for field in (*FORM, "repeats", "repeats_until", "repeats_times", "prices", "credits", "step",
                  "description", "topics", "url", "day_0"):  # fmt: skip
        told = {**token, **FORM, field: text}
        answer = await client.post(f"{OURS}/new", data=told)
        assert answer.status_code in (200, 303, 422), field
        assert "<script>alert" not in answer.text
    slug = (await Event.all().order_by("id").first() or (await publish_one())).slug
    for field in ("scope", "seen", "step", "title", "starts_on"):
        told = {**token, **FORM, field: text}
        answer = await client.post(f"{OURS}/events/{slug}", data=told)
        assert answer.status_code in (200, 303, 409, 422), field
    for path in (f"{OURS}/new", "/organize/join", OURS):
        answer = await client.get(path, params={"like": text[:500], "code": text[:500]})
        assert answer.status_code in (200, 404)


async def publish_one() -> Event:
    [event] = await publish(await make_organization())
    return event


async def test_what_would_repeat_beyond_the_years_we_keep_is_refused(
    client: httpx2.AsyncClient,
) -> None:
    await organizer(client)
    told = FORM | {"starts_on": "2100-12-25", "repeats": "weekly", "repeats_times": "2"}
    days = {"day_0": "2100-12-25", "day_1": "2101-01-01"}
    answer = await post(client, f"{OURS}/new", **told, **days, step="days")
    assert answer.status_code == 422
    assert await Event.all().count() == 0


async def test_duplicating_fills_in_all_but_the_day(client: httpx2.AsyncClient) -> None:
    await organizer(client)
    event = await publish_one()
    page = (await client.get(f"{OURS}/new?like={event.slug}")).text
    assert 'value="Sample lunch"' in page
    assert "2027-03-09" not in page


async def test_dates_are_listed_before_they_are_published_and_can_be_left_out(
    client: httpx2.AsyncClient,
) -> None:
    await organizer(client)
    told = FORM | {"repeats": "monthly", "repeats_times": "4"}
    page = await post(client, f"{OURS}/new", **told)
    assert page.status_code == 200
    assert "second Tuesday of each month" in page.text
    assert "Tue, Apr 13, 2027" in page.text
    assert await Event.all().count() == 0

    none = await post(client, f"{OURS}/new", **told, step="days")
    assert none.status_code == 422
    chosen = {"day_0": "2027-03-09", "day_2": "2027-05-11", "day_3": "2027-05-12"}
    done = await post(client, f"{OURS}/new", **told, **chosen, step="days")
    assert done.headers["location"] == OURS
    days = await Event.all().order_by("starts_on").values_list("starts_on", flat=True)
    assert [str(day) for day in days] == ["2027-03-09", "2027-05-11"]
    back = await post(client, f"{OURS}/new", **told, step="back")
    assert 'value="Sample lunch"' in back.text


async def test_what_changes_in_all_following_is_listed_before_it_is_saved(
    client: httpx2.AsyncClient,
) -> None:
    await organizer(client)
    events = await publish(await make_organization(), times=3)
    path = f"{OURS}/events/{events[0].slug}"
    page = (await client.get(path)).text
    assert "This one and the 2 after it" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    told = FORM | {"title": "Sample supper", "seen": seen[1], "scope": "following"}
    listed = await post(client, path, **told)
    assert listed.text.count("Renamed from “Sample lunch”.") == 3
    assert await Event.filter(title="Sample supper").count() == 0
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        assert (await post(client, path, **told, step="sure")).headers["location"] == OURS
    assert await Event.filter(title="Sample supper").count() == 3

    stale = await post(client, path, **FORM, seen=seen[1], scope="one")
    assert stale.status_code == 409
    assert "Somebody changed this event" in stale.text


async def test_an_event_is_called_off_and_held_after_all(client: httpx2.AsyncClient) -> None:
    await organizer(client)
    events = await publish(await make_organization(), times=3)
    path = f"{OURS}/events/{events[1].slug}/off"
    assert "Cancel all 2 events" in (await client.get(path)).text
    assert (await post(client, path, deed="", scope="one")).status_code == 422
    await post(client, path, deed="cancel", scope="one")
    assert await Event.filter(status="canceled").count() == 1
    assert "Hold this event after all" in (await client.get(path)).text
    await post(client, path, deed="hold", scope="one")
    assert await Event.filter(status="canceled").count() == 0
    await post(client, path, deed="cancel", scope="following")
    assert await Event.filter(status="canceled").count() == 2
