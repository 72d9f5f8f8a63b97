"""The form of when somebody is reminded, read into a value or into sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams
from starlette.requests import Request

from netmentor.events.words import clock_words
from netmentor.reminders.rules import (
    CHOICES,
    DIGESTS,
    LED,
    Subject,
    why_not_leads,
    why_not_morning,
    why_not_wall_time,
)
from netmentor.reminders.wishes import Wishes
from netmentor.reminders.words import SUBJECT_HINTS, SUBJECT_WORDS, lead_words
from netmentor.text import one_line
from netmentor.web.forms.reading import Draft, fields, lists
from netmentor.web.forms.values import number, short_names

HOURS = [(f"{hour:02}:00", clock_words(f"{hour:02}:00")) for hour in range(24)]
FIELDS = ("leads", "digests", "morning", "quiet_from", "quiet_until", "version")

_SEVERAL = ("leads", "digests")  # each is there once for each value, or once with commas between
_HOURS = ("morning", "quiet_from", "quiet_until")
_PAGES = ("planned", "letters", "silent")
_MOST_PAGES = 1_000
_MOST_ECHOED = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject with the leads there are for it: each with its words, and whether it is chosen."""

    words: str
    hint: str
    leads: Sequence[tuple[str, str, bool]]


async def told_in(request: Request) -> dict[str, str]:
    """Read what is told of reminders, lists with commas between; the form's token is checked."""
    ones = [name for name in FIELDS if name not in _SEVERAL]
    return await fields(request, ones) | await lists(request, _SEVERAL)


def wishes_in(told: Mapping[str, str], before: Wishes) -> Wishes | Draft:
    """Return what is wished, or the form with what is amiss; an hour that is not told stays."""
    typed = {name: short_names(told[name]) for name in _SEVERAL}
    typed |= {name: one_line(told[name]) or getattr(before, name) for name in _HOURS}
    complaints: dict[str, str] = {}
    wishes = replace(
        before,
        leads=_leads(typed["leads"], complaints),
        digests=frozenset(_digests(typed["digests"], complaints)),
        version=number(told["version"]) if told["version"] else before.version,
        morning=typed["morning"],
        quiet_from=typed["quiet_from"],
        quiet_until=typed["quiet_until"],
    )
    for name in _HOURS:
        if reason := why_not_wall_time(typed[name]):
            complaints[name] = reason
    if not complaints and (reason := why_not_morning(*(typed[name] for name in _HOURS))):
        complaints["morning"] = reason
    return Draft(typed | {"version": told["version"]}, complaints) if complaints else wishes


def shown(wishes: Wishes) -> Draft:
    """Return the form as it shows what is wished."""
    leads = (f"{subject}:{lead}" for subject in LED for lead in wishes.leads_of(subject))
    typed = {"leads": ",".join(leads), "digests": ",".join(wishes.digests)}
    typed |= {name: getattr(wishes, name) for name in _HOURS}
    return Draft(typed | {"version": str(wishes.version)})


def subjects_in(draft: Draft) -> list[Asked]:
    """Each subject as the form shows it, with what is chosen."""
    chosen = draft.typed["leads"].split(",")
    return [
        Asked(
            SUBJECT_WORDS[subject],
            SUBJECT_HINTS[subject],
            [(value, lead_words(lead), value in chosen) for value, lead in _values(subject)],
        )
        for subject in LED
    ]


def digests_in(draft: Draft) -> list[tuple[Subject, str, str, bool]]:
    """Each letter as the form shows it: its words, a hint, and whether it is chosen."""
    chosen = draft.typed["digests"].split(",")
    return [(one, SUBJECT_WORDS[one], SUBJECT_HINTS[one], one in chosen) for one in DIGESTS]


def pages(query: QueryParams) -> dict[str, int]:
    """Which page of each list an address asks for; the first where it asks for none there is."""
    return {name: min(number(query.get(name, "")) or 1, _MOST_PAGES) for name in _PAGES}


def _values(subject: Subject) -> Iterator[tuple[str, str]]:
    """The leads of a subject, the longest first, as the form sends each."""
    return ((f"{subject}:{lead}", lead) for lead in CHOICES[subject])


def _leads(told: str, complaints: dict[str, str]) -> dict[Subject, tuple[str, ...]]:
    found: dict[Subject, list[str]] = {subject: [] for subject in LED}
    for value in filter(None, told.split(",")):
        kind, _, lead = value.partition(":")
        if kind in LED and lead in CHOICES[Subject(kind)]:
            found[Subject(kind)].append(lead)
        else:
            complaints["leads"] = (
                f"{_echo(value)} is none of these. Write “going:1d”: of what, and how long before."
            )
    for subject, leads in found.items():
        if reason := why_not_leads(subject, frozenset(leads)):
            complaints["leads"] = f"{SUBJECT_WORDS[subject]}: {reason}"
    return {
        subject: tuple(lead for lead in CHOICES[subject] if lead in leads)
        for subject, leads in found.items()
    }


def _digests(told: str, complaints: dict[str, str]) -> Iterator[Subject]:
    for value in filter(None, told.split(",")):
        if value in DIGESTS:
            yield Subject(value)
        else:
            known = ", ".join(DIGESTS)
            complaints["digests"] = f"{_echo(value)} is none of these letters. Known: {known}."


def _echo(value: str) -> str:
    return f"“{value[:_MOST_ECHOED]}”"
