"""The form of a private feed, read into a value or into sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from starlette.requests import Request

from netmentor.agenda.choices import Wanted, columns_of, wanted_of
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.rules import LONGEST_NAME, Detail, Lead, Tasks
from netmentor.agenda.words import KIND_WORDS, LEAD_WORDS, listed
from netmentor.calendars.dated import Kind
from netmentor.text import one_line
from netmentor.web.creating import FIELD
from netmentor.web.forms.reading import Draft, fields, lists
from netmentor.web.forms.values import short_names

FIELDS = ("name", "kinds", "detail", "tasks", "alarms")

_SEVERAL = ("kinds", "alarms")  # each is there once for each value, or once with commas between
_MOST_ECHOED = 40
_BEGINS_WITH = {
    "kinds": ",".join(sorted({*Kind} - {Kind.INTERESTED, Kind.SERIES})),
    "detail": Detail.TITLES.value,  # people's notes and addresses go out by choice alone
    "tasks": Tasks.EVENT.value,
    "alarms": "",
}

Choice = TypeVar("Choice", bound=StrEnum)


async def told_in(request: Request, *more: str) -> dict[str, str]:
    """Read what is told of a feed, lists with commas between; the form's token is checked."""
    ones = [name for name in FIELDS if name not in _SEVERAL]
    return await fields(request, (*ones, FIELD, *more)) | await lists(request, _SEVERAL)


def wanted_in(told: Mapping[str, str]) -> Wanted | Draft:
    """Return what is wanted of a feed, or the form with what is amiss."""
    typed = {
        "name": one_line(told["name"]),
        "detail": told["detail"] or Detail.FULL.value,
        "tasks": told["tasks"] or Tasks.EVENT.value,
        **{name: short_names(told[name]) for name in _SEVERAL},
        "version": told.get("version", ""),
    }
    complaints: dict[str, str] = {}
    wanted = Wanted(
        name=typed["name"],
        kinds=frozenset(_kinds(typed["kinds"], complaints)),
        detail=_one(Detail, "detail", typed, complaints) or Detail.FULL,
        tasks=_one(Tasks, "tasks", typed, complaints) or Tasks.EVENT,
        alarms=_alarms(typed["alarms"], complaints),
    )
    if not wanted.name:
        complaints["name"] = "Give it a name, which the calendar program shows."
    elif len(wanted.name) > LONGEST_NAME:
        long = len(wanted.name)
        complaints["name"] = f"Use at most {LONGEST_NAME} letters here; this is {long:,}."
    if not wanted.held:
        complaints.setdefault("kinds", _nothing(wanted))
    return Draft(typed, complaints) if complaints else wanted


def left_as_it_is(told: Mapping[str, str], feed: PrivateFeed) -> dict[str, str]:
    """How much a feed tells, where a change of it does not say: less must not become more."""
    return {name: getattr(feed, name) for name in ("detail", "tasks") if not told[name]}


def shown(feed: PrivateFeed) -> Draft:
    """Return the form as it shows a feed."""
    return Draft(columns_of(wanted_of(feed)))


def blank(name: str) -> Draft:
    """Return the form of a new feed, with what most people want of one."""
    return Draft(_BEGINS_WITH | {"name": name})


def _nothing(wanted: Wanted) -> str:
    if wanted.kinds:
        return (
            "Only what you go to takes your time, so busy times alone leave out all else. Choose"
            " that as well, or let it tell titles."
        )
    return "Choose at least one thing for it to hold."


def _kinds(told: str, complaints: dict[str, str]) -> Iterator[Kind]:
    for value in filter(None, told.split(",")):
        try:
            yield Kind(value)
        except ValueError:
            complaints["kinds"] = f"{_echo(value)} is none of these. {_known(Kind)}"


def _one(
    choices: type[Choice], name: str, typed: Mapping[str, str], complaints: dict[str, str]
) -> Choice | None:
    try:
        return choices(typed[name])
    except ValueError:
        complaints[name] = f"{_echo(typed[name])} is none of these. {_known(choices)}"
        return None


def _alarms(told: str, complaints: dict[str, str]) -> dict[Kind, Lead]:
    found: dict[Kind, Lead] = {}
    for value in filter(None, told.split(",")):
        kind, _, lead = value.partition(":")
        try:
            chosen = Lead(lead)
            if found.setdefault(Kind(kind), chosen) is not chosen:
                complaints["alarms"] = f"{KIND_WORDS[kind]}: choose one alarm."
        except ValueError:
            leads = listed([f"“{one}” ({LEAD_WORDS[one].lower()})" for one in Lead])
            complaints["alarms"] = (
                f"{_echo(value)} is no alarm. Write “going:1h”: after it {leads}."
            )
    return found


def _echo(value: str) -> str:
    return f"“{value[:_MOST_ECHOED]}”"


def _known(choices: type[StrEnum]) -> str:
    return f"Known: {listed([one.value for one in choices])}."
