"""Signed addresses of letters: buttons of a mentor's, and the page of a guest's session.

Each button is for one answer to one request as it was asked; a guest's page is for all that they
may do about their session, as long as there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from netmentor.accounts import signed as addresses
from netmentor.accounts.models import User
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import GUESTS_KEPT
from netmentor.settings import Settings

GOOD_FOR = timedelta(days=30)
GUEST = 20  # the number of its purpose; relating has the one below
_SECONDS = 4  # bytes


class Purpose(IntEnum):
    """The one thing that a button does; reminders have the numbers below."""

    APPROVE = 16
    DECLINE = 17
    TIMES = 18  # proposes others


@dataclass(frozen=True, slots=True)
class Link:
    """What a button says: the request it answers, and when that was to be."""

    purpose: Purpose
    user_id: int
    account: int  # as `accounts.signed` knows it
    ends_at: datetime
    key: str
    starts_at: datetime


def sign(
    settings: Settings, mentor: User, session: MentorSession, purpose: Purpose, *, now: datetime
) -> str:
    """Return the address of a button about the session as it is now."""
    what = UUID(session.key).bytes + _second(session.starts_at).to_bytes(_SECONDS, "big")
    letters = addresses.signed(settings, mentor, purpose, what, ends_at=now + GOOD_FOR)
    return f"{settings.base_url}/m/{letters}"


def read(settings: Settings, letters: str) -> Link:
    """Return what a button says, whether or not it is over; raise NotFound for forged ones."""
    said = addresses.read(settings, letters)
    if said.purpose not in set(Purpose):
        raise addresses.unknown()
    second = int.from_bytes(said.what[16:], "big")
    return Link(
        Purpose(said.purpose),
        said.user_id,
        said.account,
        said.ends_at,
        str(UUID(bytes=said.what[:16])),
        datetime.fromtimestamp(second, UTC),
    )


def guest_path(settings: Settings, guest: User, session: MentorSession) -> str:
    """Return the path of a guest's session: whoever has it is taken for the guest."""
    what, ends_at = UUID(session.key).bytes, session.ends_at + GUESTS_KEPT
    return f"/m/guest/{addresses.signed(settings, guest, GUEST, what, ends_at=ends_at)}"


def is_of(link: Link, session: MentorSession) -> bool:
    """True while the session is when it was when the letter was written."""
    return _second(link.starts_at) == _second(session.starts_at)


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
