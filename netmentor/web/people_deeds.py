"""What somebody does about one of their people: noted, promised, planned, tagged, deleted."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.contacts import binning, promising, tagging
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import Contact
from netmentor.contacts.queries import contact_of, touch_of
from netmentor.contacts.rules import (
    LONGEST_NOTE,
    LONGEST_WHAT,
    OUR_WORDS,
    State,
    TouchKind,
    worded_here,
)
from netmentor.contacts.touching import Told, log_touch, take_out_touch
from netmentor.errors import Conflict, Invalid
from netmentor.events.rules import YEARS
from netmentor.text import clean
from netmentor.web import personal, sessions
from netmentor.web.creating import FIELD, created
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.contacts import moment
from netmentor.web.forms.follow_ups import PLAN, plan
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day_or_none, line, number

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})")


async def add_touch(request: Request) -> Response:
    """Note that the two were in touch; what was to keep them in touch begins anew."""
    found, contact = await _asked(request)
    told = await fields(request, ("kind", "note", "at", "by_them", FIELD))
    note = clean(told["note"])
    if told["kind"] not in frozenset(TouchKind):
        raise Invalid("Say how you were in touch: spoke, message, call, coffee, and so on.")
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"Use at most {LONGEST_NOTE:,} characters.")
    now = clock.now()
    touch = Told(
        kind=TouchKind(told["kind"]),
        at=_at(told["at"], found, now),
        note=note,
        by_them=told["by_them"] == "1",
    )

    async def make() -> str:
        await log_touch(found.user, contact, touch, now=now)
        return f"/contacts/{contact.key}"

    answer = await created(request, found.user, told, make)
    return await personal.say_what_was_done(request, found.user, answer)


async def take_out(request: Request) -> Response:
    """Take a touch out of the timeline."""
    found, contact = await _asked(request)
    await fields(request, ())
    row = await touch_of(contact, number(request.path_params["touch"]))
    await take_out_touch(found.user, row, now=clock.now())
    return await _back(request, found, contact)


async def add_promise(request: Request) -> Response:
    """Write down what one of the two promised."""
    found, contact = await _asked(request)
    told = await fields(request, ("what", "by_them", FIELD))
    what = line(told["what"], LONGEST_WHAT, "Say what was promised.")
    by_them = told["by_them"] == "1"

    async def make() -> str:
        await promising.promise(found.user, contact, what, by_them=by_them, now=clock.now())
        return f"/contacts/{contact.key}"

    answer = await created(request, found.user, told, make)
    return await personal.say_what_was_done(request, found.user, answer)


async def keep_promise(request: Request) -> Response:
    """Say that a promise was kept."""
    return await _settle(request, State.DONE)


async def let_go(request: Request) -> Response:
    """Let a promise go."""
    return await _settle(request, State.DROPPED)


async def add_follow_up(request: Request) -> Response:
    """Plan what is to be done about somebody."""
    found, contact = await _asked(request)
    told = await fields(request, (*PLAN, FIELD))
    planned = plan(told, worded_here(OUR_WORDS[0], contact.name))

    async def make() -> str:
        await promise_follow_up(found.user, **asdict(planned), contact=contact, now=clock.now())
        return f"/contacts/{contact.key}"

    answer = await created(request, found.user, told, make)
    return await personal.say_what_was_done(request, found.user, answer)


async def set_tags(request: Request) -> Response:
    """Put tags on somebody, or take one off."""
    found, contact = await _asked(request)
    told = await fields(request, ("tags", "off"))
    if told["off"]:
        names = tagging.tags_in(told["off"])
        await tagging.untag(found.user, [contact], names, now=clock.now())
        return await _back(request, found, contact)
    names = tagging.tags_in(told["tags"])
    if not names:
        raise Invalid("Write a tag, or several with commas between.")
    await tagging.tag(found.user, [contact], names, now=clock.now())
    return await _back(request, found, contact)


async def delete(request: Request) -> Response:
    """Put somebody into the bin, but not for a page of who was merged into them since."""
    found, contact = await _asked(request)
    await fields(request, ())
    if contact.key != request.path_params["key"]:
        raise Conflict(f"That is {contact.name} by now. Look at them first.")
    await binning.delete(found.user, [contact], now=clock.now())
    return await personal.lead_undoable(request, found.user, "contacts:index")


async def take_back(request: Request) -> Response:
    """Take somebody out of the bin."""
    found, contact = await _asked(request)
    await fields(request, ())
    await binning.take_back(found.user, contact, now=clock.now())
    return await _back(request, found, contact)


async def _settle(request: Request, state: State) -> Response:
    found = await sessions.needed(request)
    id_ = number(request.path_params["promise"])
    row = await promising.promise_of(found.user, id_)
    place = (await fields(request, ("next",)))["next"] or f"/contacts/{row.contact.key}"
    await promising.settle_promise(found.user, row, state, now=clock.now())
    answer = RedirectResponse(place_of_ours(place), 303)
    return await personal.say_what_was_done(request, found.user, answer)


async def _asked(request: Request) -> tuple[SignIn, Contact]:
    found = await sessions.needed(request)
    return found, await contact_of(found.user, request.path_params["key"])


def _at(text: str, found: SignIn, now: datetime) -> datetime:
    """When a touch was: a day, or a moment with its offset; now where nothing is told."""
    if not text:
        return now
    zone = found.user.timezone
    day = day_or_none(text)
    at = moment(day, zone, now) if day else _moment(text)
    if at is None:
        raise Invalid("Write the day as 2026-11-24, between 1970 and 2100.")
    if at.astimezone(ZoneInfo(zone)).date() > now.astimezone(ZoneInfo(zone)).date():
        raise Invalid("That day is still to come: plan a follow-up for it.")
    return at


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None
    return at if at and at.year in YEARS else None


async def _back(request: Request, found: SignIn, contact: Contact) -> Response:
    return await personal.lead_undoable(request, found.user, "contacts:show", key=contact.key)


routes = [
    Route("/contacts/{key}/touches", add_touch, methods=["POST"], name="people:touch"),
    Route(
        "/contacts/{key}/touches/{touch}/take-out",
        take_out,
        methods=["POST"],
        name="people:take_out",
    ),
    Route("/contacts/{key}/promises", add_promise, methods=["POST"], name="people:promise"),
    Route("/contacts/{key}/follow-ups", add_follow_up, methods=["POST"], name="people:follow_up"),
    Route("/contacts/{key}/tags", set_tags, methods=["POST"], name="people:tags"),
    Route("/contacts/{key}/delete", delete, methods=["POST"], name="people:delete"),
    Route("/contacts/{key}/take-back", take_back, methods=["POST"], name="people:take_back"),
    Route("/promises/{promise}/kept", keep_promise, methods=["POST"], name="people:kept"),
    Route("/promises/{promise}/let-go", let_go, methods=["POST"], name="people:let_go"),
]
