"""When an interview is: its wall time becomes a moment, and a span for calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from netmentor.calendars.entry import Span, span_between
from netmentor.events.rules import moment


def begins(starts_on: date, starts_time: str, zone: str) -> datetime:
    """The moment at which clocks in `zone` show it, in UTC."""
    return moment(starts_on, starts_time, zone).astimezone(UTC)


def when_of(starts_on: date, starts_time: str, zone: str, minutes: int) -> Span:
    """When it is, by the clock of its zone."""
    starts_at = begins(starts_on, starts_time, zone)
    return span_between(starts_at, starts_at + timedelta(minutes=minutes), zone)
