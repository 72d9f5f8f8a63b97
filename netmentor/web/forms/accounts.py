"""The forms of accounts, read into values or into sentences."""

from __future__ import annotations

from urllib.parse import urlsplit

from netmentor.accounts import passwords, rules
from netmentor.accounts.actions import Joining
from netmentor.calendars.zones import is_zone
from netmentor.text import one_line
from netmentor.web.forms.reading import Draft

SIGN_UP = ("name", "email", "password", "timezone", "next")
SIGN_IN = ("email", "password", "next")
ONESELF = ("name", "timezone")
PASSWORD = ("current", "password")

_HOME = "/events"


def joining(told: dict[str, str]) -> Joining | Draft:
    """Read who wants an account."""
    name, email = one_line(told["name"]), one_line(told["email"])
    complaints = {
        "name": rules.why_not_name(name),
        "email": rules.why_not_email(email),
        "password": passwords.why_not_password(told["password"], email=email, name=name),
        "timezone": why_not_zone(told["timezone"]),
    }
    if any(complaints.values()):
        typed = {"name": name, "email": email, "timezone": told["timezone"], "next": told["next"]}
        return Draft(typed, {field: said for field, said in complaints.items() if said})
    return Joining(name=name, email=email, password=told["password"], timezone=told["timezone"])


def oneself(told: dict[str, str]) -> Draft:
    """Read what somebody is called and where; nothing is amiss where there are no complaints."""
    name = one_line(told["name"])
    complaints = {"name": rules.why_not_name(name), "timezone": why_not_zone(told["timezone"])}
    typed = {"name": name, "timezone": told["timezone"]}
    return Draft(typed, {field: said for field, said in complaints.items() if said})


def why_not_zone(name: str) -> str | None:
    """Say why nobody lives in the zone `name`, or None."""
    return None if is_zone(name) else "Choose the time zone you live in."


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
