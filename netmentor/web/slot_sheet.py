"""The openings of a mentor as a week to choose from: its days, and the hours of one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from netmentor.calendars.sheets import sunday_of
from netmentor.events.words import clock_words
from netmentor.mentoring.availability.slots import Slot
from netmentor.web import words
from netmentor.web.dated_words import week_words

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address says was chosen so far; `place` is the path of the page that shows it.

    `kind` is the slug of a session type, `first` a day of the week to show, `zone` an IANA zone
    where somebody asked for another than their own, `key` that of a mentor's private link.
    """

    place: str
    kind: str = ""
    first: date | None = None
    day: date | None = None
    at: datetime | None = None
    zone: str = ""
    key: str = ""

    def address(self, **changes: Any) -> str:
        """Return the address of the page once some of it is chosen otherwise."""
        asked = urlencode(replace(self, **changes).fields())
        return f"{self.place}{'?' if asked else ''}{asked}#book"

    def fields(self) -> dict[str, str]:
        """What is told, by the names it has in addresses and forms."""
        told = {
            "type": self.kind,
            "from": f"{self.first}" if self.first else "",
            "day": f"{self.day}" if self.day else "",
            "at": moment_value(self.at) if self.at else "",
            "zone": self.zone,
            "key": self.key,
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    times: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Time:
    """One opening as forms tell it, by the visitor's clock, and by the mentor's if that differs."""

    value: str
    clock: str
    there: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A week; `earlier` and `later` lead to the nearest week that has times, "" where none has."""

    week: str
    days: Sequence[Day]
    earlier: str
    later: str
    chosen: date | None
    times: Sequence[Time]
    soonest: date | None


def sheet_of(
    choice: Choice, openings: Sequence[Slot], here: ZoneInfo, there: ZoneInfo, today: date
) -> Sheet:
    """Lay out the week that was asked for, or the first that has times, by the clock of `here`."""
    by_day: dict[date, list[Slot]] = {}
    for slot in openings:
        by_day.setdefault(slot.starts_at.astimezone(here).date(), []).append(slot)
    soonest = min(by_day, default=None)
    sunday = sunday_of(
        choice.first or choice.day or _near(choice.at, here, by_day) or soonest or today
    )
    week = [sunday + n * _DAY for n in range(_WEEK)]
    chosen = _chosen(choice, week, by_day, here)
    return Sheet(
        week=week_words(week[0], week[-1]),
        days=[_shown(choice, sunday, day, by_day, day == chosen) for day in week],
        earlier=_week_of(choice, max((day for day in by_day if day < week[0]), default=None)),
        later=_week_of(choice, min((day for day in by_day if day > week[-1]), default=None)),
        chosen=chosen,
        times=_times([one.starts_at for one in by_day[chosen]], choice.at, here, there)
        if chosen
        else (),
        soonest=soonest,
    )


def by_days(starts: Sequence[datetime], here: ZoneInfo) -> Mapping[str, Sequence[Time]]:
    """Return starts under the words of their days, for a list to choose from."""
    found: dict[str, list[datetime]] = {}
    for moment in starts:
        local = moment.astimezone(here)
        found.setdefault(f"{local:%A, %B} {local.day}", []).append(moment)
    return {day: _times(several, None, here, here) for day, several in found.items()}


def moment_value(moment: datetime) -> str:
    """Return a moment as addresses and forms tell it.

    >>> moment_value(datetime.fromisoformat("2026-12-10T16:30:00-05:00"))
    '2026-12-10T21:30Z'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def zone_words(zone: str, moment: datetime) -> str:
    """Return a zone as people call it, with the letters its clocks have at that moment.

    >>> zone_words("America/New_York", datetime.fromisoformat("2026-12-10T21:30:00+00:00"))
    'Eastern time (EST)'
    >>> zone_words("America/Sao_Paulo", datetime.fromisoformat("2026-12-10T21:30:00+00:00"))
    'Sao Paulo time'
    """
    letters = moment.astimezone(ZoneInfo(zone)).strftime("%Z")
    return f"{words.zone(zone)} ({letters})" if letters.isalpha() else words.zone(zone)


def differ(one: ZoneInfo, other: ZoneInfo, moment: datetime) -> bool:
    """True where two clocks do not show the same at a moment."""
    return moment.astimezone(one).utcoffset() != moment.astimezone(other).utcoffset()


def _near(at: datetime | None, here: ZoneInfo, by_day: Mapping[date, object]) -> date | None:
    """The day of a moment, where its week has times: what was chosen may not be open any more."""
    if at is None:
        return None
    day = at.astimezone(here).date()
    return day if sunday_of(day) in {sunday_of(one) for one in by_day} else None


def _chosen(
    choice: Choice, week: Sequence[date], by_day: Mapping[date, object], here: ZoneInfo
) -> date | None:
    """The day whose hours are shown: the one asked for, else the first of the week with times."""
    asked = choice.day or (choice.at.astimezone(here).date() if choice.at else None)
    if asked in by_day and asked in week:
        return asked
    return next((day for day in week if day in by_day), None)


def _shown(
    choice: Choice, sunday: date, day: date, by_day: Mapping[date, Sequence[Slot]], is_chosen: bool
) -> Day:
    address = choice.address(first=sunday, day=day, at=None)
    return Day(day, len(by_day.get(day, ())), address, is_chosen)


def _week_of(choice: Choice, day: date | None) -> str:
    return choice.address(first=sunday_of(day), day=None, at=None) if day else ""


def _times(
    starts: Sequence[datetime], at: datetime | None, here: ZoneInfo, there: ZoneInfo
) -> Sequence[Time]:
    locals_ = [one.astimezone(here) for one in starts]
    # The night the clock goes back has an hour twice: then the letters of the zone tell which
    often = Counter(f"{local:%H:%M}" for local in locals_)
    return [
        Time(
            value=moment_value(local),
            clock=_clock(local) + (f" {local:%Z}" if often[f"{local:%H:%M}"] > 1 else ""),
            there=_there(local, there),
            is_chosen=local == at,
        )
        for local in locals_
    ]


def _there(local: datetime, there: ZoneInfo) -> str:
    theirs = local.astimezone(there)
    if theirs.utcoffset() == local.utcoffset():
        return ""
    day = f"{theirs:%a} " if theirs.date() != local.date() else ""
    return f"{day}{_clock(theirs)}"


def _clock(moment: datetime) -> str:
    return clock_words(f"{moment:%H:%M}")
