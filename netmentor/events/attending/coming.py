"""What comes next for one user: the first event they want to be at that is not over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Status
from netmentor.db.reading import day_of, rows_by_key
from netmentor.events.attending.entries import dated
from netmentor.events.attending.rules import UNTOLD

_WANTED = frozenset({Kind.GOING, Kind.INTERESTED})
_ELSEWHERE = timedelta(days=2)  # what is today here may be of the day before yesterday there
_PLANS = """
    SELECT e.starts_on, e.ends_on, e.starts_time, e.ends_time, e.timezone, coalesce(a.goals, '')
    FROM published AS p JOIN event AS e ON e.id = p.event_id
        LEFT JOIN attendance AS a ON a.event_id = e.id AND a.user_id = ?
    WHERE p.uid = ?"""


class Plans(NamedTuple):
    """What an entry does not tell of an event: hours of several days, and what a user wants there.

    The first fields are named as the columns of `Event` are.
    """

    starts_on: date | None
    ends_on: date | None
    starts_time: str
    ends_time: str
    timezone: str
    goals: str


def is_ahead(one: Dated, *, now: datetime, today: date) -> bool:
    """True for an event somebody wants to be at, a session or an interview, that is not over yet.

    It is over by its hours where it tells them, and else when its last day is by `today`.
    """
    when = one.entry.when
    wanted = {*_WANTED, Kind.SESSIONS, Kind.APPLICATIONS}
    if one.kind not in wanted or one.falls_due or one.entry.status == Status.CANCELED:
        return False
    if isinstance(when, Days):
        return one.closes_at > now if one.closes_at else when.last >= today
    starts, ends = when.starts.astimezone(UTC), when.ends.astimezone(UTC)
    return (ends if ends > starts else starts + UNTOLD) > now


async def coming(user: User, *, now: datetime) -> Dated | None:
    """The event that `user` goes to or is interested in next, by its days; or is at."""
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    found = await dated(
        user.id, today=today, first=today - _ELSEWHERE, last=date.max, kinds=_WANTED
    )
    return next((one for one in found if is_ahead(one, now=now, today=today)), None)


async def plans_of(user: User, one: Dated) -> Plans | None:
    """The hours of an event of the user's agenda, and what they want there; None if it is gone."""
    found = await rows_by_key(_PLANS, user.id, one.uid)
    return next((Plans(day_of(row[0]), day_of(row[1]), *row[2:]) for row in found), None)
