"""Private feeds: made, changed, addressed anew, revoked; who reads them, and who has stopped."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from typing import Any

import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.accounts.tokens import hashed
from netmentor.agenda import actions
from netmentor.agenda.actions import TooMany
from netmentor.agenda.choices import Wanted, columns_of, wanted_of
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.agenda.queries import (
    MOST_READINGS,
    feed_of,
    feeds_of,
    read_feeds_of,
    readable_feed_of,
    revoked_feeds_of,
    silent_readings,
)
from netmentor.agenda.rules import (
    LISTED_FOR,
    MOST_FEEDS,
    SILENT_AFTER,
    Detail,
    Lead,
    Revoked,
    Tasks,
)
from netmentor.agenda.words import holds_words
from netmentor.calendars.dated import Kind
from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.jobs.clearing import clear_away
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.agenda.subscribing import IPHONE, make_private_feed, make_reading
from tests.db.rows import every_row
from tests.factories import NOON
from tests.taken_along import all_words, lines, unzipped, zipped

GOING = frozenset({Kind.GOING})


@pytest.fixture
async def user(database: Settings) -> User:
    return await make_user()


async def test_a_secret_is_handed_over_once_and_kept_as_a_hash(user: User) -> None:
    feed, token = await make_private_feed(user)
    assert token.startswith("nmf_")
    assert (await PrivateFeed.get()).token_hash == hashed(token)
    assert token.removeprefix("nmf_") not in repr(await every_row())
    other, another = await make_private_feed(user)
    assert another != token
    assert other.salt != feed.salt


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(name="One", kinds=GOING),
        Wanted(name="All", kinds=frozenset(Kind), detail=Detail.TITLES, tasks=Tasks.TODO),
        Wanted(name="Busy", kinds=GOING, detail=Detail.BUSY, alarms={Kind.GOING: Lead.START}),
        Wanted(name="Rings", kinds=frozenset(Kind), alarms=dict.fromkeys(Kind, Lead.THREE_DAYS)),
    ],
)
async def test_what_is_wanted_comes_back_from_its_row(user: User, wanted: Wanted) -> None:
    feed, _ = await actions.make_feed(user, wanted, now=NOON)
    assert wanted_of(await PrivateFeed.get(id=feed.id)) == wanted


def test_every_choice_fits_its_column() -> None:
    every = Wanted(name="x", kinds=frozenset(Kind), alarms=dict.fromkeys(Kind, Lead.THREE_DAYS))
    told = columns_of(every)
    assert all(len(told[name]) <= 200 for name in ("kinds", "alarms"))
    assert all(len(one) <= 8 for one in (*Detail, *Tasks))


def test_a_kind_that_is_not_held_does_not_ring() -> None:
    wanted = Wanted(name="x", kinds=GOING, alarms={Kind.DEADLINES: Lead.DAY, Kind.GOING: Lead.DAY})
    assert columns_of(wanted)["alarms"] == "going:1d"


async def test_a_change_keeps_the_address_and_counts_once(user: User) -> None:
    feed, token = await make_private_feed(user)
    await make_reading(feed)
    wanted = Wanted(name="Work", kinds=GOING, detail=Detail.BUSY)
    await actions.change_feed(feed, wanted)
    changed = await PrivateFeed.get()
    assert (changed.version, changed.token_hash, changed.name) == (2, hashed(token), "Work")
    await actions.change_feed(changed, wanted)
    assert (await PrivateFeed.get()).version == 2
    assert await Reading.all().count() == 1


async def test_another_address_ends_the_one_before_and_who_read_it(user: User) -> None:
    feed, token = await make_private_feed(user)
    await make_reading(feed)
    other, _ = await make_private_feed(user, "Other")
    await make_reading(other)
    later = NOON + timedelta(days=1)
    new = await actions.replace_address(feed, now=later)
    changed = await PrivateFeed.get(id=feed.id)
    assert new != token
    assert (changed.token_hash, changed.version) == (hashed(new), 2)
    assert (changed.created_at, changed.addressed_at) == (NOON, later)
    assert changed.salt != feed.salt
    assert [one.feed_id for one in await Reading.all()] == [other.id]


async def test_what_is_revoked_is_neither_read_changed_nor_addressed(user: User) -> None:
    feed, _ = await make_private_feed(user)
    await make_reading(feed)
    await actions.revoke(feed, now=NOON)
    assert await feeds_of(user) == []
    assert await Reading.all().count() == 0
    assert (await feed_of(user, feed.id)).revoked_at == NOON
    with pytest.raises(Revoked):
        await readable_feed_of(user, feed.id)
    for deed in (
        actions.replace_address(feed, now=NOON),
        actions.change_feed(feed, Wanted(name="x", kinds=GOING)),
        actions.revoke(feed, now=NOON + timedelta(days=1)),
    ):
        with pytest.raises(Revoked):
            await deed
    assert (await PrivateFeed.get()).revoked_at == NOON


async def test_what_was_revoked_is_listed_for_a_month_and_then_gone(user: User) -> None:
    feed, _ = await make_private_feed(user)
    kept, _ = await make_private_feed(user, "Kept")
    await actions.revoke(feed, now=NOON)
    almost = NOON + LISTED_FOR - timedelta(seconds=1)
    assert [one.id for one in await revoked_feeds_of(user, now=almost)] == [feed.id]
    await actions.forget_revoked(now=almost)
    assert await PrivateFeed.all().count() == 2
    await actions.forget_revoked(now=NOON + LISTED_FOR)
    assert [one.id for one in await PrivateFeed.all()] == [kept.id]
    await clear_away()


async def test_nobody_has_more_than_twenty_however_fast_they_press(user: User) -> None:
    made = await asyncio.gather(
        *(make_private_feed(user, f"{n}") for n in range(MOST_FEEDS + 3)), return_exceptions=True
    )
    assert sum(isinstance(one, TooMany) for one in made) == 3
    assert len(await feeds_of(user)) == MOST_FEEDS
    await actions.revoke((await feeds_of(user))[0], now=NOON)
    await make_private_feed(user)
    await make_private_feed(await make_user(STRANGER))


async def test_anybody_elses_feed_is_as_unknown_as_none(user: User) -> None:
    feed, _ = await make_private_feed(user)
    stranger = await make_user(STRANGER)
    for number in (feed.id, 0, 99):
        with pytest.raises(NotFound, match="no such calendar among yours"):
            await feed_of(stranger, number)
    assert await feeds_of(stranger) == []


async def test_a_program_is_forgotten_with_its_own_feed_alone(user: User) -> None:
    feed, _ = await make_private_feed(user)
    other, _ = await make_private_feed(user, "Other")
    reading = await make_reading(feed)
    with pytest.raises(NotFound):
        await actions.forget_client(other, reading.id)
    assert await actions.forget_client(feed, reading.id) == IPHONE
    with pytest.raises(NotFound):
        await actions.forget_client(feed, reading.id)


async def test_who_reads_comes_latest_first_and_at_most_ten(user: User) -> None:
    feed, _ = await make_private_feed(user)
    for number in range(MOST_READINGS + 2):
        await make_reading(feed, f"Program {number}", days_ago=number / 2)
    await make_private_feed(user, "Unread")
    read, unread = await read_feeds_of(user, now=NOON)
    assert [one.client for one in read.readings] == [f"Program {n}" for n in range(MOST_READINGS)]
    assert (unread.feed.name, unread.readings, unread.silent) == ("Unread", [], [])
    assert await read_feeds_of(await make_user(STRANGER), now=NOON) == []


async def test_a_program_that_asked_and_has_stopped_for_nine_days_is_silent(user: User) -> None:
    feed, _ = await make_private_feed(user)
    silent = await make_reading(feed, days_ago=SILENT_AFTER.days)
    await make_reading(feed, "Asks still", days_ago=SILENT_AFTER.days - 0.1)
    once = await make_reading(feed, "Asked once", days_ago=100, for_days=0)
    gone, _ = await make_private_feed(user, "Gone")
    await make_reading(gone, days_ago=50)
    await actions.revoke(gone, now=NOON)
    [read] = await read_feeds_of(user, now=NOON)
    assert [one.id for one in read.silent] == [silent.id, once.id]
    assert [one.client for one in read.readings] == ["Asks still"]
    spoken_of = await silent_readings(user, now=NOON)
    assert [(one.id, one.feed.name) for one in spoken_of] == [
        (silent.id, "Phone"),
        (once.id, "Phone"),
    ]
    assert await silent_readings(await make_user(STRANGER), now=NOON) == []


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"kinds": GOING}, "Going; titles and details; no alarms."),
        (
            {
                "kinds": {Kind.GOING, Kind.DEADLINES, Kind.FOLLOW_UPS},
                "alarms": {Kind.GOING: Lead.HOUR, Kind.DEADLINES: Lead.THREE_DAYS},
            },
            "Going, deadlines and follow-ups; titles and details; rings 1 hour before events and"
            " 3 days before deadlines.",
        ),
        (
            {"kinds": set(Kind), "detail": Detail.BUSY, "alarms": {Kind.DEADLINES: Lead.DAY}},
            "Going, mentoring sessions and applications; busy times only; no alarms.",
        ),
        (
            {"kinds": {Kind.FOLLOW_UPS}, "tasks": Tasks.TODO, "detail": Detail.TITLES},
            "Follow-ups as to-dos; titles; no alarms.",
        ),
        (
            {
                "kinds": {Kind.GOING, Kind.INTERESTED, Kind.FOLLOW_UPS},
                "alarms": {Kind.GOING: Lead.START, Kind.FOLLOW_UPS: Lead.START},
            },
            "Going, interested and follow-ups; titles and details; rings at the time of what you"
            " go to and follow-ups.",
        ),
    ],
)  # fmt: skip
def test_a_feed_says_in_words_what_it_holds(wanted: dict[str, Any], words: str) -> None:
    told = wanted | {"kinds": frozenset(wanted["kinds"])}
    assert holds_words(Wanted(name="x", **told)) == words


def test_whatever_is_chosen_is_told_in_one_sentence() -> None:
    for detail, tasks, lead in itertools.product(Detail, Tasks, Lead):
        for size in range(1, 6):
            for kinds in map(frozenset, itertools.combinations(Kind, size)):
                if detail is Detail.BUSY and Kind.GOING not in kinds:
                    continue
                alarms = dict.fromkeys(kinds, lead)
                told = holds_words(
                    Wanted(name="x", kinds=kinds, detail=detail, tasks=tasks, alarms=alarms)
                )
                assert told.count(".") == 1
                assert told.count("; ") == 2
                assert ", and" not in told


async def test_a_user_is_handed_their_feeds_without_a_secret_and_leaves_none(
    user: User, database: Settings
) -> None:
    feed, token = await make_private_feed(user, alarms={Kind.GOING: Lead.HOUR})
    await make_reading(feed)
    theirs, _ = await make_private_feed(await make_user(STRANGER), "Wombat")
    body = await zipped(user)
    told = unzipped(body)
    feeds = lines(told, "data/private_feed")
    assert [(one["name"], one["alarms"]) for one in feeds] == [("Phone", "going:1h")]
    assert [one["client"] for one in lines(told, "records/readings")] == [IPHONE]
    written = all_words(body)
    for secret in (token, feed.token_hash, feed.salt):
        assert secret not in written
    async with transaction():
        await keeping.erase_rows(user, now=NOON)
    assert [one.id for one in await PrivateFeed.all()] == [theirs.id]
    assert await Reading.all().count() == 0
