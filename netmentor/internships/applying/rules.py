"""Stages of an application, what each leads to, and which deadline counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_TITLE, LONGEST_NAME, LONGEST_NOTES = 200, 200, 10_000
MOST_APPLICATIONS = 500  # of one user
MOST_LINES = 60  # requirements, recommenders or steps of one application
LEAST_FOR_A_LATE_OFFER = timedelta(hours=24)  # the NCHL's rule of 2021 for late offers


class Stage(StrEnum):
    """Where an application stands, in the order of a board."""

    RESEARCHING = "researching"
    ASKED = "asked"
    PREPARING = "preparing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    INTERVIEW = "interview"
    OFFER = "offer"
    HELD = "held"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OVER = frozenset({Stage.ACCEPTED, Stage.DECLINED, Stage.REJECTED, Stage.WITHDRAWN})
OFFERED = frozenset({Stage.OFFER, Stage.HELD})
BEFORE_IT_IS_SENT = frozenset({Stage.RESEARCHING, Stage.ASKED, Stage.PREPARING})


class CameFrom(StrEnum):
    """How somebody came to apply: by it, what led to something can be counted."""

    LIST = "list"
    CONTACT = "contact"
    EVENT = "event"
    MENTOR = "mentor"
    ELSEWHERE = "elsewhere"


class Owner(StrEnum):
    """Who has to do something about a requirement."""

    ME = "me"
    RECOMMENDER = "recommender"
    SCHOOL = "school"


class Asked(StrEnum):
    """What there is to say of a recommender, in its order; each with its day."""

    ASKED = "asked"
    AGREED = "agreed"
    SENT = "sent"
    THANKED = "thanked"
    DECLINED = "declined"


def why_not_started(title: str, organization: str, count: int) -> str | None:
    """Say why an application cannot begin, or None if it can."""
    if not title:
        return "Say what you apply for."
    if len(title) > LONGEST_TITLE or len(organization) > LONGEST_NAME:
        return "Say it in fewer words."
    if count >= MOST_APPLICATIONS:
        return f"You keep {MOST_APPLICATIONS} applications already; put some away first."
    return None


def stages_ahead(stage: str) -> Collection[Stage]:
    """The stages that usually come next: what a board offers first.

    >>> [one.value for one in stages_ahead("offer")]
    ['held', 'accepted', 'declined']
    """
    return {
        Stage.RESEARCHING: (Stage.ASKED, Stage.PREPARING),
        Stage.ASKED: (Stage.PREPARING, Stage.WITHDRAWN),
        Stage.PREPARING: (Stage.SUBMITTED, Stage.WITHDRAWN),
        Stage.SUBMITTED: (Stage.VERIFIED, Stage.RETURNED, Stage.INTERVIEW, Stage.REJECTED),
        Stage.RETURNED: (Stage.SUBMITTED, Stage.WITHDRAWN),
        Stage.VERIFIED: (Stage.INTERVIEW, Stage.REJECTED),
        Stage.INTERVIEW: (Stage.OFFER, Stage.REJECTED),
        Stage.OFFER: (Stage.HELD, Stage.ACCEPTED, Stage.DECLINED),
        Stage.HELD: (Stage.ACCEPTED, Stage.DECLINED),
    }.get(Stage(stage), (Stage.RESEARCHING,))


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the last one there is where that month is shorter.

    >>> months_before(date(2027, 5, 31), 3), months_before(date(2027, 1, 15), 3)
    (datetime.date(2027, 2, 28), datetime.date(2026, 10, 15))
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    first = date(year, month + 1, 1)
    longest = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(longest, first + timedelta(days=day.day - 1))


def is_offer_late(offered_at: datetime, until: datetime | None) -> bool:
    """True of an offer that leaves less time than late offers must; what has no end does not."""
    return until is not None and until - offered_at < LEAST_FOR_A_LATE_OFFER
