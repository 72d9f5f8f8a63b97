"""What an event or a series is to the person who is signed in, and all of theirs on one page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.errors import Invalid
from netmentor.events import queries as events
from netmentor.events.attending import actions, queries
from netmentor.events.models import Event
from netmentor.web import personal, sessions
from netmentor.web.forms import my_events as forms
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import redirect


async def index(request: Request) -> Response:
    """Everything the person goes to, follows, has been at, and keeps for themselves."""
    found = await sessions.needed(request)
    mine = await queries.my_events(found.user, now=clock.now())
    return personal.render(request, "my_events/index.html", found, mine=mine)


async def answer(request: Request) -> Response:
    """Say interested, going, went, skipped, or none of them."""
    found = await sessions.needed(request)
    event = await _event(request, found.user.id)
    told = await fields(request, forms.ANSWER)
    said, why = forms.answer(told)
    await actions.answer(found.user, event, said, why=why, now=clock.now())
    if told["next"]:
        return RedirectResponse(place_of_ours(told["next"]), 303)
    return redirect(request, "events:show", slug=event.slug)


async def note_down(request: Request) -> Response:
    """Keep the person's own notes of an event."""
    found = await sessions.needed(request)
    event = await _event(request, found.user.id)
    notes = forms.notes(await fields(request, forms.NOTES))
    if isinstance(notes, Draft):
        return personal.render(
            request, "my_events/notes.html", found, 422, event=event, draft=notes
        )
    await actions.note_down(found.user, event, notes, now=clock.now())
    return personal.lead(request, "Your notes are saved.", "events:show", slug=event.slug)


async def follow(request: Request) -> Response:
    """Follow a series, or stop."""
    found = await sessions.needed(request)
    series = await events.series_by_slug(request.path_params["slug"])
    wanted = (await fields(request, ("follow",)))["follow"] or "yes"
    if wanted not in ("yes", "no"):
        raise Invalid("Say yes to follow the series, or no to stop.")
    if wanted == "yes":
        await actions.follow(found.user, series, now=clock.now())
        words = f"You follow {series.name}. Its next edition comes to My events."
    else:
        await actions.unfollow(found.user, series)
        words = f"You no longer follow {series.name}."
    return personal.lead(request, words, "series:show", slug=series.slug)


async def _event(request: Request, user_id: int) -> Event:
    return await events.event_meant(request.path_params["slug"], user_id)


routes = [
    Route("/my/events", index, name="my_events:index"),
    Route("/events/{slug}/going", answer, methods=["POST"], name="my_events:answer"),
    Route("/events/{slug}/notes", note_down, methods=["POST"], name="my_events:note_down"),
    Route("/series/{slug}/follow", follow, methods=["POST"], name="my_events:follow"),
]
