"""The moments that days, hours and zones of opportunities come to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from netmentor.events.rules import moment
from netmentor.internships.drafts import OpportunityDraft, WindowDraft
from netmentor.internships.rules import OPENINGS, Phase

# Of a day that names no zone: the last one in the United States whose day ends.
LAST_ZONE = "Pacific/Pago_Pago"
_MIDNIGHT = "00:00"
_A_DAY = timedelta(days=1)


def due_at(day: date, clock: str, zone: str) -> datetime:
    """The UTC moment by which something must be in: at that minute, or when the day is over.

    >>> due_at(date(2026, 9, 25), "17:00", "America/New_York").isoformat()
    '2026-09-25T21:00:00+00:00'
    >>> due_at(date(2026, 9, 25), "", "America/New_York").isoformat()
    '2026-09-26T04:00:00+00:00'
    >>> due_at(date(2026, 9, 25), "23:59", "").isoformat()
    '2026-09-26T10:59:00+00:00'
    """
    if clock:
        return moment(day, clock, zone or LAST_ZONE)
    return moment(day + _A_DAY, _MIDNIGHT, zone or LAST_ZONE)


def opens_at(day: date, clock: str, zone: str) -> datetime:
    """The UTC moment since when one can apply: at that minute, or from the day's beginning."""
    return moment(day, clock or _MIDNIGHT, zone or "America/New_York")


def moment_of_kind(draft: OpportunityDraft, kind: str) -> datetime | None:
    """When what has this kind is: of several, the last."""
    found = (moment_of_window(one) for one in draft.windows if one.kind == kind)
    return max((one for one in found if one), default=None)


def moment_of_window(window: WindowDraft) -> datetime | None:
    """The moment a window comes to; None of one without a day."""
    if window.on is None:
        return None
    of = opens_at if window.kind in OPENINGS else due_at
    return of(window.on, window.at, window.timezone)


def phases_of(draft: OpportunityDraft) -> list[Phase]:
    """When one can apply, in one phase or two; none where nobody told a day."""
    told = [
        Phase(moment_of_kind(draft, f"{which}opens"), moment_of_kind(draft, f"{which}closes"))
        for which in ("", "phase2_")
    ]
    return [one for one in told if one.opens_at or one.closes_at]
