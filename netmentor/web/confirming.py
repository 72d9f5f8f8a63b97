"""Entering a mailed code, in the browser that asked for it and in no other."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts import actions, mailed
from netmentor.accounts.actions import EmailTaken, WrongPassword
from netmentor.accounts.mailed import CodeOver, WrongCode
from netmentor.accounts.models import MailedCode, SignIn
from netmentor.accounts.rules import CODE_WITHIN, Purpose, why_not_email
from netmentor.mentoring.booking import guests
from netmentor.mentoring.booking.links import guest_path
from netmentor.mentoring.entries import path_of
from netmentor.text import one_line
from netmentor.web import personal, sessions
from netmentor.web.forms import accounts as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import is_secure, not_kept, redirect, render, settings_of


async def show(request: Request) -> Response:
    """The form for the code that this browser asked for; else how to come by one."""
    code = await _pending(request)
    return await _page(request, code, Draft({"next": request.query_params.get("next", "")}))


async def confirm(request: Request) -> Response:
    """Take the code, and do what it is for."""
    told = await fields(request, ("code", "next"))
    now = clock.now()
    request.app.state.limits.confirm.take(request, now=now)
    if await _pending(request) is None:
        return await _page(request, None, Draft(), 409)
    try:
        code = await mailed.check(_secret(request), told["code"], now=now)
    except WrongCode as exc:
        draft = Draft({"next": told["next"]}, {"code": exc.message})
        return await _page(request, await _pending(request), draft, 422)
    except CodeOver:
        return await _page(request, None, Draft(), 409)
    return forget(request, await _done(request, code, told["next"]))


async def move(request: Request) -> Response:
    """Give one's account another address: by a code mailed to it, or at once without mail."""
    found = await sessions.needed(request)
    told = await fields(request, ("email", "password"))
    now = clock.now()
    request.app.state.limits.sign_in.take(request, now=now)
    settings, email = settings_of(request), one_line(told["email"])
    complaint = {"email": why_not_email(email)}
    try:
        if complaint["email"] is None and settings.smtp_url:
            request.app.state.limits.reset.take(request, now=now)
            return lead_on(
                request,
                await mailed.ask_to_move(settings, found, told["password"], email, now=now),
            )
        if complaint["email"] is None:
            await mailed.move_at_once(settings, found, told["password"], email, now=now)
            return redirect(request, "accounts:settings")
    except WrongPassword as exc:
        complaint = {"password": exc.message}
    except EmailTaken as exc:
        complaint = {"email": exc.message}
    said = {field: words for field, words in complaint.items() if words}
    return _move_page(request, found, Draft({"email": email}, said), 422)


async def show_move(request: Request) -> Response:
    found = await sessions.needed(request)
    return _move_page(request, found, Draft(), 200)


def lead_on(request: Request, secret: str, next_place: str = "") -> Response:
    """Give the browser that asked its secret, and lead it to where the code is entered."""
    path = request.app.url_path_for("confirming:show")
    asked = f"?{urlencode({'next': next_place})}" if next_place else ""
    answer = RedirectResponse(f"{path}{asked}", 303, {"Cache-Control": "no-store"})
    answer.set_cookie(
        _cookie(request),
        secret,
        max_age=int(CODE_WITHIN.total_seconds()),
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return answer


def forget(request: Request, answer: Response) -> Response:
    """Have the browser forget the secret of a code that is used up."""
    secure = is_secure(request)
    answer.delete_cookie(_cookie(request), secure=secure, httponly=True, samesite="lax")
    return answer


async def _done(request: Request, code: MailedCode, next_place: str) -> Response:
    now = clock.now()
    if code.purpose == Purpose.RESET:
        link = await mailed.reset(code, now=now)
        path = request.app.url_path_for("resets:show")
        return RedirectResponse(f"{path}?{urlencode({'code': link})}", 303)
    if code.purpose == Purpose.MOVE:
        await mailed.move(settings_of(request), code, now=now)
        return redirect(request, "accounts:settings")
    if code.purpose == Purpose.VISIT:
        return await _visited(request, code)
    user = await mailed.join(code, now=now)
    token = await actions.admit(user, device=sessions.device_of(request), now=now)
    if before := await sessions.sign_in_of(request):
        await actions.sign_out(before)
    return sessions.admit(request, forms.on(next_place, forms.WELCOME), token)


async def _visited(request: Request, code: MailedCode) -> Response:
    """Ask a mentor for what a code was for, and lead to the page of the session."""
    settings = settings_of(request)
    who, session = await guests.ask(settings, code, now=clock.now())
    place = guest_path(settings, who, session) if who.is_guest else path_of(session.key)
    return RedirectResponse(place, 303)


async def _pending(request: Request) -> MailedCode | None:
    """The code this browser waits for; one for an account is for whoever is signed in to it."""
    code = await mailed.pending(_secret(request), now=clock.now())
    if code and code.purpose == Purpose.MOVE:
        found = await sessions.sign_in_of(request)
        return code if found and found.user_id == code.user_id else None
    return code


async def _page(
    request: Request, code: MailedCode | None, draft: Draft, status: int = 200
) -> Response:
    found = await sessions.sign_in_of(request)
    token = sessions.form_token(request, found) if found else ""
    shown = {"email": code.email if code else "", "form_token": token, "draft": draft}
    return not_kept(render(request, "accounts/confirm.html", status, **shown))


def _move_page(request: Request, found: SignIn, draft: Draft, status: int) -> Response:
    by_mail = bool(settings_of(request).smtp_url)
    page = "accounts/email.html"
    return personal.render(request, page, found, status, draft=draft, by_mail=by_mail)


def _secret(request: Request) -> str:
    return request.cookies.get(_cookie(request), "")


def _cookie(request: Request) -> str:
    return f"{sessions.cookie_name(request)}-code"


routes = [
    Route("/confirm", show, name="confirming:show"),
    Route("/confirm", confirm, methods=["POST"]),
    Route("/settings/email", show_move, name="accounts:email"),
    Route("/settings/email", move, methods=["POST"]),
]
