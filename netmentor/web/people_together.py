"""Several people at once: tagged, followed up or deleted together, or met around one table."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts import binning, editing, tagging
from netmentor.contacts.capturing import Capture, capture_all
from netmentor.contacts.models import Contact
from netmentor.contacts.queries import contact_of, contacts_by_key, contacts_of
from netmentor.contacts.rules import LONGEST_NAME, LONGEST_NOTE, LONGEST_WHAT
from netmentor.errors import Invalid
from netmentor.events.attending.queries import event_at, my_events
from netmentor.text import clean, one_line
from netmentor.web import personal, saying, sessions
from netmentor.web.creating import FIELD, created, drawn_key
from netmentor.web.forms import contacts as forms
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import day

SEATS = 8
_NAMES = tuple(f"name_{seat}" for seat in range(SEATS))
_NOTES = tuple(f"note_{seat}" for seat in range(SEATS))
_KEYS = tuple(f"key_{seat}" for seat in range(SEATS))


async def bulk(request: Request) -> Response:
    """Do one thing to all that are chosen."""
    found = await sessions.needed(request)
    told, keys = await forms.chosen(request)
    people = await contacts_by_key(found.user, keys)
    place = place_of_ours(told["next"] or "/contacts")
    if not people:
        answer = RedirectResponse(place, 303)
        return saying.say(request, answer, "Nobody was chosen: tick the people first.")
    await _do(found.user, told, people)
    return await personal.say_what_was_done(request, found.user, RedirectResponse(place, 303))


async def _do(user: User, told: dict[str, str], people: list[Contact]) -> None:
    now = clock.now()
    match told["deed"]:
        case "tag" | "untag":
            names = tagging.tags_in(told["tag"])
            if not names:
                raise Invalid("Write the tag.")
            act = tagging.tag if told["deed"] == "tag" else tagging.untag
            await act(user, people, names, now=now)
        case "follow-up":
            due_on, what = day(told["due_on"]), one_line(told["what"])[:LONGEST_WHAT]
            await tagging.follow_up_all(user, people, what, due_on, now=now)
        case "delete":
            await binning.delete(user, people, now=now)
        case _:
            raise Invalid("Say what to do: tag, untag, follow-up or delete.")


async def roster(request: Request) -> Response:
    """Eight lines for the names around a table."""
    found = await sessions.needed(request)
    here = await event_at(found.user, now=clock.now())
    draft = Draft({"event": here.slug if here else ""})
    return await _roster_page(request, found, draft)


async def keep_roster(request: Request) -> Response:
    """Keep all names at once; the notes come after."""
    found = await sessions.needed(request)
    user = found.user
    told = await fields(request, (*_NAMES, "event", "met_where", FIELD))
    names = [line for name in _NAMES if (line := one_line(told[name]))]
    complaints = {
        name: f"Use at most {LONGEST_NAME} characters."
        for name in _NAMES
        if len(told[name]) > LONGEST_NAME
    }
    if not names:
        complaints["name_0"] = "Write at least one name."
    event = await forms.event_told(told["event"], user, complaints)
    if complaints:
        return await _roster_page(request, found, Draft(told, complaints), 422)
    where = one_line(told["met_where"])[:300]
    captures = [Capture(name=name, event=event, met_where=where) for name in names]

    async def make() -> str:
        people = await capture_all(user, captures, now=clock.now())
        return f"/contacts/roster/{people[0].key}"

    answer = await created(request, user, told, make)
    return await personal.say_what_was_done(request, user, answer)


async def notes(request: Request) -> Response:
    """A note field for each of those around the table."""
    found = await sessions.needed(request)
    people = await _around_the_table(request, found.user)
    return personal.render(request, "contacts/roster_notes.html", found, people=people)


async def keep_notes(request: Request) -> Response:
    """Write each note beneath what is noted of that person already."""
    found = await sessions.needed(request)
    people = await _around_the_table(request, found.user)
    told = await fields(request, (*_NOTES, *_KEYS))
    by_key = {told[key]: clean(told[note]) for key, note in zip(_KEYS, _NOTES, strict=True)}
    people = [one for one in people if one.key in by_key]
    noted = {one: by_key[one.key] for one in people if by_key[one.key]}
    if any(len(one.note) + len(note) > LONGEST_NOTE for one, note in noted.items()):
        raise Invalid(f"Use at most {LONGEST_NOTE:,} characters of one person.")
    if noted:
        await editing.add_notes(found.user, noted, now=clock.now())
        return await personal.lead_undoable(request, found.user, "contacts:index")
    return personal.lead(request, "There was no note to save.", "contacts:index")


async def _around_the_table(request: Request, user: User) -> list[Contact]:
    """Whoever was kept in the same moment as the first of a table."""
    first = await contact_of(user, request.path_params["key"])
    together = contacts_of(user).filter(created_at=first.created_at).order_by("id")
    return list(await together.limit(SEATS))


async def _roster_page(
    request: Request, found: SignIn, draft: Draft, status: int = 200
) -> Response:
    mine = await my_events(found.user, now=clock.now())
    here = [mine.now] if mine.now else []
    events = {one.event.slug: one.event.title for one in (*here, *mine.unsettled, *mine.over)}
    events |= {one.event.slug: one.event.title for one in mine.ahead}
    return personal.render(
        request,
        "contacts/roster.html",
        found,
        status,
        draft=draft,
        events=list(events.items())[:50],
        names=_NAMES,
        key=drawn_key(),
    )


routes = [
    Route("/contacts/bulk", bulk, methods=["POST"], name="people:bulk"),
    Route("/contacts/roster", roster, name="people:roster"),
    Route("/contacts/roster", keep_roster, methods=["POST"]),
    Route("/contacts/roster/{key}", notes, name="people:roster_notes"),
    Route("/contacts/roster/{key}", keep_notes, methods=["POST"]),
]
