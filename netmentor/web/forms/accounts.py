"""The forms of accounts, read into values or into sentences."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from netmentor.accounts.joining import Joining, complaints_of, why_not_zone
from netmentor.accounts.rules import why_not_name
from netmentor.text import one_line
from netmentor.web.forms.reading import Draft

SIGN_UP = ("name", "email", "password", "timezone", "next")
SIGN_IN = ("email", "password", "next")
ONESELF = ("name", "timezone")
PASSWORD = ("current", "password")

_HOME = "/events"
WELCOME = "/welcome"  # where somebody new is asked what they look for


def joining(told: dict[str, str]) -> Joining | Draft:
    """Read who wants an account."""
    name, email = one_line(told["name"]), one_line(told["email"])
    zone = told["timezone"]
    who = Joining(name=name, email=email, password=told["password"], timezone=zone)
    if complaints := complaints_of(who):
        typed = {"name": name, "email": email, "timezone": zone, "next": told["next"]}
        return Draft(typed, complaints)
    return who


def oneself(told: dict[str, str]) -> Draft:
    """Read what somebody is called and where; nothing is amiss where there are no complaints."""
    name = one_line(told["name"])
    complaints = {"name": why_not_name(name), "timezone": why_not_zone(told["timezone"])}
    typed = {"name": name, "timezone": told["timezone"]}
    return Draft(typed, {field: said for field, said in complaints.items() if said})


def on(address: str, otherwise: str = "/") -> Response:
    """Lead on to a page of ours, or to `otherwise` where nobody asked for one."""
    return RedirectResponse(place_of_ours(address or otherwise), status_code=303)


def place_of_ours(address: str) -> str:
    """Return where to go on after signing in: a page of ours, whatever `next` asks for.

    >>> place_of_ours("/settings?a=b"), place_of_ours("//evil.example"), place_of_ours("/\\\\evil")
    ('/settings?a=b', '/events', '/events')
    """
    plain = address.isprintable() and "\\" not in address and len(address) <= 2000
    try:
        parts = urlsplit(address)
    except ValueError:
        return _HOME
    inside = address.startswith("/") and not address.startswith("//") and plain
    return address if inside and not parts.scheme and not parts.netloc else _HOME
