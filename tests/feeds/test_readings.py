"""Who reads a private feed is noted by program, in batches, and of what can be read alone."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.agenda.noting import AT_A_TIME
from tests.agenda.feeding import open_feed
from tests.factories import NOON
from tests.feeds.asking import ask
from tests.feeds.conftest import Subscribed


async def test_readings_are_noted_in_batches_by_program(subscribed: Subscribed) -> None:
    phone = ("User-Agent", "iOS/17.5 (21F79) dataaccessd/1.0")
    for _ in range(3):
        await ask(subscribed.app, subscribed.address, [phone])
    await ask(subscribed.app, subscribed.address, [("User-Agent", "curl/8.0")])
    await ask(subscribed.app, subscribed.address, [phone], "HEAD")
    assert not await Reading.exists()

    await subscribed.app.state.readings.write()
    await ask(subscribed.app, subscribed.address, [phone])
    await subscribed.app.state.readings.write()

    rows = await Reading.filter(feed=subscribed.feed).order_by("-times")
    assert [row.times for row in rows] == [5, 1]
    assert "iPhone" in rows[0].client


async def test_who_calls_itself_anything_fills_no_table(subscribed: Subscribed) -> None:
    for number in range(60):
        agent = ("User-Agent", f"program{number:03}/1.0")
        await ask(subscribed.app, subscribed.address, [agent])
        await subscribed.app.state.readings.write()

    assert await Reading.filter(feed=subscribed.feed).count() <= 21
    assert sum(row.times for row in await Reading.all()) == 60


async def test_readings_that_cannot_be_written_are_kept(
    subscribed: Subscribed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    await ask(subscribed.app, subscribed.address)
    await PrivateFeed._meta.db.execute_script("ALTER TABLE feed_reading RENAME TO elsewhere")
    await subscribed.app.state.readings.write()
    await ask(subscribed.app, subscribed.address)
    await PrivateFeed._meta.db.execute_script("ALTER TABLE elsewhere RENAME TO feed_reading")
    await subscribed.app.state.readings.write()

    assert [row.times for row in await Reading.all()] == [2]


async def test_what_was_read_of_an_address_that_is_no_more_is_let_go(
    subscribed: Subscribed,
) -> None:
    await ask(subscribed.app, subscribed.address)
    later = NOON + timedelta(minutes=1)
    await PrivateFeed.filter(id=subscribed.feed.id).update(addressed_at=later)

    await subscribed.app.state.readings.write()

    assert not await Reading.exists()


async def test_of_many_only_what_was_not_written_waits(
    subscribed: Subscribed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    feeds = [(await open_feed(subscribed.user))[0].id for _ in range(AT_A_TIME + 1)]
    readings = subscribed.app.state.readings
    for feed_id in feeds:
        readings.note(feed_id, "Sample/1", now=NOON)
    database = PrivateFeed._meta.db
    is_server = database.capabilities.dialect == "postgres"
    refuse, allow = (
        f"ALTER TABLE feed_reading ADD CONSTRAINT no_last CHECK (feed_id <> {feeds[-1]})",
        "ALTER TABLE feed_reading DROP CONSTRAINT no_last",
    )
    if not is_server:
        refuse, allow = (
            f"CREATE TRIGGER no_last BEFORE INSERT ON feed_reading WHEN NEW.feed_id = {feeds[-1]}"
            " BEGIN SELECT RAISE(ABORT, 'not now'); END",
            "DROP TRIGGER no_last",
        )
    await database.execute_script(refuse)
    await readings.write()
    assert await Reading.all().count() == AT_A_TIME

    await database.execute_script(allow)
    await readings.write()

    assert {row.times for row in await Reading.all()} == {1}
    assert await Reading.all().count() == AT_A_TIME + 1
