"""What calendar programs say of themselves, as people call them."""

from __future__ import annotations

import re
from functools import lru_cache

from netmentor.agenda.rules import A_BROWSER
from netmentor.text import one_line

LONGEST = 60  # letters of a name
_LONGEST_READ = 300  # letters of what a program says; the rest tells nothing more
_LONGEST_UNKNOWN = 40
_KNOWN = tuple(  # the first that fits names it
    (re.compile(pattern), name)
    for pattern, name in (
        (r"^iPadOS/|iPad.*dataaccessd", "Apple Calendar on iPad"),
        (r"^(iOS|iPhone OS)/|iPhone.*dataaccessd", "Apple Calendar on iPhone"),
        (r"^watchOS/", "Apple Calendar on Apple Watch"),
        (r"^(macOS|Mac[ _+]OS[ _+]X)/|CalendarAgent|CalendarStore", "Apple Calendar on Mac"),
        (r"Google-Calendar-Importer", "Google Calendar"),
        (r"Outlook|Microsoft\.Exchange|^Microsoft Office/", "Outlook"),
        (r"Betterbird/", "Betterbird"),
        (r"Thunderbird/|Lightning/", "Thunderbird"),
        (r"ICSx5/|ICSx⁵", "ICSx5"),
        (r"^python-requests/", "A Python program"),
        (r"Mozilla/.*\bEdg", f"Edge{A_BROWSER}"),
        (r"Mozilla/.*(Firefox|FxiOS)/", f"Firefox{A_BROWSER}"),
        (r"Mozilla/.*(Chrome|CriOS)/", f"Chrome{A_BROWSER}"),
        (r"Mozilla/.*Safari/", f"Safari{A_BROWSER}"),
    )
)
KNOWN = frozenset(name for _, name in _KNOWN)
_PRODUCT = re.compile(r"(?:Mozilla/[\d.]+ \((?:compatible; ?)?)?([^/(;,]+)")
_UNNAMED = "An unnamed program"


def client_of(user_agent: str) -> str:
    """Return what a program says of itself (RFC 9110, 10.1.5) as people call it.

    >>> client_of("iOS/17.5 (21F79) dataaccessd/1.0"), client_of("vdirsyncer/0.19.2")
    ('Apple Calendar on iPhone', 'vdirsyncer')
    """
    return _named(user_agent[:_LONGEST_READ])


@lru_cache(maxsize=1024)
def _named(user_agent: str) -> str:
    told = one_line(user_agent)
    known = next((name for pattern, name in _KNOWN if pattern.search(told)), "")
    if known:
        return known
    product = _PRODUCT.match(told)
    name = product[1].strip(" \"'<>[]{}") if product else ""
    return name[:_LONGEST_UNKNOWN].strip() or _UNNAMED
