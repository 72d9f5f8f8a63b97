"""Signing up: at once, by a mailed code where letters go out, or by an invitation."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts import actions, invitations, mailed
from netmentor.accounts.actions import EmailTaken
from netmentor.accounts.joining import DEFAULT_ZONE, Joining
from netmentor.accounts.models import Invitation, User
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.settings import Settings
from netmentor.web import confirming, sessions
from netmentor.web.forms import accounts as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import not_kept, redirect, render, settings_of

_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}


async def show(request: Request) -> Response:
    """The form, empty; looking at an invitation does not use it up."""
    if await sessions.sign_in_of(request):
        return redirect(request, "accounts:settings")
    asked = request.query_params
    typed = {
        "timezone": DEFAULT_ZONE,
        "next": asked.get("next", ""),
        "invite": asked.get("invite", ""),
    }
    return await _page(request, Draft(typed))


async def join(request: Request) -> Response:
    """Make the account and sign this browser in, or mail a code that does."""
    told = await fields(request, (*forms.SIGN_UP, "invite"))
    now = clock.now()
    settings = settings_of(request)
    invitation = await invitations.invitation_of(told["invite"], now=now)
    if reason := _why_closed(settings, invitation, told["invite"]):
        raise Invalid(reason)
    request.app.state.limits.sign_up.take(request, now=now)
    who = forms.joining(told)
    if isinstance(who, Draft):
        typed = {**who.typed, "invite": told["invite"]}
        return await _page(request, Draft(typed, who.complaints), 422)
    # Whoever sets the service up may have no mail server that works yet.
    if settings.smtp_url and not (invitation and invitation.is_first):
        secret = await mailed.ask_to_join(settings, who, invitation, now=now)
        return confirming.lead_on(request, secret, told["next"])
    try:
        user = await _made(who, invitation)
    except EmailTaken as exc:
        typed = {"name": who.name, "email": who.email, "timezone": who.timezone}
        typed |= {"next": told["next"], "invite": told["invite"]}
        return await _page(request, Draft(typed, {"email": exc.message}), 409)
    token = await actions.admit(user, device=sessions.device_of(request), now=now)
    if before := await sessions.sign_in_of(request):
        await actions.sign_out(before)
    return sessions.admit(request, forms.on(told["next"], forms.WELCOME), token)


async def _made(who: Joining, invitation: Invitation | None) -> User:
    now = clock.now()
    if invitation is None:
        return await actions.join(who, now=now)
    return await invitations.join_by(invitation, who, now=now)


async def _page(request: Request, draft: Draft, status: int = 200) -> Response:
    settings = settings_of(request)
    token = draft.typed.get("invite", "")
    invitation = await invitations.invitation_of(token, now=clock.now())
    page = render(
        request,
        "accounts/sign_up.html",
        status,
        draft=draft,
        closed=_why_closed(settings, invitation, token),
        first=bool(invitation and invitation.is_first),
        by_mail=bool(settings.smtp_url),
        zones=zones_to_live_in(),
    )
    if token:
        page.headers.update(_ADDRESS_IS_SECRET)
    return not_kept(page)


def _why_closed(settings: Settings, invitation: Invitation | None, token: str) -> str | None:
    """Say why nobody can sign up here, or not by this link, or None."""
    if invitation and (invitation.is_first or settings.signup != "closed"):
        return None
    if settings.signup == "closed":
        return "Nobody can sign up here by themselves; the administrator makes accounts."
    if token:
        return "This invitation was used already, or is too old. Ask for another one."
    if settings.signup == "invite":
        return "Signing up here takes an invitation; the administrator gives them."
    return None


routes = [
    Route("/sign-up", show, name="accounts:sign_up"),
    Route("/sign-up", join, methods=["POST"]),
]
