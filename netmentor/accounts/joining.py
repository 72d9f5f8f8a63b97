"""Who wants an account, and what stands against it: the same at every door."""

from __future__ import annotations

from dataclasses import dataclass, field

from netmentor.accounts.passwords import why_not_password
from netmentor.accounts.rules import Role, why_not_email, why_not_name
from netmentor.calendars.zones import is_zone

DEFAULT_ZONE = "America/New_York"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What somebody says of themselves; `complaints_of` tells whether it makes an account."""

    name: str
    email: str
    password: str = field(repr=False)
    timezone: str
    role: Role = Role.MEMBER


def complaints_of(who: Joining) -> dict[str, str]:
    """Return what is amiss with each field, in sentences; nothing where all of it is fit."""
    found = {
        "name": why_not_name(who.name),
        "email": why_not_email(who.email),
        "password": why_not_password(who.password, email=who.email, name=who.name),
        "timezone": why_not_zone(who.timezone),
    }
    return {field: reason for field, reason in found.items() if reason}


def why_not_zone(name: str) -> str | None:
    """Say why nobody lives in the zone `name`, or None."""
    return None if is_zone(name) else f"“{name[:40]}” is no time zone; choose the one you live in."
