"""The form of a mentor's profile, read into a value or into sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from starlette.requests import Request

from netmentor.accounts.models import User
from netmentor.accounts.rules import why_not_name
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.events.rules import STATES
from netmentor.mentoring.actions import Profile
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import (
    EARLIEST_YEAR,
    LANGUAGES,
    LONGEST_ABOUT,
    LONGEST_LINE,
    MOST_MENTEES,
    Medium,
    Practice,
    Size,
    Stage,
    Topic,
    Visibility,
    why_not_a_pause,
)
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import MOST_FIELDS, Draft, fields
from netmentor.web.forms.values import day_or_none, number

DEEDS = ("save", "link", "unlink", "list", "unlist", "unblock")  # what `act` may say; "" is save
LINES = (
    "name", "headline", "role_title", "organization_name", "specialties", "credentials", "city",
)  # fmt: skip
SEVERAL: Mapping[str, tuple[str, ...]] = {  # each is there once for each value
    "topics": tuple(Topic),
    "stages": tuple(Stage),
    "mediums": tuple(Medium),
    "languages": LANGUAGES,
}
_ONE_OF: Mapping[str, Iterable[str]] = {
    "organization_kind": Practice,
    "organization_size": Size,
    "state": STATES,
    "visibility": Visibility,
}
_DAYS = ("paused_from", "paused_until")
_NUMBERS = ("since_year", "mentees_most")
_SWITCHES = ("closed", "takes_guests", "hides_reply_time")
FIELDS = (
    "act", "version", "number", "timezone", "about", *LINES, *_ONE_OF, *_DAYS, *_NUMBERS,
    *_SWITCHES,
)  # fmt: skip


async def told_in(request: Request) -> dict[str, str]:
    """Read what is told of a profile, lists with commas between; the form's token is checked."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        several = {
            name: ",".join(one for one in form.getlist(name) if isinstance(one, str))
            for name in SEVERAL
        }
    return await fields(request, FIELDS) | several


def deed_of(told: Mapping[str, str]) -> str:
    """Return what is to be done; raise Invalid for what nobody can do to a profile."""
    act = told["act"] or "save"
    if act not in DEEDS:
        raise Invalid("Save the profile, take another link, or ask to be listed.")
    return act


def typed_in(told: Mapping[str, str]) -> dict[str, str]:
    """What was typed, cleaned; of lists what is known, and what is usual of what was left out."""
    typed = {name: one_line(told[name]) for name in (*LINES, *_ONE_OF, *_DAYS, *_NUMBERS)}
    typed |= {name: "1" if told[name] else "" for name in _SWITCHES}
    typed |= {"about": clean(told["about"]), "timezone": told["timezone"]}
    typed |= {name: _some(told[name], known) for name, known in SEVERAL.items()}
    typed["mediums"] = typed["mediums"] or Medium.VIDEO.value
    typed["languages"] = typed["languages"] or "en"
    typed["visibility"] = typed["visibility"] or Visibility.MEMBERS.value
    return typed | {"version": told["version"]}


def profile_in(told: Mapping[str, str], *, now: datetime) -> Profile | Draft:
    """Return what is to stand in a profile, or the form with what is amiss."""
    typed = typed_in(told)
    complaints = _complaints(typed, now)
    if complaints:
        return Draft(typed, complaints)
    kept = {name: typed[name] for name in (*LINES, *_ONE_OF, *SEVERAL, "about", "timezone")}
    return Profile(
        **kept,
        since_year=number(typed["since_year"]) or None,
        mentees_most=number(typed["mentees_most"]) or None,
        paused_from=day_or_none(typed["paused_from"]),
        paused_until=day_or_none(typed["paused_until"]),
        is_open=not typed["closed"],
        takes_guests=bool(typed["takes_guests"]),
        hides_reply_time=bool(typed["hides_reply_time"]),
    )


def shown(mentor: Mentor | None, user: User) -> Draft:
    """Return the form as it shows a profile; of none, what the account says of its owner."""
    if mentor is None:
        begun = {"name": user.name, "timezone": user.timezone, "visibility": "members"}
        return Draft(begun | {"mediums": Medium.VIDEO.value, "languages": "en", "version": ""})
    kept = (*LINES, *_ONE_OF, *SEVERAL, *_DAYS, *_NUMBERS, "about", "timezone", "version")
    typed = {name: str(getattr(mentor, name) or "") for name in kept}
    typed["closed"] = "" if mentor.is_open else "1"
    typed["takes_guests"] = "1" if mentor.takes_guests else ""
    typed["hides_reply_time"] = "1" if mentor.hides_reply_time else ""
    return Draft(typed)


def _complaints(typed: Mapping[str, str], now: datetime) -> dict[str, str]:
    found = {
        name: f"Use at most {LONGEST_LINE} letters here; this is {len(typed[name]):,}."
        for name in LINES
        if len(typed[name]) > LONGEST_LINE
    }
    if len(typed["about"]) > LONGEST_ABOUT:
        found["about"] = f"Use at most {LONGEST_ABOUT:,} letters; this is {len(typed['about']):,}."
    if reason := why_not_name(typed["name"]):
        found["name"] = reason
    if not typed["topics"]:
        found["topics"] = "Choose at least one topic that you can help with."
    if typed["timezone"] not in dict(zones_to_live_in()):
        found["timezone"] = "Choose your time zone."
    for name, known in _ONE_OF.items():
        if typed[name] and typed[name] not in list(known):
            found[name] = "Choose one of these."
    year, most = number(typed["since_year"]), number(typed["mentees_most"])
    if typed["since_year"] and not EARLIEST_YEAR <= year <= now.year:
        found["since_year"] = f"Write a year between {EARLIEST_YEAR} and {now.year}."
    if typed["mentees_most"] and not 1 <= most <= MOST_MENTEES:
        found["mentees_most"] = f"Write a number between 1 and {MOST_MENTEES}, or leave it empty."
    return found | _amiss_in_pause(typed)


def _amiss_in_pause(typed: Mapping[str, str]) -> dict[str, str]:
    days = {name: day_or_none(typed[name]) for name in _DAYS}
    found = {
        name: "Choose a day between 1970 and 2100."
        for name, day in days.items()
        if typed[name] and day is None
    }
    if not found and (reason := why_not_a_pause(days["paused_from"], days["paused_until"])):
        found["paused_until"] = reason
    return found


def _some(told: str, known: tuple[str, ...]) -> str:
    """The known ones of a list, in their own order; what is none of them is passed over."""
    chosen = set(told.split(","))
    return ",".join(one for one in known if one in chosen)
