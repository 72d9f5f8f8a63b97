"""`Entry`, the one dated thing: what every room hands out and every calendar shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import cast
from zoneinfo import ZoneInfo


class Status(StrEnum):
    """RFC 5545 section 3.8.1.11, less TENTATIVE: what is not settled is not published."""

    CONFIRMED = "confirmed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in the zone people there live by; both ends carry that `ZoneInfo`.

    `ends` may equal `starts`: an event whose end nobody published has no
    duration (RFC 5545 section 3.6.1), and no DTEND is invented for it.
    """

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        zones = {getattr(moment.tzinfo, "key", None) for moment in (self.starts, self.ends)}
        if len(zones) != 1 or None in zones:
            raise ValueError("both ends of a span are in one named zone")
        if self.starts.fold or self.ends.fold:
            # RFC 5545 section 3.3.5: a local time that comes twice means the first
            raise ValueError("the second of two equal wall times cannot be told to a calendar")
        if self.ends.timestamp() < self.starts.timestamp():
            raise ValueError("a span ends before it starts")

    @property
    def zone(self) -> ZoneInfo:
        return cast(ZoneInfo, self.starts.tzinfo)


def span_between(starts_at: datetime, ends_at: datetime, zone: str) -> Span:
    """Two moments by the clock of a zone; by UTC in the hour that comes twice there.

    Of two equal wall times a calendar takes the first (RFC 5545 section 3.3.5).
    """
    there, utc = ZoneInfo(zone), ZoneInfo("UTC")
    starts, ends = starts_at.astimezone(there), ends_at.astimezone(there)
    if starts.fold or ends.fold:
        starts, ends = starts_at.astimezone(utc), ends_at.astimezone(utc)
    return Span(starts, ends)


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, wherever the reader is; `last` is the last day itself, not the day after."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the last day is before the first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dated thing, complete enough to be published.

    `uid` never changes for the life of the thing and is never made of its time or
    title. `sequence` grows when `when`, `place` or `status` change, and only then
    (`essence` is what those three come to). `created_at` and `changed_at` are
    moments in UTC, whole seconds. `done_at` is
    when what was to be done was done.
    """

    uid: str
    kind: str
    title: str
    when: Span | Days
    status: Status = Status.CONFIRMED
    sequence: int = 0
    created_at: datetime
    changed_at: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    conference_url: str = ""
    categories: tuple[str, ...] = field(default=())
    busy: bool = False
    done_at: datetime | None = None

    @property
    def done(self) -> bool:
        return self.done_at is not None

    @property
    def essence(self) -> tuple[Span | Days, str, Status]:
        """What a subscriber must be told of when it changes (RFC 5545 section 3.8.7.4)."""
        return (self.when, self.place, self.status)
