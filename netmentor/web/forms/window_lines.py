"""Dates of an opportunity as lines that people type: one a line, and read back the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from netmentor.calendars.zones import is_zone
from netmentor.errors import Invalid
from netmentor.internships.drafts import MOST_WINDOWS, WindowDraft
from netmentor.internships.rules import WindowKind
from netmentor.internships.words import WINDOW_WORDS
from netmentor.text import one_line
from netmentor.web.forms.values import day_or_none

_LINE = re.compile(
    r"(?P<kind>[^:\d]+?)"
    r"(?:\s(?P<on>\d{4}-\d\d-\d\d)(?:\sto\s(?P<until>\d{4}-\d\d-\d\d))?"
    r"(?:\s(?P<at>\d\d:\d\d))?(?:\s(?P<zone>[A-Za-z][\w/+-]*))?)?"
    r"(?:: ?(?P<note>.*))?",
    re.ASCII | re.DOTALL,
)
_KINDS = {words.casefold(): kind for kind, words in WINDOW_WORDS.items()}


class UnreadableLine(Invalid):
    """A line that names no date of an opportunity."""


def windows_in(text: str) -> tuple[WindowDraft, ...]:
    """Return the dates that lines name; raises UnreadableLine for the first that names none.

    >>> [one] = windows_in("Transcripts due 2027-09-23 17:00 America/New_York: by mail")
    >>> one.kind, str(one.on), one.at, one.timezone, one.note
    ('transcripts', '2027-09-23', '17:00', 'America/New_York', 'by mail')
    >>> [one] = windows_in("Interviews 2027-10-01 to 2027-10-31")
    >>> one.on, str(one.not_before), str(one.not_after)
    (None, '2027-10-01', '2027-10-31')
    """
    lines = [line for line in map(one_line, text.splitlines()) if line]
    if len(lines) > MOST_WINDOWS:
        raise UnreadableLine(f"These are more than {MOST_WINDOWS} dates.")
    return tuple(map(_window, lines))


def lines_of(windows: Sequence[WindowDraft]) -> str:
    """Return the lines that `windows_in` reads as `windows`."""
    return "\n".join(map(_line, windows))


def _line(window: WindowDraft) -> str:
    parts = [WINDOW_WORDS[WindowKind(window.kind)]]
    if window.on:
        parts += [window.on.isoformat(), window.at]
    elif window.not_before:
        parts += [f"{window.not_before} to {window.not_after}"]
    parts += [window.timezone] if window.on or window.not_before else []
    note = f": {one_line(window.note)}" if window.note else ""
    return f"{' '.join(part for part in parts if part)}{note}"


def _window(line: str) -> WindowDraft:
    found = _LINE.fullmatch(line)
    kind = _KINDS.get(found["kind"].casefold()) if found else None
    if not found or kind is None:
        known = ", ".join(WINDOW_WORDS.values())
        raise UnreadableLine(
            f"“{line[:60]}” is no date we know; write it as Transcripts due 2027-09-23 17:00"
            f" America/New_York. Known: {known}."
        )
    zone = found["zone"] or ""
    if zone and not is_zone(zone):
        raise UnreadableLine(f"“{zone[:40]}” is no time zone we know; write America/New_York.")
    if found["until"] and found["at"]:
        raise UnreadableLine("A date that is expected between two days has no hour yet.")
    day = _day(found["on"])
    return WindowDraft(
        kind=kind.value,
        on=None if found["until"] else day,
        at=found["at"] or "",
        timezone=zone,
        not_before=day if found["until"] else None,
        not_after=_day(found["until"]),
        note=(found["note"] or "").strip(),
    )


def _day(told: str | None) -> date | None:
    if told is None:
        return None
    if found := day_or_none(told):
        return found
    raise UnreadableLine(f"{told} is no day between 1970 and 2100.")
