"""A day that a file names becomes a date of an opportunity."""

from __future__ import annotations

from netmentor.events.importing.moments import Told
from netmentor.internships.drafts import WindowDraft
from netmentor.internships.rules import CUT_OFFS

MIDNIGHT = "Midnight is told, which may be the beginning of this day: be early."


def window_of(kind: str, told: Told, *, zone: str, note: str = "") -> WindowDraft:
    """Return the date that `told` is, on the clock of `zone` where it names none.

    Midnight is what programs write for a day without a time, and what people call the end
    of one: a cut-off of that hour is told as its day, with a note.

    >>> from datetime import date
    >>> window_of("closes", Told(date(2027, 1, 15), "00:00"), zone="America/Chicago").note
    'Midnight is told, which may be the beginning of this day: be early.'
    """
    clock = told.clock
    if kind in CUT_OFFS and clock == "00:00":
        clock, note = "", note or MIDNIGHT
    return WindowDraft(
        kind=kind,
        on=told.day,
        at=clock,
        timezone=told.zone or zone,
        note=note,
    )
