"""What a mentor may say of themselves, who may see it, and how a mentor's address is drawn."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

LONGEST_NAME = 100  # characters, as of an account
LONGEST_LINE = 200  # headline, role, organization, specialties, credentials, city
LONGEST_ABOUT = 4_000
LONGEST_REPORT = 2_000
MOST_MENTEES = 50  # a month
EARLIEST_YEAR = 1950
INVITED_FOR = timedelta(days=30)
REPLIES_FOR_A_BAND = 5  # fewer say nothing of anybody
OPENINGS_KEPT = 6  # of the next ones, beside each profile
SOON = timedelta(days=7)  # what "open this week" means

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none of which is taken for another
_DRAWN = 8  # letters: 40 bits, for an address that hides nothing by itself


class Visibility(StrEnum):
    """Who sees a profile once it is listed; whoever has the private link always does."""

    LINK = "link"
    MEMBERS = "members"
    PUBLIC = "public"


class Listing(StrEnum):
    """Where a profile stands on its way into the directory."""

    DRAFT = "draft"
    WAITING = "waiting"
    LISTED = "listed"
    REFUSED = "refused"


class Checked(StrEnum):
    """Who looked at the credentials."""

    SELF = "self"
    CURATOR = "curator"


class Topic(StrEnum):
    """What somebody can help with: the skills of a practice manager, and career questions."""

    FINANCE = "finance"
    PEOPLE = "people"
    OPERATIONS = "operations"
    COMPLIANCE = "compliance"
    COMMUNICATION = "communication"
    FELLOWSHIPS = "fellowships"
    FIRST_JOB = "first-job"
    APPLICATIONS = "applications"
    CREDENTIALS = "credentials"
    NEXT_STEP = "next-step"


class Stage(StrEnum):
    """Where in a career a mentee is."""

    UNDERGRADUATE = "undergraduate"
    GRADUATE = "graduate"
    FELLOW = "fellow"
    EARLY = "early"
    MANAGER = "manager"
    CHANGING = "changing"


class Medium(StrEnum):
    """How two people meet."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Practice(StrEnum):
    """What kind of organization a mentor works for."""

    INDEPENDENT = "independent"
    GROUP = "group"
    HOSPITAL = "hospital"
    SYSTEM = "system"
    ACADEMIC = "academic"
    COMMUNITY = "community"
    GOVERNMENT = "government"
    CONSULTING = "consulting"
    OTHER = "other"


class Size(StrEnum):
    """How many clinicians work there."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    VERY_LARGE = "very_large"


class Band(StrEnum):
    """How soon a mentor usually answers."""

    DAY = "day"
    TWO_DAYS = "two_days"
    WEEK = "week"
    LONGER = "longer"


LANGUAGES = ("en", "es", "ar", "fr", "hi", "ht", "ko", "pt", "ru", "tl", "vi", "zh")  # ISO 639-1

_BANDS = {Band.DAY: timedelta(days=1), Band.TWO_DAYS: timedelta(days=2), Band.WEEK: timedelta(7)}


def new_slug() -> str:
    """Return the end of a mentor's address, drawn: of a name, strangers could guess it."""
    return "m-" + "".join(secrets.choice(_LETTERS) for _ in range(_DRAWN))


def is_mentor_slug(text: str) -> bool:
    """True for what an address of a mentor may end in.

    >>> is_mentor_slug("m-abcd2345"), is_mentor_slug("../x"), is_mentor_slug("m-\\x00")
    (True, False, False)
    """
    return re.fullmatch("[a-z0-9-]{1,40}", text) is not None


def band_of(waits: Sequence[timedelta]) -> Band | None:
    """Return how soon somebody usually answers, by how long each answer took; None of too few.

    >>> band_of([timedelta(hours=3)] * 4), band_of([timedelta(hours=30)] * 5)
    (None, <Band.TWO_DAYS: 'two_days'>)
    """
    if len(waits) < REPLIES_FOR_A_BAND:
        return None
    usual = timedelta(seconds=median(one.total_seconds() for one in waits))
    return next((band for band, most in _BANDS.items() if usual <= most), Band.LONGER)


def is_paused(since: date | None, until: date | None, today: date) -> bool:
    """True while a pause lasts, its last day included; one without an end lasts on.

    >>> is_paused(date(2026, 12, 1), date(2026, 12, 31), date(2026, 12, 31))
    True
    """
    return since is not None and since <= today and (until is None or today <= until)


def why_not_a_new_mentee(taken: int, most: int, until: date) -> str | None:
    """Say why nobody new can ask before `until`, where `most` a month are welcome; or None.

    >>> why_not_a_new_mentee(1, 2, date(2026, 12, 1)) is None
    True
    >>> why_not_a_new_mentee(2, 2, date(2026, 12, 1))
    'No new mentees before December 1, 2026.'
    """
    return None if taken < most else f"No new mentees before {until:%B} {until.day}, {until.year}."


def why_not_a_pause(since: date | None, until: date | None) -> str | None:
    """Say why nobody can pause so, or None."""
    if until and since is None:
        return "Say from when on you pause."
    if since and until and until < since:
        return "The pause ends before it begins."
    return None
