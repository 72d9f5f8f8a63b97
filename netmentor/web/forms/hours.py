"""The forms of a mentor's hours, each read into what it says or into sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request

from netmentor.fetching.addresses import normalized, why_not_fetchable
from netmentor.mentoring.availability.actions import Hours, Kind
from netmentor.mentoring.availability.models import SessionType, Terms, WeeklyHours
from netmentor.mentoring.availability.rules import (
    BUFFERS,
    HORIZON,
    LARGEST_CAP,
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_PLACE_WORDS,
    LONGEST_WHY,
    MINUTES,
    NOTICES,
    STEPS,
    why_not_days,
    why_not_hours,
)
from netmentor.mentoring.rules import Medium
from netmentor.text import one_line
from netmentor.web.forms.reading import MOST_FIELDS, Draft, fields
from netmentor.web.forms.values import day_or_none, number

WEEKLY = ("starts", "ends", "from_on", "until_on")
OPENING = ("day", "opens", "shuts", "event")
CLOSING = ("first_on", "last_on", "closes", "reopens", "why")
KIND = (
    "name", "minutes", "medium", "place", "place_words", "buffer_before", "buffer_after",
    "is_instant", "is_closed",
)  # fmt: skip
NUMBERS = ("notice_hours", "horizon_days", "step_minutes", "cap_day", "cap_week", "cap_month")
SWITCHES = ("keeps_holidays", "blocks_going", "shows_availability", "shows_busy")
LONGEST_ADDRESS = 2_000

_A_DAY = "Choose a day."
_CHOICES = {"notice_hours": NOTICES, "horizon_days": HORIZON, "step_minutes": STEPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDay:
    """Hours of one day, at an event where `event_id` names one."""

    day: date
    starts: str
    ends: str
    event_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Days that are closed, or hours of each of them."""

    first_on: date
    last_on: date
    hours: tuple[str, str]
    why: str


async def weekly_told_in(request: Request) -> dict[str, str]:
    """Read hours of the week, weekdays with commas between; the form's token is checked."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        weekdays = ",".join(one for one in form.getlist("weekday") if isinstance(one, str))
    return await fields(request, WEEKLY) | {"weekday": weekdays[:100]}


def hours_in(told: Mapping[str, str]) -> Hours | Draft:
    """Hours of the week; midnight as an end is that of the day after."""
    typed = {name: one_line(told[name])[:20] for name in (*WEEKLY, "weekday")}
    complaints: dict[str, str] = {}
    weekdays = {int(one) for one in typed["weekday"].split(",") if one in list("0123456")}
    if not weekdays:
        complaints["weekday"] = "Choose at least one day of the week."
    starts, ends = _hours(typed["starts"], typed["ends"], "starts", complaints)
    from_on, until_on = day_or_none(typed["from_on"]), day_or_none(typed["until_on"])
    if from_on and until_on and (reason := why_not_days(from_on, until_on)):
        complaints["until_on"] = reason
    for name, day in (("from_on", from_on), ("until_on", until_on)):
        if typed[name] and day is None:
            complaints[name] = _A_DAY
    if complaints:
        return Draft(typed, complaints)
    return Hours(weekdays=weekdays, starts=starts, ends=ends, from_on=from_on, until_on=until_on)


def hours_shown(row: WeeklyHours) -> Draft:
    """The form as it shows one stretch of a week; browsers know no 24:00."""
    ends = "00:00" if row.ends == "24:00" else row.ends
    days = {"from_on": str(row.from_on or ""), "until_on": str(row.until_on or "")}
    return Draft({"weekday": str(row.weekday), "starts": row.starts, "ends": ends} | days)


def opening_in(told: Mapping[str, str]) -> OneDay | Draft:
    typed = {name: one_line(told[name])[:40] for name in OPENING}
    complaints: dict[str, str] = {}
    day = day_or_none(typed["day"])
    starts, ends = _hours(typed["opens"], typed["shuts"], "opens", complaints)
    if day is None:
        return Draft(typed, complaints | {"day": _A_DAY})
    if complaints:
        return Draft(typed, complaints)
    return OneDay(day=day, starts=starts, ends=ends, event_id=number(typed["event"]) or None)


def closing_in(told: Mapping[str, str]) -> Closed | Draft:
    """Days to close; the last one is the first where none is told."""
    typed = {name: one_line(told[name])[:200] for name in CLOSING}
    complaints: dict[str, str] = {}
    first_on = day_or_none(typed["first_on"])
    last_on = day_or_none(typed["last_on"]) if typed["last_on"] else first_on
    hours = ("", "")
    if typed["closes"] or typed["reopens"]:
        hours = _hours(typed["closes"], typed["reopens"], "closes", complaints)
    if len(typed["why"]) > LONGEST_WHY:
        complaints["why"] = f"Use at most {LONGEST_WHY} letters here."
    if first_on is None or last_on is None:
        complaints["first_on" if first_on is None else "last_on"] = _A_DAY
        return Draft(typed, complaints)
    if reason := why_not_days(first_on, last_on):
        complaints["last_on"] = reason
    if complaints:
        return Draft(typed, complaints)
    return Closed(first_on=first_on, last_on=last_on, hours=hours, why=typed["why"])


def kind_in(told: Mapping[str, str]) -> Kind | Draft:
    """One kind of session."""
    typed = {name: one_line(told[name]) for name in KIND}
    complaints: dict[str, str] = {}
    limits = {"name": LONGEST_NAME, "place": LONGEST_PLACE, "place_words": LONGEST_PLACE_WORDS}
    for name, longest in limits.items():
        if len(typed[name]) > longest:
            complaints[name] = f"Use at most {longest} letters here."
    if not typed["name"]:
        complaints["name"] = "Say what it is, such as Conversation or Résumé review."
    if typed["medium"] not in list(Medium):
        complaints["medium"] = "Choose video, phone or in person."
    lengths = {"minutes": MINUTES, "buffer_before": BUFFERS, "buffer_after": BUFFERS}
    numbers = {name: _among(name, typed, known, complaints) for name, known in lengths.items()}
    if complaints:
        return Draft(typed, complaints)
    return Kind(
        name=typed["name"],
        medium=typed["medium"],
        place=typed["place"],
        place_words=typed["place_words"],
        is_instant=bool(typed["is_instant"]),
        is_open=not typed["is_closed"],
        **numbers,
    )


def kind_shown(type_: SessionType | None) -> Draft:
    """The form as it shows a kind of session, or a new one."""
    if type_ is None:
        zero = {"buffer_before": "0", "buffer_after": "0"}
        return Draft(zero | {"minutes": "30", "medium": Medium.VIDEO.value})
    typed = {name: str(getattr(type_, name)) for name in KIND[:-2]}
    typed["is_instant"] = "1" if type_.is_instant else ""
    return Draft(typed | {"is_closed": "" if type_.is_open else "1"})


def terms_in(told: Mapping[str, str]) -> dict[str, int | bool] | Draft:
    """The terms as columns; an empty cap is none."""
    typed = {name: one_line(told[name]) for name in (*NUMBERS, *SWITCHES)}
    complaints: dict[str, str] = {}
    columns: dict[str, int | bool] = {name: bool(typed[name]) for name in SWITCHES}
    for name in NUMBERS:
        known = _CHOICES.get(name, range(LARGEST_CAP + 1))
        columns[name] = _among(name, typed, known, complaints)
    return Draft(typed, complaints) if complaints else columns


def terms_shown(terms: Terms) -> Draft:
    typed = {name: str(getattr(terms, name) or "0") for name in NUMBERS}
    return Draft(typed | {name: "1" if getattr(terms, name) else "" for name in SWITCHES})


def address_in(told: Mapping[str, str]) -> str | Draft:
    """The address of a calendar; webcal: is what some programs call https:."""
    typed = told["address"].strip()
    try:
        address = normalized(typed)
        reason = why_not_fetchable(address)
    except ValueError:
        address, reason = "", "That is no address of a calendar."
    if not reason and len(address) > LONGEST_ADDRESS:
        reason = "This address is longer than any calendar's."
    return Draft({"address": typed[:LONGEST_ADDRESS]}, {"address": reason}) if reason else address


def _hours(starts: str, ends: str, name: str, complaints: dict[str, str]) -> tuple[str, str]:
    """Two times of a day; the browser writes midnight as 00:00, whichever of the two it is."""
    ends = "24:00" if ends == "00:00" else ends
    if reason := why_not_hours(starts, ends):
        complaints[name] = reason
    return starts, ends


def _among(
    name: str, typed: Mapping[str, str], known: Sequence[int], complaints: dict[str, str]
) -> int:
    found = number(typed[name])
    if found not in known:
        complaints[name] = f"Choose a number from {known[0]} to {known[-1]}."
    return found
