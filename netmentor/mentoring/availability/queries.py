"""What a mentor set, for their own page: hours, kinds of sessions, days, terms, their calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from netmentor.errors import NotFound
from netmentor.events.attending.models import Attendance
from netmentor.events.models import Event
from netmentor.events.rules import OFF
from netmentor.mentoring.availability.models import (
    BusyCalendar,
    Closing,
    Opening,
    SessionType,
    WeeklyHours,
)
from netmentor.mentoring.models import Mentor


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHours:
    """Everything a mentor set, in the order of its days; what is over is left out."""

    weekly: Sequence[WeeklyHours]
    openings: Sequence[Opening]
    closings: Sequence[Closing]
    calendar: BusyCalendar | None


async def own_hours(mentor: Mentor, *, today: date) -> OwnHours:
    """All that `mentor` set and that is not over on `today`."""
    weekly = await WeeklyHours.filter(mentor_id=mentor.id).order_by("weekday", "starts", "id")
    return OwnHours(
        weekly=[row for row in weekly if row.until_on is None or row.until_on >= today],
        openings=await Opening.filter(mentor_id=mentor.id, day__gte=today)
        .order_by("day", "starts")
        .prefetch_related("event"),
        closings=await Closing.filter(mentor_id=mentor.id, last_on__gte=today).order_by("first_on"),
        calendar=await BusyCalendar.get_or_none(mentor_id=mentor.id),
    )


async def hours_by_id(mentor: Mentor, hours_id: int) -> WeeklyHours:
    """One stretch of the week of `mentor`; raises NotFound."""
    found = await WeeklyHours.get_or_none(mentor_id=mentor.id, id=hours_id)
    if found is None:
        raise NotFound("There are no such hours among yours.")
    return found


async def types_of(mentor: Mentor) -> list[SessionType]:
    """The kinds of sessions of a mentor, closed ones included, in the order they came."""
    return await SessionType.filter(mentor_id=mentor.id).order_by("id")


async def type_of(mentor: Mentor, type_id: int) -> SessionType:
    found = await SessionType.get_or_none(mentor_id=mentor.id, id=type_id)
    if found is None:
        raise NotFound("There is no such kind of session among yours.")
    return found


async def events_to_meet_at(mentor: Mentor, *, now: datetime) -> list[Event]:
    """The events ahead that the mentor goes to, where hours can be opened."""
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    rows = await Attendance.filter(
        user_id=mentor.user_id, answer="going", event__ends_on__gte=today, event__gone_at=None
    ).select_related("event")
    events = [row.event for row in rows if row.event.status not in OFF]
    return sorted(events, key=lambda one: (one.starts_on or today, one.id))
