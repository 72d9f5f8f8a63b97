"""Forms of applications, read into values or into sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.calendars.zones import is_zone
from netmentor.errors import Invalid, NetMentorError
from netmentor.events.rules import moment
from netmentor.internships.applying.actions import Edit
from netmentor.internships.applying.rules import Owner
from netmentor.reminders.rules import why_not_wall_time
from netmentor.web.forms.reading import Draft
from netmentor.web.forms.values import day, day_or_none, number

BEGIN = ("opportunity", "title", "organization", "deadline_on", "contact")
FIELDS = (
    "title", "organization", "window", "deadline_on", "deadline_time", "timezone", "offer_on",
    "offer_time", "nudge_after_days", "notes", "version",
)  # fmt: skip

THING = ("name", "owner", "contact", "due_on")
LETTER = ("name", "contact", "due_on")

Choice = TypeVar("Choice", bound=StrEnum)


def edit_of(told: Mapping[str, str], user: User) -> Edit:
    """What the form of an application says; raises Invalid for what is no day, hour or zone."""
    clock, zone = told["deadline_time"], told["timezone"]
    for one in (clock, told["offer_time"]):
        if one and (reason := why_not_wall_time(one)):
            raise Invalid(reason)
    if zone and not is_zone(zone):
        raise Invalid("Choose a time zone from the list.")
    if clock and not told["deadline_on"]:
        raise Invalid("A time of day needs its day.")
    return Edit(
        title=told["title"],
        organization=told["organization"],
        window_part=told["window"],
        deadline_on=day(told["deadline_on"]) if told["deadline_on"] else None,
        deadline_time=clock,
        timezone=zone,
        offer_until=_offer(told, user),
        notes=told["notes"],
        nudge_after_days=_days(told["nudge_after_days"]),
        version=number(told["version"]),
    )


def again(told: Mapping[str, str], refusal: NetMentorError) -> Draft:
    """What was typed of a thing or a letter, with what is amiss beside its field."""
    if told.get("owner") and told["owner"] not in list(Owner):
        return Draft(told, {"owner": refusal.message})
    if told["due_on"] and day_or_none(told["due_on"]) is None:
        return Draft(told, {"due_on": refusal.message})
    return Draft(told, {"name": refusal.message})


def choice(told: str, known: type[Choice], said: str) -> Choice:
    """One of a list; raises Invalid with `said` for anything else."""
    if told not in list(known):
        raise Invalid(said)
    return known(told)


def local_day_and_time(at: datetime | None, user: User) -> tuple[str, str]:
    """A moment as the fields of a form show it, on the user's own clock."""
    if at is None:
        return "", ""
    local = at.astimezone(ZoneInfo(user.timezone))
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def _days(told: str) -> int | None:
    """A number of days; None where the field is empty, which is as usual."""
    if told and not re.fullmatch("[0-9]{1,4}", told):
        raise Invalid("Say days of silence in digits, or leave the field empty.")
    return int(told) if told else None


def _offer(told: Mapping[str, str], user: User) -> datetime | None:
    if not told["offer_on"]:
        return None
    return moment(day(told["offer_on"]), told["offer_time"] or "23:59", user.timezone).astimezone(
        UTC
    )
