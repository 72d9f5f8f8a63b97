"""What somebody did, undone by one button, wherever it was done."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.contacts.undoing import undo as put_back
from netmentor.web import saying, sessions
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import number


async def undo(request: Request) -> Response:
    """Put everything back as it was before one deed, and lead back to where that was seen."""
    found = await sessions.needed(request)
    told = await fields(request, ("next",))
    deed_id = number(request.path_params["deed"])
    words = await put_back(found.user, deed_id, now=clock.now())
    place = place_of_ours(told["next"] or "/contacts")
    return saying.say(request, RedirectResponse(place, 303), f"Undone: {words}")


routes = [Route("/undo/{deed}", undo, methods=["POST"], name="undoing:undo")]
