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
from netmentor.internships.applying.models import Application
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
    if zone and not told["deadline_on"]:
        raise Invalid("A time zone needs the day that is on its clock.")
    if told["offer_time"] and not told["offer_on"]:
        raise Invalid("The hour of an offer needs its day.")
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


def typed_of(row: Application, user: User) -> dict[str, str]:
    """What the form of an application shows of it as it is kept; an offer by the user's clock."""
    offer = row.offer_until.astimezone(ZoneInfo(user.timezone)) if row.offer_until else None
    return {
        "title": row.title,
        "organization": row.organization_name,
        "window": row.window_part,
        "deadline_on": str(row.deadline_on or ""),
        "deadline_time": row.deadline_time,
        "timezone": row.timezone,
        "offer_on": f"{offer:%Y-%m-%d}" if offer else "",
        "offer_time": f"{offer:%H:%M}" if offer else "",
        "nudge_after_days": "" if row.nudge_after_days is None else str(row.nudge_after_days),
        "notes": row.notes,
        "version": str(row.version),
    }


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
