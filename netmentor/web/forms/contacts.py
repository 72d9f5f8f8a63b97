"""The forms about contacts, read into values or into sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request

from netmentor.accounts.models import User
from netmentor.contacts.editing import MOST_POSITIONS, Held, Told
from netmentor.contacts.rules import LONGEST_NAME, LONGEST_NOTE, LONGEST_WAY, MOST_WAYS, WayKind
from netmentor.contacts.tagging import tags_in
from netmentor.errors import Invalid, NotFound
from netmentor.events.drafts import is_web_address
from netmentor.events.models import Event
from netmentor.events.queries import event_meant
from netmentor.events.rules import YEARS
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day_or_none

POSITION = ("title", "organization", "from", "to")
WAY = ("kind", "value")
TEXTS = ("note", "private_note")
LINES = ("name", "credentials", "event", "met_on", "met_where", "introduced_by", "tags")
FIELDS = (
    *LINES,
    *TEXTS,
    "version",
    *(f"{name}_{row}" for name in POSITION for row in range(MOST_POSITIONS)),
    *(f"{name}_{row}" for name in WAY for row in range(MOST_WAYS)),
)
BULK = ("deed", "tag", "what", "due_on", "next")
CADENCES = (1, 2, 3, 4, 6, 8, 13, 26, 52)  # weeks that the form offers

MOST_CHOSEN = 300

_LONGEST = {"name": LONGEST_NAME, "credentials": 200, "met_where": 300, "introduced_by": 200}
_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class ContactForm:
    """What the form of a contact told: its texts, what is amiss, and the values of a Told.

    `values` lack the event and who introduced them: these are looked up by whoever can.
    """

    typed: Mapping[str, str]
    complaints: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def read_contact(told: Mapping[str, str], before: Told, zone: str) -> ContactForm:
    """Read what was posted of `FIELDS` about the contact that was `before`."""
    typed = {name: one_line(told[name]) for name in FIELDS} | {
        name: clean(told[name]) for name in TEXTS
    }
    form = ContactForm(typed)
    form.values.update({name: typed[name] for name in ("name", "credentials", "met_where", *TEXTS)})
    if not typed["name"]:
        form.complaints["name"] = "Say what they are called."
    for name, longest in (_LONGEST | dict.fromkeys(TEXTS, LONGEST_NOTE)).items():
        if len(typed[name]) > longest:
            form.complaints[name] = f"Use at most {longest:,} characters."
    form.values["met_at"] = _met_at(form, before, zone)
    form.values["positions"] = [one for row in range(MOST_POSITIONS) if (one := _held(form, row))]
    form.values["ways"] = [way for row in range(MOST_WAYS) if (way := _way(form, row))]
    try:
        form.values["tags"] = tags_in(typed["tags"])
    except Invalid as exc:
        form.complaints["tags"] = exc.message
    return form


def typed_of(contact: Told, version: int, zone: str) -> dict[str, str]:
    """What the form shows of a contact."""
    shown = dict.fromkeys(FIELDS, "") | {
        "name": contact.name,
        "credentials": contact.credentials,
        "note": contact.note,
        "private_note": contact.private_note,
        "event": contact.event.slug if contact.event else "",
        "met_on": _local_day(contact.met_at, zone).isoformat(),
        "met_where": contact.met_where,
        "introduced_by": contact.introduced_by.name if contact.introduced_by else "",
        "tags": ", ".join(contact.tags),
        "version": str(version),
    }
    for row, held in enumerate(contact.positions[:MOST_POSITIONS]):
        days = (f"{day:%Y-%m}" if day else "" for day in (held.from_on, held.to_on))
        for name, value in zip(POSITION, (held.title, held.organization, *days), strict=True):
            shown[f"{name}_{row}"] = value
    for row, (kind, value) in enumerate(contact.ways[:MOST_WAYS]):
        shown[f"kind_{row}"], shown[f"value_{row}"] = kind, value
    return shown


async def event_told(slug: str, user: User, complaints: dict[str, str]) -> Event | None:
    """The event that a form names, or None with a complaint."""
    try:
        return await event_meant(slug, user.id) if slug else None
    except NotFound:
        complaints["event"] = "Choose one of your events."
        return None


async def chosen(request: Request) -> tuple[dict[str, str], list[str]]:
    """Read what is to be done to several people, and their keys; the token is checked."""
    keys: list[str] = []
    async with request.form(max_files=0, max_fields=MOST_CHOSEN) as form:
        keys = [value for value in form.getlist("key") if isinstance(value, str)]
    return await fields(request, BULK), keys


def rows_shown(typed: Mapping[str, str], names: Sequence[str], most: int) -> int:
    """How many rows a form shows: those that hold something, and an empty one more."""
    full = [row for row in range(most) if any(typed.get(f"{name}_{row}") for name in names)]
    return min(most, max(full, default=-1) + 2)


def moment(on: date, zone: str, now: datetime) -> datetime:
    """A moment of a day in a zone: now, or noon of another day."""
    there = ZoneInfo(zone)
    if on == now.astimezone(there).date():
        return now
    return datetime.combine(on, time(12), there)


def _met_at(form: ContactForm, before: Told, zone: str) -> datetime:
    shown = form.typed["met_on"]
    if shown in ("", _local_day(before.met_at, zone).isoformat()):
        return before.met_at
    met_on = day_or_none(shown)
    if met_on is None:
        form.complaints["met_on"] = "Write the day as 2027-03-09, between 1970 and 2100."
        return before.met_at
    return datetime.combine(met_on, time(12), ZoneInfo(zone))


def _held(form: ContactForm, row: int) -> Held | None:
    title, organization = form.typed[f"title_{row}"], form.typed[f"organization_{row}"]
    if max(len(title), len(organization)) > 200:
        form.complaints[f"title_{row}"] = "Use at most 200 characters."
    since, until = (_month(form, f"{name}_{row}") for name in ("from", "to"))
    if since and until and until < since:
        form.complaints[f"to_{row}"] = "A position ends before it begins."
    if not (title or organization):
        return None
    return Held(title=title, organization=organization, from_on=since, to_on=until)


def _month(form: ContactForm, name: str) -> date | None:
    text = form.typed[name]
    found = _MONTH.fullmatch(text) if text.isascii() else None
    try:
        told = date(*(int(part or 1) for part in found.groups())) if found else None
    except ValueError:
        told = None
    if told and told.year in YEARS:
        return told
    if text:
        form.complaints[name] = "Write a month as 2024-05, between 1970 and 2100."
    return None


def _way(form: ContactForm, row: int) -> tuple[str, str] | None:
    kind, value = form.typed[f"kind_{row}"], form.typed[f"value_{row}"]
    if not value:
        return None
    if kind not in frozenset(WayKind):
        form.complaints[f"kind_{row}"] = "Choose how they are reached."
    if kind in (WayKind.LINKEDIN, WayKind.WEBSITE):
        value = value if ":" in value else f"https://{value}"
        if not is_web_address(value):
            form.complaints[f"value_{row}"] = f"“{value[:60]}” is no address of a web page."
    if kind == WayKind.EMAIL and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        form.complaints[f"value_{row}"] = f"“{value[:60]}” is no email address."
    if len(value) > LONGEST_WAY:
        form.complaints[f"value_{row}"] = f"Use at most {LONGEST_WAY} characters."
    return kind, value


def _local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
