"""What opportunities there are, what their days are for, and where one stands at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CANCELED_STAYS = timedelta(days=60)  # in feeds, so that every subscriber has read it


class Kind(StrEnum):
    FELLOWSHIP = "fellowship"
    INTERNSHIP = "internship"
    PRACTICUM = "practicum"
    SUMMER_PROGRAM = "summer_program"
    SHADOWING = "shadowing"
    VOLUNTEERING = "volunteering"
    FIRST_JOB = "first_job"


class Setting(StrEnum):
    """Where one works, as far as listings can be told apart by it."""

    PRACTICE = "practice"
    HOSPITAL = "hospital"
    SYSTEM = "system"
    ASSOCIATION = "association"
    OTHER = "other"


class Paid(StrEnum):
    """A stipend is less than pay; nothing where nobody said."""

    YES = "yes"
    STIPEND = "stipend"
    NO = "no"


class Degree(StrEnum):
    """In the order in which they are taken."""

    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class Year(StrEnum):
    """Of study toward a degree, or since."""

    FIRST = "first"
    SECOND = "second"
    LATER = "later"
    GRADUATED = "graduated"


class Accreditation(StrEnum):
    """Of the program that somebody studies in."""

    CAHME = "cahme"
    AUPHA = "aupha"
    AACSB = "aacsb"
    CEPH = "ceph"


class Authorization(StrEnum):
    """What is asked of whoever needs leave to work in the United States."""

    REQUIRED = "required"
    NO_SPONSORSHIP = "no_sponsorship"


class Status(StrEnum):
    """What a source says of a cycle: an expected one has no day yet, only when days were before."""

    CURRENT = "current"
    EXPECTED = "expected"
    PAST = "past"
    CANCELED = "canceled"


class WindowKind(StrEnum):
    """What a day of a cycle is for; the names are those of listings."""

    OPENS = "opens"
    PRIORITY = "priority"
    CLOSES = "closes"
    TRANSCRIPTS = "transcripts"
    RECOMMENDATIONS = "recommendations"
    PHASE2_OPENS = "phase2_opens"
    PHASE2_CLOSES = "phase2_closes"
    INTERVIEWS = "interviews"
    OFFERS = "offers"
    ACCEPTANCE = "acceptance"
    INFO_SESSION = "info_session"
    STARTS = "starts"


OPENINGS = frozenset({WindowKind.OPENS, WindowKind.PHASE2_OPENS})
CLOSINGS = frozenset({WindowKind.CLOSES, WindowKind.PHASE2_CLOSES})
CUT_OFFS = CLOSINGS | {
    WindowKind.PRIORITY,
    WindowKind.TRANSCRIPTS,
    WindowKind.RECOMMENDATIONS,
    WindowKind.ACCEPTANCE,
}
# What is due of whoever has not sent it yet, in one order; an offer has a clock of its own.
DUE_TO_APPLY = sorted(CUT_OFFS - {WindowKind.ACCEPTANCE})


class Standing(StrEnum):
    """Where an opportunity stands at a moment, in the order of lists."""

    OPEN = "open"  # one can apply, or nobody said since when
    AHEAD = "ahead"  # it opens on a day that is known
    EXPECTED = "expected"
    UNDATED = "undated"  # it takes people, and nobody said by when
    PAST = "past"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Phase:
    """When one can apply; None for one of the two of which nobody said when."""

    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        begun = self.opens_at is None or self.opens_at <= now
        return begun and (self.closes_at is None or self.closes_at > now)


def standing_of(status: str, phases: Iterable[Phase], *, now: datetime) -> Standing:
    """Say where something stands: by its status, and by the phases in which one can apply."""
    if status == Status.CANCELED:
        return Standing.CANCELED
    if status == Status.PAST:
        return Standing.PAST
    if status == Status.EXPECTED:
        return Standing.EXPECTED
    told = list(phases)
    if not told:
        return Standing.UNDATED
    if any(one.is_open(now) for one in told):
        return Standing.OPEN
    later = any(one.opens_at and one.opens_at > now for one in told)
    return Standing.AHEAD if later else Standing.PAST
