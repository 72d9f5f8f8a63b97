"""An entry as a VTODO, for the calendar programs that show what is to be done."""

from __future__ import annotations

from netmentor.calendars.entry import Entry
from netmentor.calendars.lines import line, line_if_any, shared, stamp_line, start_of, time_line
from netmentor.text import clean, one_line


def vtodo(entry: Entry) -> str:
    """Return `entry` as one VTODO (RFC 5545 section 3.6.2), due when the entry begins.

    It has no start: what is to be done by a day can be done before it.
    """
    lines = (
        line("SUMMARY", one_line(entry.title)),
        time_line("DUE", start_of(entry.when)),
        stamp_line("DTSTAMP", entry.changed_at),
        line("UID", entry.uid),
        shared("SEQUENCE", entry.sequence),
        shared("CATEGORIES", entry.categories) if entry.categories else "",
        stamp_line("CREATED", entry.created_at),
        stamp_line("LAST-MODIFIED", entry.changed_at),
        line_if_any("DESCRIPTION", clean(entry.description)),
        "STATUS:COMPLETED\r\n" if entry.done_at else "STATUS:NEEDS-ACTION\r\n",
        stamp_line("COMPLETED", entry.done_at) if entry.done_at else "",
        line("URL", entry.url, escape=False) if entry.url else "",
    )
    return f"BEGIN:VTODO\r\n{''.join(lines)}END:VTODO\r\n"
