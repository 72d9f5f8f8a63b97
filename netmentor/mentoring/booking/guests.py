"""Guests ask a mentor without an account: by a code that proves their address, then by a link."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from netmentor.accounts import signed as addresses
from netmentor.accounts.guests import ask_to_visit, visitor_of
from netmentor.accounts.models import MailedCode, User
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NetMentorError
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.queries import types_of
from netmentor.mentoring.booking import actions
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.booking.links import GUEST
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.mentoring.booking.rules import GUESTS_KEPT
from netmentor.mentoring.models import Blocking, Mentor
from netmentor.settings import Settings

NO_GUESTS = "Booking here takes an account."
_AT_ONCE = 200  # of one round; the rest is due in the next


class GuestLinkOver(NetMentorError):
    """A guest's link that was good until a day, or whose guest has an account by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who asks without an account: a name, an address, and the zone they read times in."""

    name: str
    address: str
    timezone: str


async def ask_by_code(
    settings: Settings,
    mentor: Mentor,
    guest: Guest,
    type_: SessionType,
    wish: Wish,
    *,
    now: datetime,
) -> str:
    """Mail a code to whoever wants this time, which is kept for nobody yet.

    Returns the browser's secret. Raises Conflict where the mentor takes no guests.
    """
    if not (mentor.takes_guests and settings.smtp_url):
        raise Conflict(NO_GUESTS)
    kept = {
        "mentor": mentor.id,
        "type": type_.slug,
        "starts_at": wish.starts_at.isoformat(),
        "topic": wish.topic,
        "questions": wish.questions,
        "before_after": wish.before_after,
    }
    return await ask_to_visit(
        settings,
        guest.address,
        name=guest.name,
        timezone=guest.timezone,
        kept=json.dumps(kept),
        now=now,
    )


async def ask(settings: Settings, code: MailedCode, *, now: datetime) -> tuple[User, MentorSession]:
    """Ask for what a code was mailed for; return for whom, who may have an account.

    Raises what `actions.ask` does; the code is good for another try then.
    """
    told = json.loads(code.kept)
    wish = Wish(
        starts_at=datetime.fromisoformat(told["starts_at"]),
        topic=told["topic"],
        questions=told["questions"],
        before_after=told["before_after"],
    )
    async with transaction():
        who = await visitor_of(code, now=now)
        mentor = await Mentor.get_or_none(id=told["mentor"]).select_related("user")
        types = await types_of(mentor) if mentor and mentor.takes_guests else []
        type_ = next((one for one in types if one.slug == told["type"]), None)
        if mentor is None or type_ is None:
            raise Conflict("This cannot be booked any more.")
        return who, await actions.ask(settings, mentor, who, type_, wish, now=now)


async def opened(settings: Settings, letters: str, *, now: datetime) -> tuple[User, MentorSession]:
    """Open the link of a guest's letter; raise GuestLinkOver, or NotFound for what is forged."""
    said = addresses.read(settings, letters)
    if said.purpose != GUEST:
        raise addresses.unknown()
    guest = await addresses.owner_of(said.user_id, said.account)
    if said.ends_at <= now:
        raise GuestLinkOver(f"This link was good until {said.ends_at:%B} {said.ends_at.day}.")
    if not guest.is_guest:
        raise GuestLinkOver("You have an account now: your sessions are in it.")
    return guest, await session_of(guest, str(UUID(bytes=said.what)))


async def guests_over(*, now: datetime) -> list[User]:
    """The guests whose last session was over a while ago, whom nobody keeps away."""
    old = await User.filter(is_guest=True, created_at__lte=now - GUESTS_KEPT).order_by("id")
    lately = MentorSession.filter(ends_at__gt=now - GUESTS_KEPT, mentee__is_guest=True)
    kept = set(await values_of(lately, "mentee_id"))
    kept |= set(await values_of(Blocking.filter(user__is_guest=True), "user_id"))
    return [one for one in old if one.id not in kept][:_AT_ONCE]
