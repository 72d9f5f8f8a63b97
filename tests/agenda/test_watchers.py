"""Many who have one event among their dates, and many who change such events at once."""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from tempfile import TemporaryFile

import pytest

from netmentor.accounts.models import AgendaRevision, User
from netmentor.contacts.capturing import Capture, capture
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.events.attending.actions import answer, follow
from netmentor.events.attending.models import Attendance, Following, Watch
from netmentor.events.attending.rules import Answer
from netmentor.events.importing.models import Source
from netmentor.events.importing.sync import read_into
from netmentor.events.models import Event, Series
from netmentor.settings import Settings
from tests.accounts.casting import make_crowd, make_user
from tests.events.importing.reading_calendars import ASKED, calendar, event
from tests.events.telling import make_teller, tell
from tests.factories import NOON, make_draft, make_organization, make_series

SOURCES = 5
MANY = 10_000
PATIENCE = 100.0  # seconds for a process that reads, beside four others


async def let_watch(user_ids: list[int], events: list[Event]) -> None:
    """Half of them go to these events, the others follow a series that they are editions of."""
    async with transaction():
        watches = [
            (user_id, one.id, ("attending", "series")[user_id % 2])
            for user_id in user_ids
            for one in events
        ]
        await insert(Watch, ("user_id", "event_id", "reason"), watches)
        said = "user_id event_id answer why note goals people again changed_at".split()
        going = [one for one in watches if one[2] == "attending"]
        answers = [(user_id, id_, "going", "", "", "", "", "", NOON) for user_id, id_, _ in going]
        await insert(Attendance, said, answers)
        series = {one.series_id for one in events if one.series_id}
        follows = [(user_id, id_, NOON) for user_id in user_ids if user_id % 2 for id_ in series]
        await insert(Following, ("user_id", "series_id", "since"), follows)


@pytest.mark.usefixtures("database")
async def test_all_who_have_a_moved_event_are_told_in_one_write(
    caplog: pytest.LogCaptureFixture,
) -> None:
    user_ids = await make_crowd(MANY)
    await make_user()
    series, source = await make_series(), await make_teller("alpha")
    await tell(source, make_draft(external_id="one", series=series.slug))
    await let_watch(user_ids, await Event.all())

    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        days = {"starts_on": date(2026, 12, 10), "ends_on": date(2026, 12, 10)}
        await tell(source, make_draft(external_id="one", series=series.slug, **days))

    assert len([one for one in caplog.messages if "agenda_revision" in one]) == 1
    numbers = await values_of(AgendaRevision.all().order_by("user_id"), "number")
    assert numbers == [1] * MANY + [0]


async def test_sources_that_are_read_at_once_wait_for_each_other(database: Settings) -> None:
    user_ids = await make_crowd(60)
    organization, series = await make_organization(), await make_series()
    runs = [await make_teller(f"teller-{n}", organization=organization) for n in range(SOURCES)]
    for source in runs:
        await hear(source, hour=10)
    await Event.all().update(series_id=series.id)
    await let_watch(user_ids, await Event.all())

    async with asyncio.timeout(120), asyncio.TaskGroup() as tasks:
        for source in runs:
            tasks.create_task(hear(source, hour=15))
        for user in await User.filter(id__in=user_ids[:6]):
            tasks.create_task(live(user, series))

    for user_id, number in await AgendaRevision.all().values_list("user_id", "number"):
        assert number >= SOURCES, user_id
        assert number == SOURCES or user_id in user_ids[:6]


async def hear(source: Source, *, hour: int) -> None:
    """Read a calendar of three events, all of them at this hour."""
    told = [
        event(uid=f"{n}@{source.key}", summary=f"Sample {n} {source.key}",
              dtstart=f"2026120{n}T{hour}0000")
        for n in range(1, 4)
    ]  # fmt: skip
    with TemporaryFile() as file:
        file.write(calendar(*told))
        await read_into(source, file, ASKED, now=NOON, seconds=PATIENCE)


async def live(user: User, series: Series) -> None:
    """Say something to each event, follow what there is, and meet somebody in between."""
    for said in (Answer.INTERESTED, Answer.GOING):
        for one in await Event.all().order_by("-id"):
            await answer(user, one, said, now=NOON)
        await capture(user, Capture(name="Sample", follow_up_on=NOON.date()), now=NOON)
        await follow(user, series, now=NOON)
