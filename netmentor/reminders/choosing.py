"""Which letters go out at a moment with what is due: few, in humane hours, never a burst."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from netmentor.reminders.hours import Hours
from netmentor.reminders.notices import NoticeKind
from netmentor.reminders.rules import LATE_AFTER, URGENT_LATE_AFTER, Slot

_ONE_A_DAY = frozenset({NoticeKind.MORNING, NoticeKind.LATE})


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due. `starts` is when the thing begins, if that has an hour."""

    id: int
    slot: Slot
    due_at: datetime
    is_today: bool = False
    starts: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        patience = URGENT_LATE_AFTER if self.slot is Slot.URGENT else LATE_AFTER
        return now - self.due_at > patience


@dataclass(slots=True)
class Chosen:
    """Letters to write at once, each with what stands in it, and what waits until when."""

    letters: list[tuple[NoticeKind, list[Due]]] = field(default_factory=list)
    held: list[tuple[datetime, list[Due]]] = field(default_factory=list)

    def write(self, kind: NoticeKind, some: Sequence[Due]) -> None:
        if some:
            self.letters.append((kind, list(some)))

    def hold(self, until: datetime, some: Sequence[Due]) -> None:
        if some:
            self.held.append((until, list(some)))


def chosen(
    due: Sequence[Due], *, now: datetime, hours: Hours, written: Collection[NoticeKind]
) -> Chosen:
    """Choose the letters; `written` are the kinds that went out already on the user's day.

    What was missed waits for the morning, and comes in one letter with all else that is due. Of
    these and of morning letters there is one a day; what cannot wait goes by itself.
    """
    found = Chosen()
    late = [one for one in due if one.is_late(now)]
    timely = [one for one in due if not one.is_late(now)]
    if late and _is_time(now, hours) and NoticeKind.LATE not in written:
        found.write(NoticeKind.LATE, due)
        return found
    urgent = [one for one in timely if one.slot is Slot.URGENT]
    morning = [one for one in timely if one.slot is Slot.MORNING]
    evening = [one for one in timely if one.slot is Slot.EVENING]
    if late:
        urgent += _kept_for_the_morning(found, late, now, hours)
    if _ONE_A_DAY & set(written):
        urgent += [one for one in morning if one.is_today]
        found.hold(_next_morning(now, hours), [one for one in morning if not one.is_today])
        morning = []
    if NoticeKind.EVENING in written:
        found.hold(_next_morning(now, hours), evening)
        evening = []
    found.write(NoticeKind.MORNING, morning)
    found.write(NoticeKind.URGENT, urgent)
    found.write(NoticeKind.EVENING, evening)
    return found


def _is_time(now: datetime, hours: Hours) -> bool:
    """True between the hour of the morning letter and the quiet ones."""
    return hours.is_morning_over(now) and not hours.is_quiet(now)


def _kept_for_the_morning(
    found: Chosen, late: Sequence[Due], now: datetime, hours: Hours
) -> list[Due]:
    """Hold what is late; return what begins before it would be told."""
    until = _next_morning(now, hours)
    soon = [one for one in late if one.starts and now < one.starts <= until]
    ids = {one.id for one in soon}
    found.hold(until, [one for one in late if one.id not in ids])
    return soon


def _next_morning(now: datetime, hours: Hours) -> datetime:
    """When the next morning letter would go out, and nobody is disturbed."""
    day = hours.local(now).date()
    morning = hours.morning_of(day)
    if morning <= now:
        morning = hours.morning_of(day + timedelta(days=1))
    return max(morning, hours.quiet_ends(morning)) if hours.is_quiet(morning) else morning
