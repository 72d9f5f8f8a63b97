"""Whether somebody goes, when two events clash, and which event somebody is at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST_NOTE = 5_000  # characters
LONGEST_WHY = 200
EARLY = timedelta(hours=1)  # people stand at the door before it opens
LATE = timedelta(hours=2)  # and go on talking when it is over
UNTOLD = timedelta(hours=2)  # how long an event lasts that does not say
SOON_AFTER = timedelta(days=14)  # that news of a series is news


class Answer(StrEnum):
    """What somebody says to an event; NONE takes back what was said."""

    NONE = ""
    INTERESTED = "interested"
    GOING = "going"
    WENT = "went"
    SKIPPED = "skipped"


NOT_WATCHED = frozenset({Answer.NONE, Answer.SKIPPED})
AHEAD = frozenset({Answer.INTERESTED, Answer.GOING})  # of what is not over, what clashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The time that one event takes up: whole days, and moments where it is one timed day."""

    id: int
    first_on: date
    last_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str = ""

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """When it is, to the minute; None for whole days."""
        if self.starts_at is None or self.first_on != self.last_on:
            return None
        return self.starts_at, self.ends_at or self.starts_at + UNTOLD


def clash(one: Taken, other: Taken) -> bool:
    """True when nobody can be at both from beginning to end.

    One that only says its days takes all of them. Of two that tell their hours, one may
    begin at the moment that the other ends.
    """
    if one.span and other.span:
        return one.span[0] < other.span[1] and other.span[0] < one.span[1]
    return one.first_on <= other.last_on and other.first_on <= one.last_on


def clashes(several: Iterable[Taken]) -> Mapping[int, tuple[int, ...]]:
    """Return, by id, with which others each of several events clashes; in the order of days.

    Quadratic among those that overlap by their days alone.
    """
    found: dict[int, list[int]] = {}
    ordered = sorted(several, key=lambda taken: (taken.first_on, taken.id))
    open_: list[Taken] = []
    for taken in ordered:
        # A day at one side of the world overlaps its neighbors at the other.
        open_ = [one for one in open_ if one.last_on >= taken.first_on - timedelta(days=1)]
        for one in open_:
            if clash(one, taken):
                found.setdefault(one.id, []).append(taken.id)
                found.setdefault(taken.id, []).append(one.id)
        open_.append(taken)
    return {id_: tuple(others) for id_, others in found.items()}


def at_now(several: Iterable[Taken], *, now: datetime, zone: str) -> int | None:
    """Return which of the events that somebody goes to they are at, by its id; None for none.

    The clock at the event decides, or the one in `zone` for an event that has none. What
    tells its hours comes before what only tells its days, and what began last before the rest.
    """
    here = [taken for taken in several if _is_on(taken, now, zone)]
    here.sort(key=lambda taken: (taken.span is not None, taken.starts_at or now, taken.first_on))
    return here[-1].id if here else None


def _is_on(taken: Taken, now: datetime, zone: str) -> bool:
    if taken.span:
        return taken.span[0] - EARLY <= now <= taken.span[1] + LATE
    today = now.astimezone(ZoneInfo(taken.timezone or zone)).date()
    return taken.first_on <= today <= taken.last_on
