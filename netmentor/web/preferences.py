"""What somebody looks for, asked once in a minute after signing up; and how pages look to them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.joining import why_not_zone
from netmentor.agenda import home
from netmentor.calendars.zones import zones_to_live_in
from netmentor.web import looks, personal, sessions
from netmentor.web.forms import preferences as forms
from netmentor.web.forms.reading import Draft, fields


async def welcome(request: Request) -> Response:
    """Where are you, and what are you aiming for."""
    found = await sessions.needed(request)
    draft = Draft(forms.boxes_of(found.user))
    return personal.render(
        request, "accounts/welcome.html", found, draft=draft, zones=zones_to_live_in()
    )


async def begin(request: Request) -> Response:
    """Keep it, and lead to the list it makes."""
    found = await sessions.needed(request)
    told = await fields(request, forms.WELCOME)
    wanted = forms.aims(told)
    zone = told["timezone"] or found.user.timezone
    if reason := why_not_zone(zone):
        draft = Draft(told, {"timezone": reason})
        return personal.render(
            request, "accounts/welcome.html", found, 422, draft=draft, zones=zones_to_live_in()
        )
    await home.describe_oneself(found.user, name=found.user.name, timezone=zone, now=clock.now())
    await actions.set_aims(found.user, wanted)
    return RedirectResponse(f"/events?{wanted}" if wanted else "/events", 303)


async def set_look(request: Request) -> Response:
    """Keep the theme, and whether single keys do something."""
    found = await sessions.needed(request)
    look = forms.look(await fields(request, forms.LOOK))
    await actions.set_look(found.user, theme=look.theme, single_keys=look.single_keys)
    answer = personal.lead(request, "Saved.", "accounts:settings")
    return looks.remember(request, answer, theme=look.theme, single_keys=look.single_keys)


routes = [
    Route("/welcome", welcome, name="preferences:welcome"),
    Route("/welcome", begin, methods=["POST"]),
    Route("/settings/look", set_look, methods=["POST"], name="preferences:look"),
]
