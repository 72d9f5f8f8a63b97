"""Published availability comes to the same slots in a reader that knows nothing of ours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from netmentor.errors import NotFound
from netmentor.mentoring.availability import actions
from netmentor.mentoring.availability.actions import Hours
from netmentor.mentoring.availability.models import BusyCalendar, BusyTime, SessionType
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.availability.publishing import availability_calendar, busy_calendar
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mentoring.hours import open_mornings, utc
from tests.mentoring.mentors import make_mentor

Span = tuple[datetime, datetime]
HOST = "mentors.example.org"
ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Europe/London")


def open_spans(body: bytes) -> list[Span]:
    """What is open by RFC 7953: windows of each priority, less all that wins over them."""
    blocks = Calendar.from_ical(body).walk("VAVAILABILITY")
    ranked = sorted(blocks, key=lambda one: int(one.get("PRIORITY", 0)) or 10)
    found: list[Span] = []
    shut: list[Span] = []
    for block in ranked:
        windows = [span for one in block.walk("AVAILABLE") for span in occurrences(one)]
        found += [left for one in windows for left in less(one, shut)]
        shut.append((block.decoded("DTSTART"), block.decoded("DTEND")))
    return joined(found)


def occurrences(one: Any) -> list[Span]:
    """Each time of one window, on the wall of its zone, as long as the first (section 3.8.5.3)."""
    starts, ends = one.decoded("DTSTART"), one.decoded("DTEND")
    if "RRULE" not in one:
        return [(starts, ends)]
    rule = rrulestr(one["RRULE"].to_ical().decode(), dtstart=starts)
    out = one.get("EXDATE", [])
    but = {each.dt for some in (out if isinstance(out, list) else [out]) for each in some.dts}
    length = ends.astimezone(ZoneInfo("UTC")) - starts.astimezone(ZoneInfo("UTC"))
    utc_starts = [each.astimezone(ZoneInfo("UTC")) for each in rule if each not in but]
    return [(each, each + length) for each in utc_starts]


def less(span: Span, taken: list[Span]) -> list[Span]:
    left = [span]
    for starts, ends in taken:
        left = [
            part
            for begins, until in left
            for part in ((begins, min(until, starts)), (max(begins, ends), until))
            if part[0] < part[1]
        ]
    return left


def joined(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found


def cut(spans: list[Span], minutes: int, now: datetime) -> list[datetime]:
    """The beginnings that lie whole in what is open, half an hour after half an hour."""
    step, length = timedelta(minutes=30), timedelta(minutes=minutes)
    found = []
    for starts, ends in spans:
        while starts + length <= ends:
            found.append(starts)
            starts += step
    return [one for one in found if one >= now]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("now", [utc(2027, 2, 22, 12), utc(2027, 10, 18, 12)])
async def test_what_is_published_comes_to_the_same_slots(
    zone: str, now: datetime, database: Settings
) -> None:
    mentor = await make_mentor(timezone=zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    await set_all_kinds(mentor, today)
    [type_] = await SessionType.filter(mentor=mentor)

    body = await availability_calendar(mentor, HOST, now=now)
    found = await openings_of(mentor, type_, today, today + timedelta(days=56), now=now)

    assert cut(open_spans(body), 30, now) == [one.starts_at for one in found]
    assert len(found) > 100


async def set_all_kinds(mentor: Mentor, today: date) -> None:
    """Mornings, a night that a clock change falls into, an extra day, and two closings."""
    later = today + timedelta(days=30)
    for hours in (
        Hours(weekdays=range(5), starts="09:00", ends="12:00"),
        Hours(weekdays=(6,), starts="00:00", ends="04:00"),
        Hours(weekdays=(2,), starts="15:00", ends="17:00", from_on=today, until_on=later),
    ):
        await actions.add_hours(mentor, hours, now=NOON)
    await actions.add_opening(mentor, today + timedelta(days=5), "18:00", "20:00", now=NOON)
    away, halved = today + timedelta(days=7), today + timedelta(days=14)
    await actions.close(mentor, away, away + timedelta(days=2), why="Away", now=NOON)
    await actions.close(mentor, halved, halved, ("10:00", "11:00"), now=NOON)
    await actions.set_terms(
        mentor, notice_hours=0, horizon_days=56, keeps_holidays=True, shows_availability=True
    )


async def test_busy_times_go_out_without_a_word(database: Settings) -> None:
    mentor = await open_mornings(shows_busy=True)
    calendar = await BusyCalendar.create(
        mentor=mentor, address="https://calendar.example.org/a.ics", next_read_at=NOON
    )
    for hour in (14, 15):
        starts, ends = utc(2026, 11, 30, hour), utc(2026, 11, 30, hour + 1)
        await BusyTime.create(calendar=calendar, starts_at=starts, ends_at=ends)

    [told] = Calendar.from_ical(await busy_calendar(mentor, HOST, now=NOON)).walk("VFREEBUSY")

    assert periods(told) == [(utc(2026, 11, 30, 14), utc(2026, 11, 30, 16))]
    assert set(told) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "FREEBUSY"}


def periods(told: Any) -> list[Span]:
    found = told["FREEBUSY"]
    return [(one.start, one.end) for one in (found if isinstance(found, list) else [found])]


async def test_nothing_is_published_without_the_mentors_wish(database: Settings) -> None:
    mentor = await open_mornings()

    for published in (availability_calendar, busy_calendar):
        with pytest.raises(NotFound):
            await published(mentor, HOST, now=NOON)


async def test_nothing_new_is_the_same_bytes(database: Settings) -> None:
    mentor = await open_mornings(shows_availability=True)
    later = NOON + timedelta(hours=3)

    first, again = [await availability_calendar(mentor, HOST, now=now) for now in (NOON, later)]

    assert first == again
