"""What is told of somebody who was met, by a form or by a device, read into a value."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.accounts.rules import why_not_email
from netmentor.contacts.capturing import Capture
from netmentor.contacts.rules import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_WHAT,
    is_key,
)
from netmentor.contacts.tagging import tags_in
from netmentor.errors import Invalid
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import Draft

FIELDS = (
    "id name role organization email phone reach note event met_at met_where promise tags"
    " follow_up follow_up_on then"
).split()
DAYS = {"tomorrow": 1, "week": 7}  # what the form says, and in how many days that is

_LONGEST = {
    "name": LONGEST_NAME,
    "role": 200,
    "organization": 200,
    "email": 254,
    "phone": 100,
    "reach": 300,
    "note": LONGEST_NOTE,
    "event": 100,
    "met_where": 300,
    "promise": LONGEST_WHAT,
}
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_A_DAY = timedelta(days=1)
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_PHONE = re.compile(r"\+?[\d\s().\-/x]*")
_FEWEST_DIGITS = 5


def told_by_a_device(body: bytes) -> dict[str, str]:
    """Return the texts of a JSON object, "event" only where it is told; raise Invalid for others.

    Tags may be a list; what is null or unknown to us is as if it were not there.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise Invalid("This is no JSON.") from exc
    if not isinstance(told, dict):
        raise Invalid("Send an object of texts.")
    tags = told.get("tags")
    if isinstance(tags, list) and all(isinstance(one, str) for one in tags):
        told["tags"] = ",".join(tags)
    found = {name: told[name] for name in FIELDS if told.get(name) is not None}
    if wrong := [name for name, value in found.items() if not isinstance(value, str)]:
        raise Invalid(f"Send “{wrong[0]}” as a text.")
    return dict.fromkeys((name for name in FIELDS if name != "event"), "") | found


def caught(told: Mapping[str, str], user: User, *, now: datetime) -> Capture | Draft:
    """Return what was caught, its event still to be found, or the form with what is amiss."""
    typed = {name: one_line(value) for name, value in told.items()}
    typed["note"] = clean(told["note"])
    complaints = {
        name: f"Use at most {most:,} letters here; this is {len(typed[name]):,}."
        for name, most in _LONGEST.items()
        if len(typed.get(name, "")) > most
    }
    if not typed["name"]:
        complaints["name"] = "Enter a name; a first name is enough."
    if typed["id"] and not is_key(typed["id"]):
        complaints["id"] = "An id is a UUID in lower case."
    tags = _tags(typed["tags"], complaints)
    met_at = _moment(typed["met_at"], complaints, now=now)
    follow_up_on = _day(typed, met_at.astimezone(ZoneInfo(user.timezone)).date(), complaints)
    if complaints:
        return Draft(typed, complaints)
    email, phone, rest = _ways(" ".join(typed[name] for name in ("email", "phone", "reach")))
    return Capture(
        name=typed["name"],
        key=typed["id"],
        digest=_digest(typed),
        role=typed["role"],
        organization=typed["organization"],
        email=email,
        phone=phone,
        note="\n".join(filter(None, (typed["note"], rest))),
        met_at=met_at,
        met_where=typed["met_where"],
        promise=typed["promise"],
        follow_up_on=follow_up_on,
        tags=tags,
    )


def _digest(typed: Mapping[str, str]) -> str:
    """What tells one body from another under one id: all that says something about somebody.

    That no event is told is something else than that there is none.
    """
    about = {name: text for name, text in typed.items() if text or name == "event"}
    about.pop("then", None)
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def _tags(text: str, complaints: dict[str, str]) -> tuple[str, ...]:
    try:
        return tags_in(text)
    except Invalid as exc:
        complaints["tags"] = exc.message
        return ()


def _moment(text: str, complaints: dict[str, str], *, now: datetime) -> datetime:
    """When they met. A device's clock may lie: what it puts far ahead or long ago is now."""
    if not text:
        return now
    try:
        told = datetime.fromisoformat(text)
        if told.tzinfo and told.date() >= _FIRST_DAY and told <= now + _A_DAY:
            return told.astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        complaints["met_at"] = "Write the moment as 2026-11-24T12:00:00Z."
        return now
    if told.tzinfo is None:
        complaints["met_at"] = "Write the moment with its offset, as 2026-11-24T12:00:00Z."
    return now


def _day(typed: Mapping[str, str], met_on: date, complaints: dict[str, str]) -> date | None:
    chosen, told = typed["follow_up"], typed["follow_up_on"]
    if chosen in DAYS:
        return met_on + timedelta(days=DAYS[chosen])
    if not told:
        if chosen == "date":
            complaints["follow_up_on"] = "Choose the day to follow up on."
        return None
    try:
        day = date.fromisoformat(told)
    except ValueError:
        day = date.max
    if not _FIRST_DAY <= day <= _LAST_DAY:
        complaints["follow_up_on"] = "Write the day as 2026-11-24."
        return None
    return day


def _ways(text: str) -> tuple[str, str, str]:
    """Return an address of mail and a number out of what was typed in a hurry, and the rest.

    >>> _ways("jane@clinic.example, 614 555-0101"), _ways("see her card")
    (('jane@clinic.example', '614 555-0101', ''), ('', '', 'see her card'))
    """
    found = _EMAIL.search(text)
    email = found[0].rstrip(".") if found else ""
    if email and why_not_email(email):
        email = ""
    rest = text.replace(email, " ", 1).strip(" ,;") if email else text.strip()
    digits = sum(letter.isdecimal() for letter in rest)
    if _PHONE.fullmatch(rest) and digits >= _FEWEST_DIGITS and len(rest) <= _LONGEST["phone"]:
        return email, rest, ""
    return email, "", rest
