"""A new password for whoever forgot theirs: by a mailed code, or a link that is good once."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts import actions, mailed, queries
from netmentor.accounts.passwords import why_not_password
from netmentor.accounts.rules import why_not_email
from netmentor.text import one_line
from netmentor.web import confirming, sessions
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import not_kept, redirect, render, settings_of

_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}


async def show(request: Request) -> Response:
    """The form of a link that is good; else how to come by one. Nothing is spent by looking."""
    return await _page(request, request.query_params.get("code", ""), Draft())


async def choose(request: Request) -> Response:
    """Take the new password, and sign this browser in."""
    told = await fields(request, ("code", "password", "email"))
    now = clock.now()
    if told["email"] and not told["code"]:
        return await _ask(request, one_line(told["email"]))
    request.app.state.limits.sign_in.take(request, now=now)
    code, wanted = told["code"], told["password"]
    user = await queries.user_of_reset_link(code, now=now)
    if user and (reason := why_not_password(wanted, email=user.email, name=user.name)):
        return await _page(request, code, Draft(complaints={"password": reason}), 422)
    device = sessions.device_of(request)
    token = await actions.reset_password(code, wanted, device=device, now=now)
    if before := await sessions.sign_in_of(request):
        await actions.sign_out(before)
    return sessions.admit(request, redirect(request, "accounts:settings"), token)


async def _ask(request: Request, email: str) -> Response:
    """Mail a code; whether the address has an account shows in nothing but the letter."""
    settings = settings_of(request)
    if not settings.smtp_url:
        return redirect(request, "resets:show")  # it says how to come by a link
    now = clock.now()
    request.app.state.limits.reset.take(request, now=now)
    if reason := why_not_email(email):
        return await _page(request, "", Draft({"email": email}, {"email": reason}), 422)
    return confirming.lead_on(request, await mailed.ask_to_reset(settings, email, now=now))


async def _page(request: Request, code: str, draft: Draft, status: int = 200) -> Response:
    user = await queries.user_of_reset_link(code, now=clock.now()) if code else None
    settings = settings_of(request)
    named = {"draft": draft, "code": code, "user": user, "contact": settings.mail_from}
    named["by_mail"] = bool(settings.smtp_url)
    found = await sessions.sign_in_of(request)
    token = sessions.form_token(request, found) if found else ""
    page = not_kept(render(request, "accounts/reset.html", status, form_token=token, **named))
    page.headers.update(_ADDRESS_IS_SECRET)
    return page


routes = [
    Route("/reset", show, name="resets:show"),
    Route("/reset", choose, methods=["POST"]),
]
