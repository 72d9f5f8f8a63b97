"""Forms of what is under way, read into values or into sentences."""

from __future__ import annotations

from collections.abc import Mapping

from netmentor.contacts.models import Contact
from netmentor.errors import Invalid
from netmentor.internships.applying.under_way.actions import Terms
from netmentor.internships.applying.under_way.rules import MOST_HOURS, Part, minutes_in
from netmentor.web.forms.values import day, number

DAYS = {part: f"{part}_on" for part in Part}  # each with its field
FIELDS = (*DAYS.values(), "hours_required", "supervisor", "version")


def terms_of(told: Mapping[str, str], supervisor: Contact | None) -> Terms:
    """What the form says; raises Invalid for what is no day or no number of hours."""
    hours = told["hours_required"]
    if hours and not (hours.isascii() and hours.isdigit() and number(hours) <= MOST_HOURS):
        raise Invalid(f"Say how many hours in all, up to {MOST_HOURS:,}.")
    return Terms(
        days={part: day(told[field]) if told[field] else None for part, field in DAYS.items()},
        hours_required=number(hours),
        supervisor=supervisor,
        version=number(told["version"]),
    )


def minutes(told: str) -> int:
    """How long a day was; raises Invalid for what is none of a day."""
    if found := minutes_in(told.strip()):
        return found
    raise Invalid("Say how long it was, as 7.5 or 7:30, up to 24 hours.")
