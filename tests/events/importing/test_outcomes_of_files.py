"""What comes of the files that sources are read from, in any order and again."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta

import pytest

from netmentor.events.curating.actions import settle_resemblance
from netmentor.events.curating.queries import open_resemblances
from netmentor.events.curating.rules import Verdict
from netmentor.events.importing.models import Source
from netmentor.events.importing.sync import Report, read_into
from netmentor.events.models import Change, Event
from netmentor.events.rules import Authority
from tests.events.importing.reading_calendars import ASKED, calendar, event
from tests.events.telling import all_rows, facts, make_teller, start_anew
from tests.factories import NOON, make_organization

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + timedelta(days=1)
BREAKFAST = event(uid="breakfast@example.org", summary="Sample breakfast", location="Columbus, OH")
DINNER = event(uid="dinner@example.org", summary="Sample dinner", dtstart="20261210T180000")
BOOKED = event("STATUS:CANCELLED", uid="b@example.org", summary="Sample breakfast 2026")


async def read_file(source: Source, *events: str, now: datetime = NOON) -> Report:
    """Read a calendar of these events, whether it was read before or not."""
    source.fingerprint = ""
    with tempfile.TemporaryFile() as file:
        file.write(calendar(*events))
        file.flush()
        return await read_into(source, file, ASKED, now=now)


async def reader(key: str, authority: str = Authority.OVERWRITE) -> Source:
    organization = await make_organization()
    return await make_teller(key, authority, organization_id=organization.id)


async def test_files_come_to_the_same_in_either_order() -> None:
    outcomes = []
    for order in (("alpha", "beta"), ("beta", "alpha")):
        await start_anew()
        files = {"alpha": (BREAKFAST, DINNER), "beta": (BOOKED,)}
        authorities = {"alpha": Authority.OVERWRITE, "beta": Authority.FILL}
        for key in order:
            await read_file(await reader(key, authorities[key]), *files[key])
        [pair] = await open_resemblances()
        await settle_resemblance(pair.id, Verdict.SAME, now=NOON)
        outcomes.append(await facts())
    assert outcomes[0] == outcomes[1]
    assert {(one["title"], one["status"], one["city"]) for one in outcomes[0].values()} == {
        ("Sample breakfast", "confirmed", "Columbus"),
        ("Sample dinner", "confirmed", ""),
    }


async def test_a_file_read_twice_is_read_once() -> None:
    source = await reader("alpha")
    report = await read_file(source, BREAKFAST, DINNER)
    assert (report.added, report.skipped) == (2, [])
    before = await all_rows()

    again = await read_file(source, BREAKFAST, DINNER, now=LATER)
    turned = await read_file(source, DINNER, BREAKFAST, now=LATER)

    assert again == turned == Report(unchanged=2)
    assert await all_rows() == before


async def test_an_event_that_a_file_leaves_out_is_marked_and_comes_back() -> None:
    source = await reader("alpha")
    await read_file(source, BREAKFAST, DINNER)

    report = await read_file(source, BREAKFAST, now=LATER)
    dinner = await Event.get(title="Sample dinner")
    assert (report.missing, dinner.gone_at) == (1, LATER)

    await read_file(source, BREAKFAST, DINNER, now=LATER + timedelta(days=1))
    back = await Event.get(title="Sample dinner")
    assert (back.id, back.gone_at, back.created_at) == (dinner.id, None, NOON)
    assert await Change.filter(event=back).count() == 3  # there, gone, there again


async def test_an_event_that_is_over_is_not_gone_when_it_is_left_out() -> None:
    source = await reader("alpha")
    await read_file(source, BREAKFAST, DINNER)

    await read_file(source, DINNER, now=NOON + timedelta(days=17))

    breakfast = await Event.get(title="Sample breakfast")
    assert (breakfast.gone_at, await Event.all().count()) == (None, 2)
