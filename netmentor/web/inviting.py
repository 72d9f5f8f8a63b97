"""Who edits whose events: invitations made by curators, and taken by organizers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts import actions as accounts
from netmentor.accounts.models import SignIn
from netmentor.accounts.rules import Role
from netmentor.errors import Invalid
from netmentor.events.organizing import inviting, queries
from netmentor.organizations.queries import organization_by_slug, organizations
from netmentor.web import personal, sessions
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import not_kept, redirect, render, settings_of

_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}


async def show_organizers(request: Request) -> Response:
    """Who edits what, and the form of an invitation."""
    found = await sessions.needed_as(request, Role.CURATOR)
    return await _organizers_page(request, found, Draft())


async def change_organizers(request: Request) -> Response:
    """Make an invitation and show its link, this once; or take one, or a right, back."""
    found = await sessions.needed_as(request, Role.CURATOR)
    told = await fields(request, ("organization", "take_back", "part_with"))
    if told["take_back"]:
        await inviting.take_back(_number(told["take_back"]))
    elif told["part_with"]:
        user = await inviting.part_with(_number(told["part_with"]))
        if user is not None:
            await accounts.give_role(user, Role.MEMBER)
    else:
        return await _invite(request, found, told["organization"])
    return redirect(request, "inviting:organizers")


async def show_invitation(request: Request) -> Response:
    """What an invitation is for, with one button. Nothing is spent by looking."""
    return await _invitation_page(request, request.query_params.get("code", ""))


async def accept(request: Request) -> Response:
    """Make whoever is signed in an organizer; a change of rights is a new sign-in."""
    found = await sessions.needed(request)
    code = (await fields(request, ("code",)))["code"]
    now = clock.now()
    request.app.state.limits.sign_in.take(request, now=now)
    organization = await inviting.accept(code, found.user, now=now)
    answer = redirect(request, "organizing:show", organization=organization.slug)
    if found.user.role != Role.MEMBER:
        return answer
    await accounts.give_role(found.user, Role.ORGANIZER)
    device = sessions.device_of(request)
    token = await accounts.admit(found.user, device=device, now=now)
    return sessions.admit(request, answer, token)


async def _invite(request: Request, found: SignIn, slug: str) -> Response:
    if not slug:
        draft = Draft({}, {"organization": "Choose the organization."})
        return await _organizers_page(request, found, draft, status=422)
    organization = await organization_by_slug(slug)
    code = await inviting.invite(organization, now=clock.now())
    path = request.app.url_path_for("inviting:show")
    link = f"{settings_of(request).base_url}{path}?code={code}"
    draft = Draft({"organization": slug})
    page = await _organizers_page(request, found, draft, link=link, invited=organization.name)
    page.headers.update(_ADDRESS_IS_SECRET)
    return page


async def _organizers_page(
    request: Request,
    found: SignIn,
    draft: Draft,
    *,
    status: int = 200,
    link: str = "",
    invited: str = "",
) -> Response:
    choices = await organizations()
    return personal.render(
        request,
        "organizing/organizers.html",
        found,
        status,
        draft=draft,
        link=link,
        invited=invited,
        organizations=[(one.slug, one.name) for one in choices],
        organizers=await queries.organizers(),
        invitations=await queries.open_invitations(now=clock.now()),
    )


async def _invitation_page(request: Request, code: str) -> Response:
    invitation = await queries.invitation_by(code, now=clock.now()) if code else None
    found = await sessions.sign_in_of(request)
    token = sessions.form_token(request, found) if found else ""
    page = render(
        request,
        "organizing/join.html",
        form_token=token,
        sign_in=found,
        code=code,
        invitation=invitation,
        contact=settings_of(request).mail_from,
    )
    page.headers.update(_ADDRESS_IS_SECRET)
    return not_kept(page)


def _number(told: str) -> int:
    if not (told.isascii() and told.isdigit() and len(told) < 10):
        raise Invalid("Say which one.")
    return int(told)


routes = [
    Route("/curate/organizers", show_organizers, name="inviting:organizers"),
    Route("/curate/organizers", change_organizers, methods=["POST"]),
    Route("/organize/join", show_invitation, name="inviting:show"),
    Route("/organize/join", accept, methods=["POST"]),
]
