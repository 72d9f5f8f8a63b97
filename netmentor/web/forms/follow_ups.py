"""The forms of follow-ups and cadences, read into values or into sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from netmentor.contacts.habits import Habit
from netmentor.contacts.rules import (
    LONGEST_WHAT,
    MOST_DAYS,
    MOST_WEEKS,
    TouchKind,
    days_after,
    steps_of,
)
from netmentor.errors import Invalid
from netmentor.text import one_line
from netmentor.web.forms.reading import Draft
from netmentor.web.forms.values import day, line, number

HABIT = ("steps", "keep_weeks")
PLAN = ("what", "due_on", "due_time", "every_days")

_A_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_HOW_MANY = f"Write a number of weeks from 1 to {MOST_WEEKS}."
_STEPS = "Write one to eight growing numbers of days, such as 2, 7, 30, 90."


@dataclass(frozen=True, slots=True)
class Plan:
    """A follow-up as a form tells it; `due_time` is "HH:MM" or ""."""

    what: str
    due_on: date
    due_time: str
    every_days: int | None


def plan(told: Mapping[str, str], otherwise: str = "") -> Plan:
    """Read what is to be done and when, `otherwise` where that is not told; raise Invalid."""
    every = number(told["every_days"])
    if told["every_days"] and not 0 < every <= MOST_DAYS:
        raise Invalid(f"It can come again after 1 to {MOST_DAYS:,} days.")
    if told["due_time"] and not _A_TIME.fullmatch(told["due_time"]):
        raise Invalid("Write the time as 17:30.")
    return Plan(
        what=line(one_line(told["what"]) or otherwise, LONGEST_WHAT, "Say what is to be done."),
        due_on=day(told["due_on"]),
        due_time=told["due_time"],
        every_days=every or None,
    )


def touch_kind(told: str) -> TouchKind:
    """Return how they were in touch, by message where that is not said; raise Invalid."""
    try:
        return TouchKind(told or TouchKind.MESSAGE)
    except ValueError as exc:
        raise Invalid("Say message, call, coffee, LinkedIn, spoke, or session.") from exc


def later_day(to: str, on: str, today: date, after_event: date | None) -> date:
    """Return the day something is put off to, tomorrow where none is told; raise Invalid."""
    to = to or ("date" if on else "tomorrow")
    days = {"tomorrow": today + timedelta(days=1), "week": days_after(today, 7)}
    if to in days:
        return days[to]
    if to == "after_event":
        if after_event is None:
            raise Invalid("You have no event ahead. Choose a day instead.")
        return after_event
    if to != "date":
        raise Invalid("Say tomorrow, week, after_event, or a date.")
    return day(on)


def weeks(told: str) -> int | None:
    """Return how often: None as the tags say, 0 never; raise Invalid for no number of weeks."""
    found = re.fullmatch("[0-9]{1,3}", told.strip(), re.ASCII)
    if told.strip() and (found is None or int(found[0]) > MOST_WEEKS):
        raise Invalid(_HOW_MANY)
    return int(found[0]) if found else None


def habit(told: Mapping[str, str]) -> Habit | Draft:
    """Return how somebody follows up, or the form with what is amiss."""
    complaints = {}
    steps: tuple[int, ...] = ()
    try:
        steps = steps_of(told["steps"])
    except ValueError:
        complaints["steps"] = _STEPS
    found = re.fullmatch("[0-9]{1,3}", told["keep_weeks"].strip(), re.ASCII)
    if not found or not 1 <= int(found[0]) <= MOST_WEEKS:
        complaints["keep_weeks"] = _HOW_MANY
    if complaints or not found:
        return Draft({name: told[name][:60] for name in HABIT}, complaints)
    return Habit(steps, int(found[0]))


def shown(kept: Habit) -> Draft:
    """Return the form as it shows what is kept."""
    return Draft({"steps": ", ".join(map(str, kept.steps)), "keep_weeks": str(kept.keep_weeks)})
