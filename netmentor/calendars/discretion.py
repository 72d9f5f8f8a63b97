"""How much of a finished VEVENT is told: all, what and when and where, or that time is taken.

A text of ours has one property a line and folds only with a space, so whole properties are
taken out of it without reading what they say.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_TELLING = re.compile(r"^(?:DESCRIPTION|URL|CONFERENCE)[;:].*\n(?: .*\n)*", re.MULTILINE)
_TIME = re.compile(r"^(?:DTSTART|DTEND|STATUS)[;:].*\n(?: .*\n)*", re.MULTILINE)
_MOVES = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)
_SURE, _UNSURE = "\nSTATUS:CONFIRMED\r", "\nSTATUS:TENTATIVE\r"
_FREE, _TAKEN, _CANCELED = "\nTRANSP:TRANSPARENT\r", "\nTRANSP:OPAQUE\r", "\nSTATUS:CANCELLED\r"


def titles(text: str) -> str:
    """Return a VEVENT with what, when and where, and without all that describes it."""
    return _TELLING.sub("", text)


def busy(text: str, uid: str, *, since: datetime, ahead: int) -> str:
    """Return a VEVENT of the same time under another name, that says nothing else.

    Public feeds tell whose a UID is, and their stamps and sequences nearly so. Here both only
    tell how often it moved: the stamp is as many seconds after `since`, and the sequence is
    `ahead` by a number of its own.
    """
    moves = int(_MOVES.findall(text)[0])
    stamp = (since + timedelta(seconds=moves)).astimezone(UTC)
    return taken(
        f"BEGIN:VEVENT\r\nSUMMARY:Busy\r\n{''.join(_TIME.findall(text))}"
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r\nUID:{uid}\r\nSEQUENCE:{ahead + moves}\r\n"
        "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    )


def tentative(text: str) -> str:
    """Return a VEVENT of which its reader is not sure to be at it; a called-off one stays so."""
    return text.replace(_SURE, _UNSURE, 1)


def taken(text: str) -> str:
    """Return a VEVENT whose time is taken; that of one which was called off is free."""
    return text if _CANCELED in text else text.replace(_FREE, _TAKEN, 1)
