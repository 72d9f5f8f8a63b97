"""What comes next for one user: the events they want to be at, and what falls due for those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from netmentor.accounts.models import User
from netmentor.db.reading import day_of, moment_of, rows_by_key
from netmentor.events.attending.rules import UNTOLD

_COMING = """
    SELECT slug, title, kind, status, answer, starts_on, ends_on, starts_time, ends_time, timezone,
        starts_at, ends_at, venue, city, state, country, modality, goals
    FROM attendance JOIN event ON event.id = event_id
    WHERE user_id = {user} AND answer IN ('interested', 'going') AND ends_on >= '{first}'
        AND merged_into_id IS NULL AND status NOT IN ('canceled', 'postponed')
        AND (owner_id IS NULL OR gone_at IS NULL)
    ORDER BY starts_on, starts_time, event.id LIMIT {most}"""
_DEADLINES = """
    SELECT DISTINCT due_on, due_time, part, slug, title, deadline.kind
    FROM watch JOIN event ON event.id = watch.event_id
        JOIN deadline ON deadline.event_id = event.id
    WHERE watch.user_id = {user} AND due_on BETWEEN '{first}' AND '{last}'
        AND merged_into_id IS NULL AND status NOT IN ('canceled', 'postponed')
        AND (owner_id IS NULL OR gone_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM attendance AS a WHERE a.event_id = event.id
            AND a.user_id = {user} AND a.answer = 'skipped')
    ORDER BY due_on, due_time, slug, part LIMIT {most}"""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """An event that somebody wants to be at; its fields are named as the columns of `Event` are."""

    slug: str
    title: str
    kind: str
    status: str
    answer: str
    starts_on: date
    ends_on: date
    starts_time: str
    ends_time: str
    timezone: str
    starts_at: datetime | None
    ends_at: datetime | None
    venue: str
    city: str
    state: str
    country: str
    modality: str
    goals: str

    def is_over(self, now: datetime, today: date) -> bool:
        """True when it has ended, by its hours where it tells them."""
        if self.starts_at and self.starts_on == self.ends_on:
            return (self.ends_at or self.starts_at + UNTOLD) <= now
        return (self.ends_at <= now) if self.ends_at else self.ends_on < today


@dataclass(frozen=True, slots=True)
class FallingDue:
    """A deadline of an event that somebody watches."""

    due_on: date
    due_time: str
    slug: str
    title: str
    kind: str


async def coming(user: User, *, today: date, now: datetime, most: int) -> Sequence[Coming]:
    """The events that `user` goes to or is interested in and that are not over, by their days."""
    # Yesterday here may be today at the event.
    found = await rows_by_key(_COMING.format(user=user.id, first=today - _A_DAY, most=most))
    names = Coming.__slots__
    told = [dict(zip(names, row, strict=True)) for row in found]
    for one in told:
        one |= {name: day_of(one[name]) for name in ("starts_on", "ends_on")}
        one |= {name: moment_of(one[name]) for name in ("starts_at", "ends_at")}
    events = [Coming(**one) for one in told]
    return [one for one in events if not one.is_over(now, today)]


async def falling_due(user: User, *, first: date, last: date, most: int) -> Sequence[FallingDue]:
    """The deadlines of what `user` goes to, is interested in or follows, in these days."""
    asked = _DEADLINES.format(user=user.id, first=first, last=last, most=most)
    found = await rows_by_key(asked)
    return [
        FallingDue(day_of(due_on), time, slug, title, kind)
        for due_on, time, _, slug, title, kind in found
    ]
