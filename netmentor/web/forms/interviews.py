"""The form of an interview, read into a value or into a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from netmentor.accounts.models import User
from netmentor.calendars.zones import is_zone
from netmentor.errors import Invalid
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.rules import (
    USUAL_MINUTES,
    USUAL_NAME,
    Medium,
    Told,
)
from netmentor.reminders.rules import why_not_wall_time
from netmentor.text import clean, one_line
from netmentor.web.forms.applications import choice
from netmentor.web.forms.reading import Draft
from netmentor.web.forms.values import day, number

FIELDS = (
    "name", "starts_on", "starts_time", "timezone", "minutes", "medium", "place", "questions",
    "notes",
)  # fmt: skip


def told_of(told: Mapping[str, str]) -> Told:
    """What the form says; raises Invalid for what is no day, hour, zone or way to meet."""
    if reason := why_not_wall_time(told["starts_time"]):
        raise Invalid(reason)
    if not is_zone(told["timezone"]):
        raise Invalid("Choose a time zone from the list.")
    return Told(
        name=one_line(told["name"]),
        starts_on=day(told["starts_on"]),
        starts_time=told["starts_time"],
        timezone=told["timezone"],
        minutes=number(told["minutes"]),
        medium=choice(told["medium"], Medium, "Choose how you meet."),
        place=one_line(told["place"]),
        questions=clean(told["questions"]),
        notes=clean(told["notes"]),
    )


def first_draft(user: User) -> Draft:
    """What the form of a new one shows."""
    return Draft(
        {
            "name": USUAL_NAME,
            "timezone": user.timezone,
            "minutes": str(USUAL_MINUTES),
            "medium": Medium.VIDEO.value,
        }
    )


def draft_of(row: Interview) -> Draft:
    """What the form of a known one shows."""
    return Draft({name: str(getattr(row, name)) for name in (*FIELDS, "version")})
