"""Pages of an account: signing in and out, what one is called, where one is signed in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts import actions, queries
from netmentor.accounts.actions import WrongPassword
from netmentor.accounts.models import SignIn
from netmentor.accounts.passwords import why_not_password
from netmentor.agenda import home
from netmentor.calendars.zones import zones_to_live_in
from netmentor.copies.queries import plan_of
from netmentor.errors import Invalid
from netmentor.web import looks, personal, saying, sessions
from netmentor.web.forms import accounts as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import not_kept, redirect, render


async def sign_in(request: Request) -> Response:
    """The form, empty."""
    if await sessions.sign_in_of(request):
        return forms.on(request.query_params.get("next", ""))
    return _sign_in_page(request, Draft({"next": request.query_params.get("next", "")}))


async def enter(request: Request) -> Response:
    """Sign this browser in; whoever was signed in here before is not any more."""
    told = await fields(request, forms.SIGN_IN)
    now = clock.now()
    request.app.state.limits.sign_in.take(request, now=now)
    device = sessions.device_of(request)
    try:
        token = await actions.sign_in(told["email"], told["password"], device=device, now=now)
    except WrongPassword as exc:
        typed = {"email": told["email"], "next": told["next"]}
        return _sign_in_page(request, Draft(typed, {"password": exc.message}), 422)
    if before := await sessions.sign_in_of(request):
        await actions.sign_out(before)
    answer = sessions.admit(request, forms.on(told["next"]), token)
    return await _as_they_like_it(request, answer, token)


async def sign_out(request: Request) -> Response:
    """End this browser's sign-in; there being none is as well."""
    await fields(request, ())
    if found := await sessions.sign_in_of(request):
        await actions.sign_out(found)
    answer = saying.forget(request, redirect(request, "accounts:sign_in"))
    return sessions.dismiss(request, answer)


async def settings(request: Request) -> Response:
    found = await sessions.needed(request)
    typed = {"name": found.user.name, "timezone": found.user.timezone}
    return await _settings_page(request, found, Draft(typed))


async def describe(request: Request) -> Response:
    """Change the name and the zone."""
    found = await sessions.needed(request)
    draft = forms.oneself(await fields(request, forms.ONESELF))
    if draft.complaints:
        return await _settings_page(request, found, draft, 422)
    name, zone = draft.typed["name"], draft.typed["timezone"]
    await home.describe_oneself(found.user, name=name, timezone=zone, now=clock.now())
    return personal.lead(request, "Saved.", "accounts:settings")


async def change_password(request: Request) -> Response:
    """Take another password; every other browser must sign in again."""
    found = await sessions.needed(request)
    told = await fields(request, forms.PASSWORD)
    now = clock.now()
    request.app.state.limits.sign_in.take(request, now=now)
    user, wanted = found.user, told["password"]
    complaints = {}
    if reason := why_not_password(wanted, email=user.email, name=user.name):
        complaints["password"] = reason
    else:
        device = sessions.device_of(request)
        try:
            token = await actions.change_password(
                found, told["current"], wanted, device=device, now=now
            )
            words = "Your password is changed; every other browser is signed out."
            answer = personal.lead(request, words, "accounts:settings")
            return sessions.admit(request, answer, token)
        except WrongPassword as exc:
            complaints["current"] = exc.message
    typed = {"name": user.name, "timezone": user.timezone}
    return await _settings_page(request, found, Draft(typed, complaints), 422)


async def show_sessions(request: Request) -> Response:
    found = await sessions.needed(request)
    mine = await queries.sign_ins_of(found.user, now=clock.now())
    return personal.render(request, "accounts/sessions.html", found, sign_ins=mine)


async def end_session(request: Request) -> Response:
    """End one sign-in, this one too, or all but this one."""
    found = await sessions.needed(request)
    wanted = (await fields(request, ("end",)))["end"]
    if wanted == "others":
        await actions.end_other_sign_ins(found)
    elif wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        await actions.end_sign_in(found.user, int(wanted))
    else:
        raise Invalid("Say which session to end.")
    return redirect(request, "accounts:sessions")


async def _as_they_like_it(request: Request, answer: Response, token: str) -> Response:
    """Let a browser that is new to its user show pages as they chose elsewhere."""
    found = await queries.signed_in_by(token, now=clock.now())
    if found is None or (not found.user.theme and found.user.single_keys):
        return answer
    user = found.user
    return looks.remember(request, answer, theme=user.theme, single_keys=user.single_keys)


def _sign_in_page(request: Request, draft: Draft, status: int = 200) -> Response:
    return not_kept(render(request, "accounts/sign_in.html", status, draft=draft))


async def _settings_page(
    request: Request, found: SignIn, draft: Draft, status: int = 200
) -> Response:
    zones = zones_to_live_in()
    page = "accounts/settings.html"
    context = {"draft": draft, "user": found.user, "zones": zones}
    context["copy_plan"] = await plan_of(found.user)
    return personal.render(request, page, found, status, **context)


routes = [
    Route("/sign-in", sign_in, name="accounts:sign_in"),
    Route("/sign-in", enter, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"], name="accounts:sign_out"),
    Route("/settings", settings, name="accounts:settings"),
    Route("/settings", describe, methods=["POST"]),
    Route("/settings/password", change_password, methods=["POST"], name="accounts:password"),
    Route("/settings/sessions", show_sessions, name="accounts:sessions"),
    Route("/settings/sessions", end_session, methods=["POST"]),
]
