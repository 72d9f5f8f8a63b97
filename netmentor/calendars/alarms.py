"""When a calendar rings: a VALARM, put into a finished component (RFC 5545 section 3.6.6)."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from icalendar import vDuration


def with_alarm(text: str, offset: timedelta, *, from_end: bool = False) -> str:
    """Return a finished component that rings `offset` after its start; before it, if negative.

    A to-do that only says when it is due has no start: its alarm counts `from_end`.
    """
    before, end, after = text.rpartition("END:V")  # of the component itself, its last line
    return f"{before}{_alarm(offset, from_end)}{end}{after}"


@lru_cache(maxsize=64)
def _alarm(offset: timedelta, from_end: bool) -> str:
    related = ";RELATED=END" if from_end else ""
    # "P0D", as icalendar has it, is as good, and known to fewer programs.
    told = vDuration(offset).to_ical().decode() if offset else "PT0S"  # type: ignore[no-untyped-call]
    return (
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\n"
        f"TRIGGER{related}:{told}\r\nEND:VALARM\r\n"
    )
