"""The forms of mentorships and of what is written about a session, read into values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from netmentor.errors import Invalid
from netmentor.mentoring.booking.rules import Side
from netmentor.mentoring.relating.models import Mentorship
from netmentor.mentoring.relating.rules import (
    LONGEST_NOTE,
    LONGEST_THOUGHT,
    NoteKind,
    Terms,
    Went,
    why_not_terms,
)
from netmentor.text import clean
from netmentor.web.forms.reading import Draft
from netmentor.web.forms.values import day_or_none, number

TERMS = ("goals", "weeks", "minutes", "begins_on", "ends_on")
_WEEKS, _MINUTES, _TERM = "5", "45", timedelta(weeks=26)


def first_draft(today: date) -> Draft:
    """What the form of a new mentorship says before anybody fills it in."""
    begins, ends = today.isoformat(), (today + _TERM).isoformat()
    return Draft({"weeks": _WEEKS, "minutes": _MINUTES, "begins_on": begins, "ends_on": ends})


def draft_of(row: Mentorship) -> Draft:
    """What the form says of a mentorship as it is."""
    ends = row.ends_on.isoformat() if row.ends_on else ""
    return Draft(
        {
            "goals": row.goals,
            "weeks": str(row.cadence_weeks),
            "minutes": str(row.minutes),
            "begins_on": row.begins_on.isoformat(),
            "ends_on": ends,
        }
    )


def terms(told: Mapping[str, str]) -> Terms:
    """Read what two are to agree on; raise Invalid, with a sentence."""
    begins, ends = day_or_none(told["begins_on"]), day_or_none(told["ends_on"])
    if begins is None or (told["ends_on"] and ends is None):
        raise Invalid("Choose days between 1970 and 2100; the last one may be left out.")
    found = Terms(
        goals=clean(told["goals"]),
        cadence_weeks=number(told["weeks"]),
        minutes=number(told["minutes"]),
        begins_on=begins,
        ends_on=ends,
    )
    if why := why_not_terms(found):
        raise Invalid(why)
    return found


def note(told: Mapping[str, str]) -> tuple[NoteKind, str]:
    """Read which note it is and what it says, nothing to take it away; raise Invalid."""
    kind = next((one for one in NoteKind if one == told["kind"]), None)
    if kind is None:
        raise Invalid("Say agenda, shared, or private.")
    return kind, text(told["text"], LONGEST_NOTE)


def text(told: str, longest: int) -> str:
    """Return a text that may be empty; raise Invalid for a longer one."""
    found = clean(told)
    if len(found) > longest:
        raise Invalid(f"Use at most {longest:,} characters.")
    return found


def thought(told: Mapping[str, str]) -> tuple[Went | None, str]:
    """Read the two answers afterwards, either of which may be left out; raise Invalid."""
    went = next((one for one in Went if one == told["went"]), None)
    if told["went"] and went is None:
        raise Invalid("Say yes, partly, or no.")
    return went, text(told["text"], LONGEST_THOUGHT)


def side(told: str) -> Side:
    """Read who of the two is to do something; raise Invalid."""
    found = next((one for one in Side if one == told), None)
    if found is None:
        raise Invalid("Say mentor or mentee.")
    return found
