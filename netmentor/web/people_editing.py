"""What is known of somebody, changed by a form that no other tab's change is lost to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts import editing
from netmentor.contacts.editing import MOST_POSITIONS, Stale, Told
from netmentor.contacts.models import Contact
from netmentor.contacts.queries import contact_of, contacts_of
from netmentor.contacts.rules import MOST_WAYS
from netmentor.contacts.words import WAY_WORDS
from netmentor.events.attending.queries import my_events
from netmentor.text import folded
from netmentor.web import personal, sessions
from netmentor.web.forms.contacts import (
    FIELDS,
    POSITION,
    WAY,
    ContactForm,
    event_told,
    read_contact,
    rows_shown,
    typed_of,
)
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number

_ADDRESS = re.compile(r"/contacts/([0-9a-f-]{36})")
_WORDS = {
    "name": "Name",
    "credentials": "Credentials",
    "note": "Note",
    "private_note": "Note that never leaves",
    "event": "Event",
    "met_on": "Met on",
    "met_where": "Where",
    "introduced_by": "Introduced by",
    "tags": "Tags",
}
_PARTS = {"title": "Position", "organization": "Organization", "from": "From", "to": "To"}


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that two tabs tell differently."""

    label: str
    kept: str
    yours: str


async def edit(request: Request) -> Response:
    """The form of what is known of somebody."""
    found = await sessions.needed(request)
    contact, before = await _of(request, found.user)
    typed = typed_of(before, contact.version, found.user.timezone)
    return await _page(request, found, contact, Draft(typed))


async def change(request: Request) -> Response:
    """Save the form; where it was changed since it was shown, show both texts and save neither."""
    found = await sessions.needed(request)
    user, zone = found.user, found.user.timezone
    contact, before = await _of(request, user)
    form = read_contact(await fields(request, FIELDS), before, zone)
    told = await _told(user, contact, form, before)
    if form.complaints:
        return await _page(request, found, contact, form, 422)
    version = number(form.typed["version"])
    try:
        await editing.change(user, contact, told, version=version, now=clock.now())
    except Stale:
        return await _both(request, found, told)
    return await personal.lead_undoable(request, user, "contacts:show", key=contact.key)


async def _both(request: Request, found: SignIn, told: Told) -> Response:
    """What is kept beside what was written; a button pressed twice wrote the same and is well."""
    contact, kept = await _of(request, found.user)
    zone = found.user.timezone
    theirs, yours = (typed_of(one, contact.version, zone) for one in (kept, told))
    differing = _differing(theirs, yours)
    if not differing:
        return personal.lead(request, "Saved.", "contacts:show", key=contact.key)
    return await _page(request, found, contact, Draft(yours), 409, differing)


async def _told(user: User, contact: Contact, form: ContactForm, before: Told) -> Told:
    """All that the form tells, with the event and the person it names looked up."""
    event = await event_told(form.typed["event"], user, form.complaints)
    named = form.typed["introduced_by"]
    introduced_by = await _introducer(user, contact, form, before) if named else None
    if form.complaints:
        return before
    where = form.values["met_where"] or (event.title if event else "")
    values = form.values | {"met_where": where, "introduced_by": introduced_by}
    return Told(**values, event=event)


async def _introducer(
    user: User, contact: Contact, form: ContactForm, before: Told
) -> Contact | None:
    """One of the user's own people, by name or by the address of their page."""
    named = form.typed["introduced_by"]
    if before.introduced_by and named == before.introduced_by.name:
        return before.introduced_by
    others = contacts_of(user).exclude(id=contact.id)
    if by_address := _ADDRESS.search(named):
        people = await others.filter(key=by_address[1])
    else:
        people = await others.filter(folded_name=folded(named)[:200]).limit(2)
    if len(people) == 1:
        return people[0]
    form.complaints["introduced_by"] = (
        f"Several of your people are called “{named}”: give the address of the right page here."
        if people
        else f"None of your people is called “{named}”. Add them first, or write it in the note."
    )
    return None


async def _of(request: Request, user: User) -> tuple[Contact, Told]:
    contact = await contact_of(user, request.path_params["key"])
    await contact.fetch_related("event__merged_into", "introduced_by")
    return contact, await editing.told_of(contact)


def _differing(kept: Mapping[str, str], yours: Mapping[str, str]) -> list[Differing]:
    return [
        Differing(_label(name), kept[name], yours[name])
        for name in FIELDS
        if name != "version" and kept[name] != yours[name]
    ]


def _label(name: str) -> str:
    part, _, row = name.rpartition("_")
    if not row.isdigit():
        return _WORDS[name]
    what = _PARTS.get(part, "Way to reach them")
    return f"{what} {int(row) + 1}"


async def _page(
    request: Request,
    found: SignIn,
    contact: Contact,
    draft: Draft | ContactForm,
    status: int = 200,
    differing: Sequence[Differing] = (),
) -> Response:
    shown: dict[str, Any] = {
        "contact": contact,
        "draft": draft,
        "differing": differing,
        "events": await _events(found.user, contact),
        "way_words": list(WAY_WORDS.items()),
        "position_rows": rows_shown(draft.typed, POSITION, MOST_POSITIONS),
        "way_rows": rows_shown(draft.typed, WAY[1:], MOST_WAYS),
    }
    return personal.render(request, "contacts/edit.html", found, status, **shown)


async def _events(user: User, contact: Contact) -> list[tuple[str, str]]:
    """The events that may be chosen: the user's own dated ones, and the one that is chosen."""
    mine = await my_events(user, now=clock.now())
    here = [mine.now.event] if mine.now else []
    of_theirs = [one.event for one in (*mine.unsettled, *mine.over, *mine.ahead)]
    chosen = contact.event.merged_into or contact.event if contact.event else None
    events = [*([chosen] if chosen else []), *here, *of_theirs]
    return list({event.slug: event.title for event in events}.items())[:200]


routes = [
    Route("/contacts/{key}/edit", edit, name="people:edit"),
    Route("/contacts/{key}/edit", change, methods=["POST"]),
]
