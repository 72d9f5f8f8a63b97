"""What of one user's agenda lies ahead: the days of a week, the next commitment, what falls due.

Of all that calendars show, this leaves out what was called off and what is done, which nobody
has before them any more. Every edition of a series that is followed takes its days and has its
deadlines; the next commitment is only what the user said they want to be at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.agenda.placing import ELSEWHERE, Placed, placed, within
from netmentor.calendars.dated import TO_DO, Dated, Kind
from netmentor.calendars.entry import Status
from netmentor.calendars.sheets import WEEK
from netmentor.events.attending.coming import coming, is_ahead

NAMED = 3  # of a day's follow-ups that have no hour; whoever shows them counts the rest

_DEADLINES_AHEAD = timedelta(days=30)
_TAKES_PLACE = frozenset(Kind) - TO_DO
_AT_HOURS = frozenset({Kind.SESSIONS, Kind.APPLICATIONS})


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what takes place, what falls due of it, and what is to be done, each in order.

    Of what is to be done at no hour, the first `NAMED`.
    """

    day: date
    events: Sequence[Placed]
    deadlines: Sequence[Placed]
    to_do: Sequence[Placed]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead: a week from today on, deadlines, and what begins first or is on now.

    `event` is the first that the user wants to be at, `call` the first of what is to be done at
    a time of today.
    """

    week: Sequence[Day]
    deadlines: Sequence[Placed]
    event: Placed | None
    call: Placed | None

    @property
    def next(self) -> Placed | None:
        """The one of `event` and `call` that begins first, or is on already."""
        found = [one for one in (self.event, self.call) if one]
        return min(found, key=_begins, default=None)


async def ahead_of(user: User, *, now: datetime) -> Ahead:
    """What `user` has ahead at the moment `now`, by the clock of their zone."""
    zone = ZoneInfo(user.timezone)
    today = now.astimezone(zone).date()
    found = within(placed(await _standing(user, today), zone, today=today), today, date.max)
    due = (one for one in found if one.dated.falls_due)
    return Ahead(
        week=[_day(today + timedelta(days=number), found) for number in range(WEEK)],
        deadlines=sorted(due, key=_falls_due),
        event=_first(found, now, today) or await _later(user, now),
        call=next((one for one in found if _is_call(one, now, today)), None),
    )


async def _standing(user: User, today: date) -> list[Dated]:
    """What `user` still has before them: of the week all, and the deadlines of a month."""
    first, week = today - ELSEWHERE, today + timedelta(days=WEEK - 1) + ELSEWHERE
    found = await gather(user.id, today=today, first=first, last=week, kinds=TO_DO, in_a_day=NAMED)
    month = today + _DEADLINES_AHEAD
    for one in await gather(user.id, today=today, first=first, last=month, kinds=_TAKES_PLACE):
        if one.falls_due or one.first_on <= week:  # the rest is not read at all
            found.append(one)
    return [one for one in found if one.entry.status != Status.CANCELED and not one.is_done]


async def _later(user: User, now: datetime) -> Placed | None:
    """The first of what they want to be at, where the week has none."""
    zone = ZoneInfo(user.timezone)
    today = now.astimezone(zone).date()
    found = await gather(user.id, today=today, first=today, kinds=_AT_HOURS)
    if event := await coming(user, now=now):
        found.append(event)
    return _first(placed(found, zone, today=today), now, today)


def _first(several: Iterable[Placed], now: datetime, today: date) -> Placed | None:
    """The first that somebody wants to be at and that is not over."""
    ahead = (one for one in several if is_ahead(one.dated, now=now, today=today))
    return min(ahead, key=_begins, default=None)


def _is_call(one: Placed, now: datetime, today: date) -> bool:
    return one.kind in TO_DO and one.first_on == today and bool(one.starts and one.starts >= now)


def _day(day: date, several: Sequence[Placed]) -> Day:
    here = within(several, day, day)
    return Day(
        day=day,
        events=[one for one in here if one.kind not in TO_DO and not one.dated.falls_due],
        deadlines=[one for one in here if one.dated.falls_due],
        to_do=[one for one in here if one.kind in TO_DO],
    )


def _falls_due(one: Placed) -> tuple[date, float]:
    return one.first_on, one.due_at.timestamp() if one.due_at else 0.0


def _begins(one: Placed) -> tuple[date, float]:
    """Whole days begin before everything that has an hour."""
    return one.first_on, one.starts.timestamp() if one.starts else 0.0
