"""Why a time is open or is not: each stretch of a day for the mentor, and one time for a mentee."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from netmentor.mentoring.availability.holidays import holiday_on
from netmentor.mentoring.availability.slots import (
    Availability,
    Length,
    Slot,
    Taken,
    closed_spans,
    counted,
    full_because,
    hours_on,
    slots,
    taken_spans,
)
from netmentor.mentoring.availability.walls import MIDNIGHT, Span, merged, seconds, touches, utc

_A_DAY = timedelta(days=1)


class Reason(StrEnum):
    OPEN = "open"
    OUTSIDE = "outside"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    BUSY = "busy"
    SESSION = "session"
    BUFFER = "buffer"
    NOTICE = "notice"
    HORIZON = "horizon"
    FULL = "full"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day with one reason; `detail` names the holiday, the closing or the cap."""

    starts_at: datetime
    ends_at: datetime
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a time cannot be booked, as a mentee may read it.

    `taken`: other sessions stand in the way, and not what the mentor set.
    """

    sentence: str
    taken: bool = False


def stretches(of: Availability, length: Length, day: date, now: datetime) -> list[Stretch]:
    """All of `day`, from midnight to midnight of the mentor, each part with why it is so."""
    begins, ends = seconds(day, "00:00", of.zone), seconds(day, MIDNIGHT, of.zone)
    look = _Look(of, length, day, now)
    edges = sorted({begins, ends, *(edge for edge in look.edges() if begins < edge < ends)})
    found: list[Stretch] = []
    for starts, until in pairwise(edges):
        reason, detail = look.at(starts)
        one = Stretch(utc(starts), utc(until), reason, detail)
        if found and (found[-1].reason, found[-1].detail) == (reason, detail):
            found[-1] = replace(found[-1], ends_at=one.ends_at)
        else:
            found.append(one)
    return found


def why_not(of: Availability, length: Length, starts_at: datetime, now: datetime) -> WhyNot | None:
    """Say why a session cannot begin at `starts_at`, or None if it can.

    What other sessions take is told first: an offer of the mentor may lie outside their
    hours, and never on another session or above a cap.
    """
    day = starts_at.astimezone(of.zone).date()
    ends_at = starts_at + timedelta(minutes=length.minutes)
    starts, ends = starts_at.timestamp(), ends_at.timestamp()
    if any(a < ends and starts < b for a, b in taken_spans(of.held, length)):
        return WhyNot("Somebody else has this time, or one that is too close to it.", taken=True)
    if period := full_because(of.limits, counted(of), day):
        return WhyNot(f"This mentor takes no further session in that {period}.", taken=True)
    if Slot(starts_at, ends_at) in slots(of, length, day, day, now):
        return None
    if starts_at <= now:
        return WhyNot("This time is over.")
    if starts_at < now + of.limits.notice:
        hours = of.limits.notice // timedelta(hours=1)
        return WhyNot(f"This mentor is booked at least {hours} hours ahead.")
    if day > now.astimezone(of.zone).date() + of.limits.horizon_days * _A_DAY:
        return WhyNot(f"This mentor is booked at most {of.limits.horizon_days} days ahead.")
    return WhyNot("This mentor has no opening at that time.")


@dataclass(slots=True)
class _Look:
    """Everything about one day, ready to be asked about each of its moments."""

    of: Availability
    length: Length
    day: date
    now: datetime
    spans: dict[Reason, list[Span]] = field(init=False)
    closings: list[tuple[list[Span], str]] = field(init=False)
    full: str = field(init=False)
    horizon: bool = field(init=False)

    def __post_init__(self) -> None:
        of, day = self.of, self.day
        around = (day - _A_DAY, day + _A_DAY)
        raw = Length(self.length.minutes)
        found = slots(of, self.length, day - _A_DAY, day, self.now)
        none_kept = replace(of.limits, keeps_holidays=False)
        self.spans = {
            Reason.OUTSIDE: merged([*hours_on(of, day), *hours_on(of, day - _A_DAY)]),
            Reason.HOLIDAY: hours_on(replace(of, limits=none_kept), day) if holiday_on(day) else [],
            Reason.CLOSED: merged(closed_spans(of, *around)),
            Reason.BUSY: merged(taken_spans(_bare(of.busy), raw)),
            Reason.SESSION: merged(taken_spans(_bare(of.held), raw)),
            Reason.OPEN: merged((s.starts_at.timestamp(), s.ends_at.timestamp()) for s in found),
            Reason.BUFFER: merged(taken_spans(of.taken, self.length)),
        }
        self.closings = [
            (merged(closed_spans(replace(of, closed=[one]), *around)), one.why) for one in of.closed
        ]
        self.full = full_because(of.limits, counted(of), day)
        today = self.now.astimezone(of.zone).date()
        self.horizon = day > today + of.limits.horizon_days * _A_DAY

    def edges(self) -> list[float]:
        soonest = (self.now + self.of.limits.notice).timestamp()
        closed = [edge for one in self.closings for span in one[0] for edge in span]
        return [
            soonest,
            *closed,
            *(edge for spans in self.spans.values() for span in spans for edge in span),
        ]

    def at(self, moment: float) -> tuple[Reason, str]:
        """The first reason that holds from this moment to the next edge."""

        def within(reason: Reason) -> bool:
            return touches(self.spans[reason], moment, moment + 1)

        soonest = (self.now + self.of.limits.notice).timestamp()
        tries: tuple[tuple[Reason, Callable[[], bool], str], ...] = (
            (Reason.OPEN, lambda: within(Reason.OPEN), ""),
            (Reason.SESSION, lambda: within(Reason.SESSION), ""),
            (Reason.BUSY, lambda: within(Reason.BUSY), ""),
            (Reason.CLOSED, lambda: within(Reason.CLOSED), self._why_closed(moment)),
            (Reason.HOLIDAY, lambda: self._is_off(moment), holiday_on(self.day)),
            (Reason.OUTSIDE, lambda: not within(Reason.OUTSIDE), ""),
            (Reason.HORIZON, lambda: self.horizon, ""),
            (Reason.NOTICE, lambda: moment < soonest, ""),
            (Reason.FULL, lambda: bool(self.full), self.full),
            (Reason.BUFFER, lambda: within(Reason.BUFFER), ""),
        )
        for reason, holds, detail in tries:
            if holds():
                return reason, detail
        return Reason.SHORT, ""

    def _is_off(self, moment: float) -> bool:
        """True where the hours of a holiday would be, were it none."""
        would_be = touches(self.spans[Reason.HOLIDAY], moment, moment + 1)
        return would_be and not touches(self.spans[Reason.OUTSIDE], moment, moment + 1)

    def _why_closed(self, moment: float) -> str:
        found = (why for some, why in self.closings if touches(some, moment, moment + 1))
        return next(found, "")


def _bare(taken: Iterable[Taken]) -> list[Taken]:
    """The same things without what must stay free around them."""
    return [replace(one, before=0, after=0) for one in taken]
