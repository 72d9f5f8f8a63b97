"""Reminders: what is planned, sent and held back, each with its reason; and when they come."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.reminders import actions, showing
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.reasons import reasons_for
from netmentor.reminders.rules import HORIZON
from netmentor.reminders.wishes import Wishes
from netmentor.web import personal, saying, sessions
from netmentor.web.forms import reminders as forms
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number
from netmentor.web.page import settings_of


async def index(request: Request) -> Response:
    """What is planned by day, what was sent, and what was not; or the reasons of one entry."""
    found = await sessions.needed(request)
    if uid := request.query_params.get("uid", ""):
        return await _reasons(request, found, uid)
    user, pages, now = found.user, forms.pages(request.query_params), clock.now()
    return personal.render(
        request,
        "reminders/index.html",
        found,
        planned=await showing.planned_days(user, pages["planned"], now=now),
        total=await showing.count_planned(user),
        letters=await showing.letters_sent(user, pages["letters"], now=now),
        held_back=await showing.held_back(user, pages["silent"], now=now),
        here=now.astimezone(ZoneInfo(user.timezone)).date(),
        ahead_days=HORIZON.days,
        **_standing(request, await wishes_of(user)),
    )


async def skip(request: Request) -> Response:
    """Leave out one that is planned; it can be taken back while it lies ahead."""
    found, wanted, place = await _asked(request)
    await actions.skip(found.user, wanted, now=clock.now())
    return _lead(request, place, "It is skipped. “Remind me after all” stands beside it.")


async def take_back(request: Request) -> Response:
    """Tell of it after all."""
    found, wanted, place = await _asked(request)
    await actions.take_back_skip(found.user, wanted, now=clock.now())
    return _lead(request, place, "You are reminded of it after all.")


async def choose(request: Request) -> Response:
    """The form of when they come."""
    found = await sessions.needed(request)
    wishes = await wishes_of(found.user)
    return _form(request, found, wishes, forms.shown(wishes))


async def wish(request: Request) -> Response:
    """Have them come as the form says."""
    found = await sessions.needed(request)
    before = await wishes_of(found.user)
    wishes = forms.wishes_in(await forms.told_in(request), before)
    if isinstance(wishes, Draft):
        return _form(request, found, before, wishes, 422)
    await actions.wish(found.user, wishes)
    return personal.lead(request, "When you are reminded is saved.", "reminders:choose")


async def pause(request: Request) -> Response:
    """Send nothing until they say so; that it is so already is as well."""
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.pause(found.user, now=clock.now())
    return personal.lead(request, "All reminders are paused.", "reminders:choose")


async def resume(request: Request) -> Response:
    """Go on sending."""
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.resume(found.user)
    return personal.lead(request, "Reminders come again.", "reminders:choose")


async def _asked(request: Request) -> tuple[SignIn, int, str]:
    """Who asks, for which reminder, and where it stands on the page they came from."""
    found = await sessions.needed(request)
    told = await fields(request, ("next",))
    wanted = number(request.path_params["reminder"])
    return found, wanted, f"{place_of_ours(told['next'] or '/reminders')}#reminder-{wanted}"


def _lead(request: Request, place: str, words: str) -> Response:
    return saying.say(request, RedirectResponse(place, 303), words)


async def _reasons(request: Request, found: SignIn, uid: str) -> Response:
    wishes = await wishes_of(found.user)
    reasons = await reasons_for(found.user, uid, wishes, now=clock.now())
    standing = _standing(request, wishes)
    return personal.render(request, "reminders/entry.html", found, one=reasons, **standing)


def _form(
    request: Request, found: SignIn, wishes: Wishes, draft: Draft, status: int = 200
) -> Response:
    return personal.render(
        request,
        "reminders/settings.html",
        found,
        status,
        draft=draft,
        subjects=forms.subjects_in(draft),
        digests=forms.digests_in(draft),
        hours=forms.HOURS,
        **_standing(request, wishes),
    )


def _standing(request: Request, wishes: Wishes) -> dict[str, Any]:
    """Whether letters go out at all."""
    return {"paused_at": wishes.paused_at, "goes_out": bool(settings_of(request).smtp_url)}


routes = [
    Route("/reminders", index, name="reminders:index"),
    Route("/reminders/{reminder}/skip", skip, methods=["POST"], name="reminders:skip"),
    Route(
        "/reminders/{reminder}/take-back", take_back, methods=["POST"], name="reminders:take_back"
    ),
    Route("/settings/reminders", choose, name="reminders:choose"),
    Route("/settings/reminders", wish, methods=["POST"]),
    Route("/settings/reminders/pause", pause, methods=["POST"], name="reminders:pause"),
    Route("/settings/reminders/resume", resume, methods=["POST"], name="reminders:resume"),
]
