"""What a title tells beside the name of the event: that it is off, and what kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from netmentor.events.rules import EventKind, EventStatus
from netmentor.text import folded, one_line

_LOOKED_AT = 500  # characters

_WORD = (
    r"(?:(?:this\s+)?(?:event|meeting|program|webinar)\s+(?:is\s+|has\s+been\s+|was\s+)?)?"
    r"(?:cancell?ed|postponed|sold[ -]?out|registration\s+(?:is\s+)?(?:now\s+)?closed"
    r"|rescheduled|new\s+date)"
)
_MORE = r"(?:\s*(?:[-–—:,;!]|due\s+to\b|until\b)[^\])]{0,80})?"
_SET_APART = rf"(?P<off>[\[(]\s*{_WORD}{_MORE}\s*[\])]|\*{{1,5}}\s*{_WORD}[\s!]*\*{{1,5}})"
_FORMS = (
    *(
        re.compile(form, re.IGNORECASE)
        for form in (
            rf"{_SET_APART}[-–—:|/!\s]*(?P<rest>.*)",
            rf"(?P<off>{_WORD})\s*!*\s*(?:[:|/–—!]|-+(?=\s))[-–—:|/!\s]*(?P<rest>.*)",
            rf"(?P<rest>.*\S)\s*{_SET_APART}\W*",
            rf"(?P<rest>.*[^\s:|–—-])(?:\s+[-–—|:/]+|[:|–—])\s*(?P<off>{_WORD})\W*",
        )
    ),
    # Without a mark between them only capital letters tell: "POSTPONED March Breakfast".
    re.compile(
        r"(?P<off>CANCELL?ED|POSTPONED|SOLD OUT|REGISTRATION CLOSED|RESCHEDULED)\s+"
        r"(?P<rest>.*[a-z].*)"
    ),
)
_HINT = re.compile(r"cancel|postpone|sold|closed|rescheduled|new\s+date", re.IGNORECASE)
_STATUSES = (
    ("cancel", EventStatus.CANCELED.value),
    ("postponed", EventStatus.POSTPONED.value),
    ("sold", EventStatus.SOLD_OUT.value),
)


def _compiled(*kinds: tuple[EventKind, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind.value, re.compile(rf"\b(?:{words})\b")) for kind, words in kinds)


_PLAIN_KINDS = _compiled(  # where several are named, the first of the title
    (
        EventKind.CONFERENCE,
        r"(?<!pre-)(?<!post-)conferences?(?! call)|congress|convention|summits?",
    ),
    (EventKind.CONFERENCE, r"annual (?:\w+ )?(?:meeting|assembly)"),
    (EventKind.SYMPOSIUM, r"symposi(?:um|a)(?:s)?"),
    (EventKind.WORKSHOP, r"workshops?"),
    (EventKind.COURSE, r"(?<!golf )(?<!of )courses?|boot ?camps?|certificate program"),
    (
        EventKind.NETWORKING,
        r"networking|mixers?|happy hour|breakfasts?|lunch|luncheons?|dinner|reception|meet[- ]?ups?"
        r"|meet (?:and|&) greet|coffee (?:chat|hour)|socials?(?= (?:hour|event|gathering|night)|$)",
    ),
)
_TELLING_KINDS = _compiled(  # whatever else is named
    (
        EventKind.EXAM_REVIEW,
        r"(?:board of governors|bog|fache|certification) exam(?:ination)?"
        r"|exam(?:ination)? (?:review|prep|preparation|study)|review course"
        r"|study (?:group|session)s?",
    ),
    (EventKind.INFO_SESSION, r"info(?:rmation(?:al)?)?[- ]sessions?|open house"),
    (EventKind.COMPETITION, r"competitions?|hackathons?"),
    (EventKind.WEBINAR, r"webinars?|webcasts?"),
)


def status_in_title(title: str) -> tuple[str, str]:
    """Return the title without what was put around it when plans changed, and the status so told.

    The Events Calendar of WordPress and most people keep a status there. It counts only
    when a mark or a bracket sets it apart, or when it alone is in capital letters.
    "Registration closed", "rescheduled" and "new date" go as well, and tell no status: "".

    >>> status_in_title("CANCELLED: Spring Mixer"), status_in_title("Gala (Sold Out!)")
    (('Spring Mixer', 'canceled'), ('Gala', 'sold_out'))
    >>> status_in_title("Registration Closed/ Case Competition")
    ('Case Competition', '')
    >>> status_in_title("Sold Out Crowds: marketing")
    ('Sold Out Crowds: marketing', '')
    """
    title = one_line(title[:_LOOKED_AT])
    if not _HINT.search(title):
        return title, ""
    told = ""
    while found := next(filter(None, (form.fullmatch(title) for form in _FORMS)), None):
        off = found["off"].casefold()
        told = told or next((status for word, status in _STATUSES if word in off), "")
        if not re.search(r"\w", found["rest"]):
            break
        title = found["rest"].strip()
    if not told and re.fullmatch(rf"\W*{_WORD}\W*", title, re.IGNORECASE):
        told = next((status for word, status in _STATUSES if word in title.casefold()), "")
    return title, told


def kind_of(title: str, categories: Iterable[str]) -> str:
    """Return the kind of event that the words of a title tell, or else those of its categories.

    >>> kind_of("Networking Breakfast at the Annual Congress", [])
    'networking'
    >>> kind_of("Board of Governors Exam webinar", []), kind_of("Leading change", ["Workshops"])
    ('exam_review', 'workshop')
    >>> kind_of("Social determinants of health", [])
    'chapter_event'
    """
    told = (_kind_in(folded(text[:_LOOKED_AT])) for text in (title, *categories))
    return next(filter(None, told), EventKind.CHAPTER_EVENT.value)


@lru_cache(maxsize=1024)
def _kind_in(words: str) -> str:
    """The kind that folded words tell, or ""; a calendar has the same few categories throughout."""
    for kind, pattern in _TELLING_KINDS:
        if pattern.search(words):
            return kind
    named = [
        (found.start(), kind) for kind, pattern in _PLAIN_KINDS if (found := pattern.search(words))
    ]
    return min(named)[1] if named else ""
