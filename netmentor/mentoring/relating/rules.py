"""What two people may agree on, what they write about a session, and when silence counts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_GOALS = 2_000  # characters
LONGEST_NOTE = 10_000
LONGEST_WHAT = 300  # of an action, as of a follow-up
LONGEST_THOUGHT = 2_000
MOST_ACTIONS = 20  # of one session
MENTORSHIP_FROM = 2  # sessions held: a coffee is no promise
WEEKS = range(1, 27)  # from one session to the next; 4 to 6 is what programs advise
MINUTES = range(15, 181)  # of each; 30 to 60 is what programs advise
LONGEST_TERM = timedelta(days=3 * 366)

AGENDA_AHEAD = timedelta(hours=24)
AGENDA_UNTIL = timedelta(hours=1)  # before a session; later nobody could read it
NUDGED_AFTER = timedelta(days=2)
OFFERED_AFTER = timedelta(days=4)
PAUSED_AFTER = timedelta(days=14)
ANSWERABLE = timedelta(days=1)  # a request that stood for less is no silence
ALTERNATIVES = 3  # mentors


class NoteKind(StrEnum):
    """What a note of a session is, and so who reads it."""

    AGENDA = "agenda"  # the mentee's, for both, before it begins
    SHARED = "shared"  # for both
    PRIVATE = "private"  # for its author alone


class Went(StrEnum):
    """How a session went, for whoever says so and for nobody else."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Step(StrEnum):
    """What the silence about a request has come to."""

    NUDGE = "nudge"  # the mentor is asked once more
    OFFER = "offer"  # the mentee is shown others
    PAUSE = "pause"  # no further request is taken for the mentor


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a mentorship is agreed on; its last day may be open."""

    goals: str
    cadence_weeks: int
    minutes: int
    begins_on: date
    ends_on: date | None = None


def why_not_terms(terms: Terms) -> str | None:
    """Say why nobody can agree on this, or None.

    >>> june = date(2027, 6, 1)
    >>> why_not_terms(Terms(goals="x", cadence_weeks=5, minutes=45, begins_on=june, ends_on=june))
    'Let it end after it begins.'
    """
    if not terms.goals.strip():
        return "Say what it is to come to."
    if len(terms.goals) > LONGEST_GOALS:
        return f"Say the goals in at most {LONGEST_GOALS:,} characters."
    if terms.cadence_weeks not in WEEKS:
        return f"Meet every {WEEKS[0]} to {WEEKS[-1]} weeks."
    if terms.minutes not in MINUTES:
        return f"Meet for {MINUTES[0]} to {MINUTES[-1]} minutes."
    if terms.ends_on is None:
        return None
    if terms.ends_on <= terms.begins_on:
        return "Let it end after it begins."
    if terms.ends_on - terms.begins_on > LONGEST_TERM:
        return "Let it end within three years; it can be agreed on again."
    return None


def why_no_mentorship(held: int, *, has_guest: bool = False) -> str | None:
    """Say why two who held so many sessions cannot agree on a mentorship yet, or None.

    >>> why_no_mentorship(1), why_no_mentorship(2)
    ('A mentorship can be agreed on after two sessions.', None)
    """
    if has_guest:
        return "A mentorship is for two who have accounts."
    if held < MENTORSHIP_FROM:
        return "A mentorship can be agreed on after two sessions."
    return None


def next_by(last_on: date, cadence_weeks: int) -> date:
    """The day by which the next session is to be.

    >>> next_by(date(2026, 12, 1), 5)
    datetime.date(2027, 1, 5)
    """
    return last_on + timedelta(weeks=cadence_weeks)


def mark_of(text: str) -> str:
    """What a form carries of the text it shows, so that no other tab's text is written over.

    >>> mark_of(""), mark_of("Ask for the ledger")
    ('', '5e67d34e2b5b9360')
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def asks_for_agenda(starts_at: datetime, created_at: datetime, now: datetime) -> bool:
    """True in the last day before a session, save its last hour.

    Who booked within that day told a moment ago what it is about, and is not asked again.
    """
    since = starts_at - AGENDA_AHEAD
    return created_at < since <= now < starts_at - AGENDA_UNTIL


def step_of_silence(asked_at: datetime, now: datetime) -> Step | None:
    """What is due of a request that nobody has answered since `asked_at`; None in the beginning.

    Each step has a span of its own: after two weeks without a worker, nobody is nudged for what
    is past that.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> [step_of_silence(noon, noon + timedelta(days=days)) for days in (1, 2, 4, 14)]
    [None, <Step.NUDGE: 'nudge'>, <Step.OFFER: 'offer'>, <Step.PAUSE: 'pause'>]
    """
    silent = now - asked_at
    if silent >= PAUSED_AFTER:
        return Step.PAUSE
    if silent >= OFFERED_AFTER:
        return Step.OFFER
    return Step.NUDGE if silent >= NUDGED_AFTER else None
