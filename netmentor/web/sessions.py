"""Who is asking: the cookie of a sign-in, its row, and the token that forms carry."""

from __future__ import annotations

import hashlib
import hmac

from starlette.requests import Request
from starlette.responses import Response

from netmentor import clock
from netmentor.accounts import queries
from netmentor.accounts.models import SignIn, User
from netmentor.accounts.rules import SIGNED_IN_FOR, Role
from netmentor.errors import Denied
from netmentor.web.page import is_secure, settings_of

FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field


class SignInNeeded(Exception):
    """A page for somebody signed in was asked for by nobody we know."""


class NotYours(Denied):
    """A page for people with another role."""


class StaleForm(Denied):
    """A form that was not shown to this sign-in."""


async def sign_in_of(request: Request) -> SignIn | None:
    """The sign-in of the browser that asks, read once a request; None for a stranger."""
    if not hasattr(request.state, "sign_in"):
        request.state.asked_at = clock.now()
        token = request.cookies.get(cookie_name(request), "")
        known = await queries.signed_in_by(token, now=clock.now()) if token else None
        request.state.sign_in = known
        is_admin = known is not None and known.user.role == Role.ADMIN
        alarm = request.app.state.alarm
        request.state.alarm = await alarm.said(now=request.state.asked_at) if is_admin else ""
    found: SignIn | None = request.state.sign_in
    return found


async def needed(request: Request) -> SignIn:
    """The sign-in of the browser that asks; raises SignInNeeded where there is none.

    It looks at no form's token: whoever reads the form does, by `forms.reading.fields`.
    """
    found = await sign_in_of(request)
    if found is None:
        raise SignInNeeded
    return found


async def needed_as(request: Request, *roles: Role) -> SignIn:
    """The sign-in of the browser that asks, whose user has one of `roles`, or is an administrator.

    Raises SignInNeeded, or NotYours for anybody else.
    """
    found = await needed(request)
    if found.user.role not in (*roles, Role.ADMIN):
        raise NotYours("Your account is not one that does this.")
    return found


def owner_of(user: User) -> str:
    """What a browser calls `user` by what it keeps for them; it outlasts sign-ins and keys."""
    return hashlib.sha256(f"{user.id} {user.created_at.timestamp():.6f}".encode()).hexdigest()[:16]


def device_of(request: Request) -> str:
    """What the browser says of itself, for the list of its user's sessions."""
    told = request.headers.get("user-agent", "")
    return "".join(letter for letter in told if letter.isprintable())


def form_token(request: Request, sign_in: SignIn) -> str:
    """What each form of this sign-in carries: a page of another site cannot know it."""
    return _token(settings_of(request).secret_key, sign_in)


def check_token(request: Request, sign_in: SignIn, told: str) -> None:
    """Raise StaleForm unless `told` is the token of this sign-in's forms."""
    settings = settings_of(request)
    keys = (settings.secret_key, *settings.old_secret_keys)
    given = told.encode("utf-8", "surrogatepass")
    if not any(hmac.compare_digest(_token(key, sign_in).encode(), given) for key in keys):
        raise StaleForm("This form is from an earlier sign-in. Go back, reload, and send it again.")


def admit(request: Request, answer: Response, token: str) -> Response:
    """Give the browser the secret of its new sign-in."""
    answer.set_cookie(
        cookie_name(request),
        token,
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return answer


def dismiss(request: Request, answer: Response) -> Response:
    """Have the browser forget its secret."""
    answer.delete_cookie(
        cookie_name(request), secure=is_secure(request), httponly=True, samesite="lax"
    )
    return answer


def cookie_name(request: Request) -> str:
    """A name that browsers let no neighbor set, where the address is one they trust."""
    return "__Host-netmentor" if is_secure(request) else "netmentor"


def _token(key: str, sign_in: SignIn) -> str:
    said = f"form:{sign_in.token_hash}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()
