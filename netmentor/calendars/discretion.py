"""How much of a finished VEVENT is told: all, what and when and where, or that time is taken.

A text of ours has one property a line and folds only with a space, so whole properties are
taken out of it without reading what they say.
"""

from __future__ import annotations

import re

_TELLING = re.compile(r"^(?:DESCRIPTION|URL|CONFERENCE)[;:].*\n(?: .*\n)*", re.MULTILINE)
_TIME = re.compile(r"^(?:DTSTART|DTEND|DTSTAMP|SEQUENCE|STATUS)[;:].*\n(?: .*\n)*", re.MULTILINE)
_FREE, _TAKEN, _CANCELED = "\nTRANSP:TRANSPARENT\r", "\nTRANSP:OPAQUE\r", "\nSTATUS:CANCELLED\r"


def titles(text: str) -> str:
    """Return a VEVENT with what, when and where, and without all that describes it."""
    return _TELLING.sub("", text)


def busy(text: str, uid: str) -> str:
    """Return a VEVENT of the same time under another name, that says nothing else.

    Public feeds tell whose the UID of an event is, so it must have one of its own.
    """
    lines = "".join(_TIME.findall(text))
    return taken(
        f"BEGIN:VEVENT\r\nSUMMARY:Busy\r\n{lines}UID:{uid}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    )


def taken(text: str) -> str:
    """Return a VEVENT whose time is taken; that of one which was called off is free."""
    return text if _CANCELED in text else text.replace(_FREE, _TAKEN, 1)
