"""Stages of an application, what each leads to, and which deadline counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST_TITLE, LONGEST_NAME, LONGEST_NOTES = 200, 200, 10_000
MOST_APPLICATIONS = 500  # of one user
MOST_LINES = 60  # requirements, recommenders or steps of one application
MOST_SILENT_DAYS = 365
MOST_MOVES = 300  # of one application from stage to stage
LONGEST_STAGE, MOST_STAGES = 60, 20  # of one's own
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
GOING_WELL = OFFERED | {Stage.ACCEPTED}
# What is sent needs no deadline any more, until it is sent back.
TO_BE_SENT = frozenset({Stage.RESEARCHING, Stage.ASKED, Stage.PREPARING, Stage.RETURNED})

# After how many days of silence somebody is to ask how it stands, where others have the next
# move; while one prepares it has steps, and an offer has a clock.
SILENT_DAYS = {Stage.ASKED: 10, Stage.SUBMITTED: 21, Stage.VERIFIED: 21, Stage.INTERVIEW: 7}


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
    CONTACT = "contact"  # one of the user's own, who is named


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
        Stage.ACCEPTED: (),
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


def silent_until(stage: str, days: int | None, since: datetime, zone: str) -> datetime | None:
    """When somebody is to ask about what is silent `since` then: as their day begins, or never.

    `days` are their own number; 0 is never, and None as is usual at this stage.

    >>> silent_until("asked", None, datetime(2026, 11, 24, 20, tzinfo=UTC), "America/New_York")
    datetime.datetime(2026, 12, 4, 5, 0, tzinfo=datetime.timezone.utc)
    """
    many = SILENT_DAYS.get(Stage(stage), 0) if days is None else days
    if not many or stage in OVER:
        return None
    day = since.astimezone(ZoneInfo(zone)).date() + timedelta(days=many)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
