"""What the pages of private feeds refuse, and what they say to it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.rules import MOST_FEEDS, Detail
from tests.accounts.casting import STRANGER, make_user
from tests.agenda.subscribing import make_private_feed, make_reading
from tests.db.rows import every_row
from tests.web.feeding import FORM, key_of, send
from tests.web.visiting import come_in


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user()
    await come_in(client)
    return made


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("name", "", "Give it a name"),
        ("name", "x" * 101, "Use at most 100 letters"),
        ("kinds", [], "Choose at least one thing"),
        ("kinds", ["going", "weddings"], "“weddings” is none of these."),
        ("detail", "novel", "“novel” is none of these. Known: busy, titles and full."),
        ("tasks", "x" * 500, "is none of these. Known: event and todo."),
        ("alarms", ["going:5m"], "“going:5m” is no alarm"),
        ("alarms", ["weddings:1h"], "“weddings:1h” is no alarm"),
        ("alarms", ["going:1h", "going:1d"], "Going: choose one alarm."),
        ("alarms", ["<script>alert(1)</script>"], "is no alarm"),
    ],
)  # fmt: skip
async def test_what_is_amiss_is_said_beside_its_field_and_all_that_was_typed_stays(
    client: httpx2.AsyncClient, user: User, field: str, wrong: Any, said: str
) -> None:
    feed, _ = await make_private_feed(user)
    before = await every_row()
    form = FORM | {"name": "Typed", "detail": "titles", "tasks": "todo"} | {field: wrong}
    for path in ("/feeds", f"/feeds/{feed.id}"):
        answer = await send(client, path, **form)
        assert answer.status_code == 422
        beside = re.search(rf'id="{field}-said" role="alert">([^<]*)<', answer.text)
        assert beside, path
        assert said in unescape(beside[1])
        assert "<script>alert" not in answer.text
        if field != "name":
            assert 'value="Typed"' in answer.text
        if field not in ("detail", "tasks"):
            assert 'value="titles" checked' in answer.text
            assert 'value="todo" checked' in answer.text
        if field != "alarms":
            assert '<option value="deadlines:3d" selected>' in answer.text
        if field != "kinds":
            assert 'name="kinds" value="deadlines" checked' in answer.text
    assert await every_row() == before


async def test_busy_times_alone_of_what_takes_no_time_are_refused(
    client: httpx2.AsyncClient,
) -> None:
    answer = await send(client, **FORM | {"kinds": ["deadlines", "follow_ups"], "detail": "busy"})
    assert answer.status_code == 422
    assert "Only what you go to takes your time, so busy times alone leave out" in answer.text
    answer = await send(client, **FORM | {"detail": "busy"})
    assert "Going; busy times only; rings 1 hour before events." in answer.text


async def test_lists_are_read_repeated_or_with_commas_in_either_spelling(
    client: httpx2.AsyncClient,
) -> None:
    told: dict[str, Any] = {"kinds": ["Going, follow-ups", "SERIES"]}
    told["alarms"] = [" Going:1h , follow-ups:0", ""]
    assert (await send(client, name="x", **told)).status_code == 201
    feed = await PrivateFeed.get()
    assert (feed.kinds, feed.alarms) == ("follow_ups,going,series", "follow_ups:0,going:1h")
    assert (feed.detail, feed.tasks) == ("full", "event")
    assert (await send(client, name="x", kinds="going," * 900)).status_code == 422
    assert (await send(client, name="x", kinds=["going"] * 95)).status_code == 201


async def test_a_revoked_one_is_in_a_fold_and_cannot_be_used_again(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, _ = await make_private_feed(user)
    key = await key_of(client, f"/feeds/{feed.id}/replace")
    answer = await send(client, f"/feeds/{feed.id}/revoke")
    assert answer.headers["location"] == "/feeds"
    page = (await client.get("/feeds")).text
    assert "“Phone” is revoked: nobody reads it any more." in page
    assert "Revoked in the last 30 days" in page
    assert f'id="feed-{feed.id}"' not in page
    assert (await send(client, f"/feeds/{feed.id}/revoke")).status_code == 303
    for path in (f"/feeds/{feed.id}", f"/feeds/{feed.id}/replace"):
        refused = await send(client, path, key=key, **FORM)
        assert refused.status_code == 409
        assert "This calendar was revoked. Make a new one." in refused.text
    assert (await client.get(f"/feeds/{feed.id}")).status_code == 409


async def test_anothers_calendar_is_as_unknown_as_none(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, _ = await make_private_feed(user, "Wombat")
    reading = await make_reading(feed)
    mine = await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)
    own, _ = await make_private_feed(mine)
    before = await every_row()
    numbers = (feed.id, 99, 0, "x", "-1", "9" * 30, "9" * 5000, "%00", "1.0", "٣")
    for number in numbers:
        for deed in ("", "/replace", "/revoke", f"/readings/{reading.id}/forget"):
            answer = await send(client, f"/feeds/{number}{deed}", **FORM)
            assert answer.status_code == 404, (number, deed)
        assert (await client.get(f"/feeds/{number}")).status_code == 404
    for number in (reading.id, "x", "9" * 30):
        answer = await send(client, f"/feeds/{own.id}/readings/{number}/forget")
        assert answer.status_code == 404
    assert await every_row() == before
    assert "Wombat" not in (await client.get("/feeds")).text


async def test_no_more_than_twenty_and_the_page_says_so(
    client: httpx2.AsyncClient, user: User
) -> None:
    for number in range(MOST_FEEDS):
        await make_private_feed(user, f"Calendar {number}")
    page = (await client.get("/feeds")).text
    assert "You have 20 calendars, as many as anybody may." in page
    assert 'id="make"' not in page
    refused = await send(client, **FORM)
    assert refused.status_code == 409
    assert "Revoke one that you do not use." in refused.text


async def test_a_form_without_its_token_does_nothing(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, _ = await make_private_feed(user)
    reading = await make_reading(feed)
    before = await every_row()
    deeds = ("", "/replace", "/revoke", f"/readings/{reading.id}/forget")
    for path in ("/feeds", *(f"/feeds/{feed.id}{deed}" for deed in deeds)):
        assert (await client.post(path, data=FORM)).status_code == 403, path
    assert await every_row() == before


async def test_half_an_address_is_repeated_to_nobody(client: httpx2.AsyncClient) -> None:
    client.cookies.clear()
    for slip in ("nmf_kJ3x9Lw", "nmf_kJ3x9Lw.ICS", "nmf_kJ3x9Lw.json", "nmf_kJ3x9Lw%20.ics"):
        answer = await client.get(f"/feeds/{slip}")
        assert answer.status_code == 404, slip
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "kJ3x9Lw" not in answer.text


async def test_a_change_that_does_not_say_how_much_leaves_it(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, _ = await make_private_feed(user, detail=Detail.BUSY)
    told = {"name": "Renamed", "kinds": "going"}
    assert (await send(client, f"/feeds/{feed.id}", **told)).status_code == 303
    changed = await PrivateFeed.get(id=feed.id)
    assert (changed.name, changed.detail) == ("Renamed", "busy")


async def test_an_older_window_does_not_overwrite_a_newer_one(
    client: httpx2.AsyncClient, user: User
) -> None:
    feed, _ = await make_private_feed(user)
    page = (await client.get(f"/feeds/{feed.id}")).text
    assert f'name="version" value="{feed.version}"' in page
    newer = FORM | {"detail": "busy", "version": str(feed.version)}
    assert (await send(client, f"/feeds/{feed.id}", **newer)).status_code == 303
    older = FORM | {"detail": "full", "version": str(feed.version)}
    assert (await send(client, f"/feeds/{feed.id}", **older)).status_code == 409
    assert (await PrivateFeed.get(id=feed.id)).detail == "busy"
