"""Reading mentors' own calendars for the times at which they are busy; nothing else is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise.expressions import Q

from netmentor.db import bulk
from netmentor.db.transactions import transaction
from netmentor.events.importing.items import Asked
from netmentor.events.importing.reading import Unreadable, busy_in
from netmentor.events.importing.rules import MOST_FETCHED
from netmentor.fetching.web import Unfetchable, Web
from netmentor.mentoring.availability.models import BusyCalendar, BusyTime
from netmentor.mentoring.availability.renewing import make_stale
from netmentor.mentoring.availability.rules import HORIZON, LEASE, MOST_BUSY, pause_after
from netmentor.mentoring.availability.walls import Span, merged, utc
from netmentor.text import one_line

LOOKS_BACK = timedelta(days=8)  # at what began and may last on
LOOKS_AHEAD = timedelta(days=HORIZON[-1] + 2)
_LONGEST_TROUBLE = 300


async def calendars_due(*, now: datetime) -> list[BusyCalendar]:
    """The calendars whose time has come and that nobody reads, the longest due first."""
    return await BusyCalendar.filter(_free(now), next_read_at__lte=now).order_by("next_read_at")


async def read_calendar(calendar: BusyCalendar, web: Web, *, now: datetime) -> bool:
    """Read one calendar; False where another process has it at this moment.

    What fails keeps the times that are known, and is tried again later and later.
    """
    taken = BusyCalendar.filter(_free(now), id=calendar.id, next_read_at__lte=now)
    if not await taken.update(taken_until=now + LEASE):
        return False
    mine = BusyCalendar.filter(id=calendar.id, address=calendar.address)
    try:
        await _read(await mine.select_related("mentor").get(), web, now=now)
    except (Unfetchable, Unreadable) as exc:
        failures = min(calendar.failures + 1, 1_000)
        await mine.update(
            failures=failures,
            trouble=one_line(exc.message)[:_LONGEST_TROUBLE],
            next_read_at=now + pause_after(failures),
        )
    finally:
        await BusyCalendar.filter(id=calendar.id, taken_until=now + LEASE).update(taken_until=None)
    return True


async def put_off(calendar: BusyCalendar, *, now: datetime) -> None:
    """Write down that reading failed by a fault of our own; it is tried later."""
    await BusyCalendar.filter(id=calendar.id).update(
        trouble="Reading it broke off; it is tried again.",
        next_read_at=now + pause_after(calendar.failures + 1),
    )


def _free(now: datetime) -> Q:
    return Q(taken_until=None) | Q(taken_until__lte=now)


async def _read(calendar: BusyCalendar, web: Web, *, now: datetime) -> None:
    """Ask only for what is new, but once a day for all: what recurs reaches further by then."""
    is_known = calendar.read_on == now.date()
    fetched = await web.get(calendar.address, etag=calendar.etag if is_known else "", now=now)
    told: dict[str, object] = {"read_at": now, "failures": 0, "trouble": ""}
    told["next_read_at"] = now + pause_after(0)
    if fetched.status != 200:
        await BusyCalendar.filter(id=calendar.id).update(**told)
        return
    asked = Asked(
        format="busy",
        zone=calendar.mentor.timezone,
        since=now.date() - LOOKS_BACK,
        until=now.date() + LOOKS_AHEAD,
        most=MOST_FETCHED,
    )
    with tempfile.TemporaryFile() as file:
        file.write(fetched.body)
        file.flush()
        times, skipped = await busy_in(file, asked)
    spans = merged((float(one.begins), float(one.ends)) for one in times)
    if len(spans) > MOST_BUSY:
        raise Unreadable(f"It tells more than {MOST_BUSY:,} busy times.")
    told |= {"etag": fetched.etag, "read_on": now.date(), "skipped": skipped}
    await _put(calendar, spans, told)


async def _put(calendar: BusyCalendar, spans: Sequence[Span], told: dict[str, object]) -> None:
    """Have the rows be these times; where they are so already, nothing else is renewed."""
    times = [(utc(starts), utc(ends)) for starts, ends in spans]
    mine = BusyTime.filter(calendar_id=calendar.id)
    async with transaction():
        same = BusyCalendar.filter(id=calendar.id, address=calendar.address)
        if not await same.update(**told):
            return  # another address took its place meanwhile
        before = await mine.order_by("starts_at").values_list("starts_at", "ends_at")
        if [tuple(pair) for pair in before] == times:
            return
        await mine.delete()
        columns = ("calendar_id", "starts_at", "ends_at")
        await bulk.insert(BusyTime, columns, [(calendar.id, *pair) for pair in times])
        await make_stale(calendar.mentor_id)
