"""Copies of the account, sent to a folder or mailbox of one's own: when, where, how it went."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.copies import actions, rules
from netmentor.copies.ending import place_of
from netmentor.copies.models import CopyPlan
from netmentor.copies.queries import last_copies, plan_of
from netmentor.copies.rules import State
from netmentor.web import personal, sessions
from netmentor.web.forms import copies as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import settings_of

PAGE = "copies:show"
STATE_WORDS = {
    State.SENT: "Sent",
    State.POSTED: "In a letter that waits to go out",
    State.FAILED: "Failed",
}


async def show(request: Request) -> Response:
    """What is planned, what became of the last copies, and the form."""
    found = await sessions.needed(request)
    plan = await plan_of(found.user)
    return await _show(request, found, plan, forms.shown(plan))


async def wish(request: Request) -> Response:
    """Have copies sent as the form says."""
    found = await sessions.needed(request)
    told = await fields(request, forms.FIELDS)
    plan, settings = await plan_of(found.user), settings_of(request)
    wanted = forms.wish_in(told, plan, goes_out=bool(settings.smtp_url))
    if isinstance(wanted, Draft):
        return await _show(request, found, plan, wanted, 422)
    await actions.wish(settings, found.user, wanted, now=clock.now())
    return personal.lead(request, "Copies are sent as you said.", PAGE)


async def send_now(request: Request) -> Response:
    """Have one sent; a worker does, and the page shows how it went."""
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.send_now(found.user, now=clock.now())
    return personal.lead(request, "A copy is being sent.", PAGE)


async def pause(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.pause(found.user, now=clock.now())
    return personal.lead(request, "Copies are paused.", PAGE)


async def resume(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.resume(found.user, now=clock.now())
    return personal.lead(request, "Copies are sent again.", PAGE)


async def remove(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.remove(settings_of(request), found.user, now=clock.now())
    return personal.lead(request, "No more copies are sent.", PAGE)


async def _show(
    request: Request, found: SignIn, plan: CopyPlan | None, draft: Draft, status: int = 200
) -> Response:
    context = {
        "plan": plan,
        "copies": await last_copies(plan) if plan else [],
        "to": place_of(plan) if plan else "",
        "state_words": STATE_WORDS,
        "draft": draft,
        "weekdays": [(str(n), words) for n, words in enumerate(forms.WEEKDAYS)],
        "days": forms.MONTH_DAYS,
        "hours": forms.HOURS,
        "goes_out": bool(settings_of(request).smtp_url),
        "most_failures": rules.MOST_FAILURES,
        "most_attached": rules.LARGEST_ATTACHED // 10**6,
    }
    return personal.render(request, "copies/show.html", found, status, **context)


routes = [
    Route("/settings/copies", show, name=PAGE),
    Route("/settings/copies", wish, methods=["POST"]),
    Route("/settings/copies/now", send_now, methods=["POST"], name="copies:send_now"),
    Route("/settings/copies/pause", pause, methods=["POST"], name="copies:pause"),
    Route("/settings/copies/resume", resume, methods=["POST"], name="copies:resume"),
    Route("/settings/copies/remove", remove, methods=["POST"], name="copies:remove"),
]
