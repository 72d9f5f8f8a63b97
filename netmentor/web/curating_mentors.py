"""Mentors as a curator meets them: who waits to be listed, what was reported, who is invited."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.accounts.rules import Role
from netmentor.errors import Invalid
from netmentor.mentoring import deciding, inviting, words
from netmentor.text import one_line
from netmentor.web import personal, sessions
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import number
from netmentor.web.page import settings_of

_LONGEST_WHY = 300
_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}


async def show(request: Request) -> Response:
    """What waits. Organizers see their own invitations, and nothing of what curators decide."""
    found = await sessions.needed_as(request, Role.CURATOR, Role.ORGANIZER)
    return await _page(request, found)


async def change(request: Request) -> Response:
    """List a mentor or refuse one, settle a report, make an invitation or take one back."""
    found = await sessions.needed_as(request, Role.CURATOR, Role.ORGANIZER)
    told = await fields(request, ("deed", "number", "version", "checked", "why"))
    if told["deed"] == "invite":
        return await _invite(request, found)
    if told["deed"] == "take_back":
        await inviting.take_back(found.user, number(told["number"]))
        return personal.lead(request, "The invitation is taken back.", "mentors:curate")
    found = await sessions.needed_as(request, Role.CURATOR)
    return personal.lead(request, await _decide(found, told), "mentors:curate")


async def _decide(found: SignIn, told: dict[str, str]) -> str:
    """Do what a curator decided, and say so."""
    which = number(told["number"])
    if told["deed"] == "list":
        checked = bool(told["checked"])
        await deciding.list_mentor(which, version=number(told["version"]), checked=checked)
        return "Listed."
    if told["deed"] == "refuse":
        await deciding.refuse(which, one_line(told["why"])[:_LONGEST_WHY])
        return "Not listed; its mentor sees why."
    if told["deed"] == "settle":
        await deciding.settle_report(which, found.user, now=clock.now())
        return "Settled."
    raise Invalid("Say whether to list the mentor, to refuse them, or to settle the report.")


async def _invite(request: Request, found: SignIn) -> Response:
    code = await inviting.invite(found.user, now=clock.now())
    path = request.app.url_path_for("mentoring:join")
    page = await _page(request, found, f"{settings_of(request).base_url}{path}?code={code}")
    page.headers.update(_ADDRESS_IS_SECRET)
    return page


async def _page(request: Request, found: SignIn, link: str = "") -> Response:
    decides = found.user.role in (Role.CURATOR, Role.ADMIN)
    return personal.render(
        request,
        "curate/mentors.html",
        found,
        link=link,
        decides=decides,
        waiting=await deciding.waiting() if decides else [],
        reports=await deciding.reports() if decides else [],
        invitations=await inviting.invitations_of(found.user, now=clock.now()),
        words=words,
    )


routes = [
    Route("/curate/mentors", show, name="mentors:curate"),
    Route("/curate/mentors", change, methods=["POST"]),
]
