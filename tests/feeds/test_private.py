"""A private feed is read by whoever has its address, in the same words by either way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
import time_machine

from netmentor.accounts.actions import bump
from netmentor.agenda.models import PrivateFeed
from netmentor.app import create_app
from netmentor.cli.logs import without_secrets
from netmentor.contacts.follow_ups import do
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import TouchKind
from netmentor.db.transactions import transaction
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.agenda.feeding import SECRETS, open_feed
from tests.factories import NOON, make_draft, put
from tests.feeds.asking import ask, is_answered_privately, the_long_way
from tests.feeds.conftest import Subscribed

GZIP = ("Accept-Encoding", "gzip")
CODINGS = [None, "gzip", "identity", "gzip;q=0", "*", "br, GZIP;q=0.5"]
TAGS = [None, '"TAG"', '"TAG-gzip"', 'W/"TAG"', '"old", W/"TAG-gzip"', "*", '"old"', "TAG", ""]


async def test_both_ways_answer_alike_header_by_header(subscribed: Subscribed) -> None:
    tag = (await subscribed.read()).header("etag").strip('"')
    await subscribed.read(GZIP)

    seen = set()
    for method, coding, tags in product(("GET", "HEAD"), CODINGS, TAGS):
        asked = (("Accept-Encoding", coding), ("If-None-Match", tags and tags.replace("TAG", tag)))
        headers = [(name, value) for name, value in asked if value is not None]
        quick = await ask(subscribed.app, subscribed.address, headers, method)
        slow = await ask(the_long_way(subscribed.app), subscribed.address, headers, method)
        assert quick == slow, headers
        assert await is_answered_privately(subscribed.app, subscribed.address, headers, method)
        seen.add((quick.status, dict(quick.headers).get(b"content-encoding")))

    assert seen == {(200, None), (200, b"gzip"), (304, None)}


async def test_nobody_between_keeps_it(subscribed: Subscribed) -> None:
    whole = await subscribed.read()
    known = await subscribed.read(("If-None-Match", whole.header("etag")))

    for answered in (whole, known):
        assert answered.header("cache-control") == "private, no-cache"
        assert answered.header("referrer-policy") == "no-referrer"
        assert answered.header("x-robots-tag") == "noindex"
        assert b"access-control-allow-origin" not in dict(answered.headers)
    assert (whole.status, known.status, known.body) == (200, 304, b"")


async def test_it_holds_what_is_dated_of_its_user_and_of_nobody_else(
    subscribed: Subscribed,
) -> None:
    other = await make_user("other@example.org")
    _, token = await open_feed(other)

    told = await subscribed.text()
    nothing = await ask(subscribed.app, f"/feeds/{token}.ics")

    titles = [line[8:] for line in told.splitlines() if line.startswith("SUMMARY:")]
    assert sorted(titles) == [
        "Call them (Sample Priya)",
        "Registration closes: Sample to go to",
        "Sample edition",
        "Sample of interest",
        "Sample to go to",
        "Send the survey (Sample Priya)",
    ]
    assert "likes fjords" in told
    assert "never to be told" not in told
    assert nothing.status == 200
    assert b"BEGIN:VEVENT" not in nothing.body
    assert b"BEGIN:VTIMEZONE" in nothing.body


@pytest.mark.parametrize("kind", ["going", "interested", "series", "deadlines", "follow_ups"])
async def test_each_kind_is_there_alone(subscribed: Subscribed, kind: str) -> None:
    await PrivateFeed.filter(id=subscribed.feed.id).update(kinds=kind, version=2)

    titles = {line for line in (await subscribed.text()).splitlines() if "SUMMARY:" in line}

    assert (
        titles
        == {
            "going": {"SUMMARY:Sample to go to"},
            "interested": {"SUMMARY:Sample of interest"},
            "series": {"SUMMARY:Sample edition"},
            "deadlines": {"SUMMARY:Registration closes: Sample to go to"},
            "follow_ups": {
                "SUMMARY:Send the survey (Sample Priya)",
                "SUMMARY:Call them (Sample Priya)",
            },
        }[kind]
    )


async def test_a_busy_only_feed_says_nothing_but_when(subscribed: Subscribed) -> None:
    full = await subscribed.text()
    uids = [line[4:] for line in full.splitlines() if line.startswith("UID:")]
    await PrivateFeed.filter(id=subscribed.feed.id).update(detail="busy", version=2)

    told = await subscribed.text()

    for secret in (
        *SECRETS,
        *uids,
        "Sample to",
        "Sample of",
        "Hall",
        "Cleveland",
        "example",
        "ech",
    ):
        assert secret.lower() not in told.lower(), secret
    properties = {line.split(":")[0].split(";")[0] for line in told.splitlines()}
    assert {"LOCATION", "DESCRIPTION", "URL", "CATEGORIES", "COLOR", "CREATED"} & {
        line.split(":")[0].split(";")[0]
        for event in told.split("BEGIN:VEVENT")[1:]
        for line in event.split("END:VEVENT")[0].splitlines()
    } == set()
    assert "SUMMARY" in properties
    assert told.count("SUMMARY:Busy\r\n") == told.count("TRANSP:OPAQUE") == 1


async def test_titles_tell_when_and_where_and_no_more(subscribed: Subscribed) -> None:
    await PrivateFeed.filter(id=subscribed.feed.id).update(detail="titles", version=2)

    told = await subscribed.text()

    events = told.split("BEGIN:VEVENT")[1:]
    assert len(events) == 6
    assert "LOCATION:Sample Hall\\, Cleveland\\, OH" in told
    for secret in ("likes fjords", "priya@example.org", "DESCRIPTION:By", "URL:", "CONFERENCE"):
        assert not any(secret in event for event in events), secret


async def test_an_alarm_rings_by_its_kind_and_not_for_what_is_off(subscribed: Subscribed) -> None:
    alarms = "going:1h,deadlines:3d,follow_ups:0"
    await PrivateFeed.filter(id=subscribed.feed.id).update(alarms=alarms, version=2)
    rings = {}
    for event in (await subscribed.text()).split("BEGIN:VEVENT")[1:]:
        lines = event.splitlines()
        title = next(line[8:] for line in lines if line.startswith("SUMMARY:"))
        rings[title] = [line for line in lines if line.startswith("TRIGGER")]

    assert rings == {
        "Sample to go to": ["TRIGGER:-PT1H"],
        "Sample of interest": [],
        "Sample edition": [],
        "Registration closes: Sample to go to": ["TRIGGER:-P2DT15H"],
        "Send the survey (Sample Priya)": ["TRIGGER:PT9H"],
        "Call them (Sample Priya)": ["TRIGGER:PT0S"],
    }

    off = make_draft(external_id="going", title="Sample to go to", status="canceled")
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        await put(off, now=NOON + timedelta(hours=1))
        told = await subscribed.text()
    canceled = next(one for one in told.split("BEGIN:VEVENT") if "Canceled: Sample to go" in one)
    assert "STATUS:CANCELLED" in canceled
    assert "SEQUENCE:1" in canceled
    assert "TRANSP:TRANSPARENT" in canceled
    assert "VALARM" not in canceled


async def test_what_is_done_leaves_a_calendar_and_is_ticked_in_a_list(
    subscribed: Subscribed,
) -> None:
    await do(subscribed.user, subscribed.follow_up, TouchKind.MESSAGE, now=NOON)
    assert "Send the survey" not in await subscribed.text()

    changed = {"tasks": "todo", "alarms": "follow_ups:1d", "version": 2}
    await PrivateFeed.filter(id=subscribed.feed.id).update(**changed)
    todos = (await subscribed.text()).split("BEGIN:VTODO")[1:]
    [done] = [one for one in todos if "Send the survey" in one]
    [open_] = [one for one in todos if "Call them" in one]

    assert "STATUS:COMPLETED\r\nCOMPLETED:20261124T120000Z\r\n" in done
    assert "VALARM" not in done
    assert "DUE;TZID=America/Chicago:20261124T153000\r\n" in open_
    assert "STATUS:NEEDS-ACTION\r\n" in open_
    assert "TRIGGER;RELATED=END:-P1D\r\n" in open_


async def test_it_changes_with_any_change_and_with_nothing_else(subscribed: Subscribed) -> None:
    first = (await subscribed.read()).header("etag")
    assert (await subscribed.read()).header("etag") == first

    async with transaction():
        await bump([subscribed.user.id])
    second = (await subscribed.read()).header("etag")
    await PrivateFeed.filter(id=subscribed.feed.id).update(version=2)
    third = (await subscribed.read()).header("etag")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        fourth = (await subscribed.read()).header("etag")

    assert len({first, second, third, fourth}) == 4


async def test_wrong_and_revoked_addresses_answer_alike(subscribed: Subscribed) -> None:
    token = subscribed.token
    await PrivateFeed.filter(id=subscribed.feed.id).update(revoked_at=NOON)
    wrong = [token, token[:-1], token.swapcase(), token + "A", "nmf_" + "A" * 43, "1", "é", "%00"]

    answers = {
        (reply.status, reply.headers, reply.body)
        for one in wrong
        for method in ("GET", "HEAD")
        if (reply := await ask(subscribed.app, f"/feeds/{one}.ics", method=method))
    }

    assert len({body for _, _, body in answers}) == 1
    [(status, headers)] = {(status, headers) for status, headers, _ in answers}
    assert status == 404
    assert dict(headers)[b"referrer-policy"] == b"no-referrer"
    assert dict(headers)[b"cache-control"] == b"no-store"
    assert not any(token.encode() in body for _, _, body in answers)


async def test_a_revoked_address_stops_within_a_second(database: Settings) -> None:
    with time_machine.travel(NOON, tick=False):
        user = await make_user()
        feed, token = await open_feed(user)
        app = create_app(replace(database, feed_memory=timedelta(minutes=1)))
        assert (await ask(app, f"/feeds/{token}.ics")).status == 200
        assert (await ask(app, f"/feeds/{token}.ics")).status == 200
        await PrivateFeed.filter(id=feed.id).update(revoked_at=NOON)
        await asyncio.sleep(1)

        assert (await ask(app, f"/feeds/{token}.ics")).status == 404


async def test_who_has_a_newer_version_than_is_remembered_keeps_it(database: Settings) -> None:
    """Two processes answer one phone: what the one knows, the other learns at once."""
    with time_machine.travel(NOON, tick=False):
        user = await make_user()
        _, token = await open_feed(user)
        one, other = (create_app(replace(database, feed_memory=timedelta(1))) for _ in "ab")
        before = await ask(one, f"/feeds/{token}.ics")
        assert (await ask(one, f"/feeds/{token}.ics")).header("etag") == before.header("etag")
        async with transaction():
            await bump([user.id])
        newer = (await ask(other, f"/feeds/{token}.ics")).header("etag")

        told = await ask(one, f"/feeds/{token}.ics", [("If-None-Match", newer)])

        assert newer != before.header("etag")
        assert (told.status, told.header("etag")) == (304, newer)


async def test_what_was_changed_by_a_request_is_known_when_it_is_answered(
    database: Settings,
) -> None:
    with time_machine.travel(NOON, tick=False):
        user = await make_user()
        feed, token = await open_feed(user)
        app = create_app(replace(database, feed_memory=timedelta(minutes=1)))
        assert (await ask(app, f"/feeds/{token}.ics")).status == 200
        await PrivateFeed.filter(id=feed.id).update(revoked_at=NOON)

        await ask(app, "/sign-out", method="POST")

        assert (await ask(app, f"/feeds/{token}.ics")).status == 404


async def test_the_log_does_not_tell_the_address(subscribed: Subscribed) -> None:
    assert subscribed.token not in without_secrets(subscribed.address)
    assert subscribed.token[4:] not in without_secrets(subscribed.address)


async def test_what_is_owed_stays_however_long_ago_it_was_due(subscribed: Subscribed) -> None:
    long_ago = (NOON - timedelta(days=200)).date()
    await FollowUp.filter(id=subscribed.follow_up.id).update(due_on=long_ago)

    assert "SUMMARY:Send the survey" in await subscribed.text()


async def test_a_renamed_person_leaves_when_something_was_done(subscribed: Subscribed) -> None:
    await do(subscribed.user, subscribed.follow_up, TouchKind.MESSAGE, now=NOON)
    later = NOON + timedelta(hours=3)
    await FollowUp.filter(id=subscribed.follow_up.id).update(changed_at=later)
    await PrivateFeed.filter(id=subscribed.feed.id).update(tasks="todo", version=2)

    assert "STATUS:COMPLETED\r\nCOMPLETED:20261124T120000Z\r\n" in await subscribed.text()
