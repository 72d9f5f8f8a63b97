"""Mentors by their address, for whoever may see them, and one's own profile."""

from __future__ import annotations

import hmac
from datetime import datetime
from zoneinfo import ZoneInfo

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.db.reading import moment_of, rows
from netmentor.errors import NotFound
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.intake import why_full_for
from netmentor.mentoring.models import Blocking, Mentor
from netmentor.mentoring.rules import Listing, Visibility, is_mentor_slug, is_paused

_PUBLIC = """
    SELECT slug, changed_at FROM mentor
    WHERE listing = 'listed' AND visibility = 'public' ORDER BY id"""
NO_MENTOR = "There is no mentor at this address."
NO_OPENINGS = "No openings at the moment."


async def mentor_of(user: User) -> Mentor | None:
    """The profile of `user`; None where they made none yet."""
    return await Mentor.get_or_none(user=user)


async def addresses_of_mentors() -> list[tuple[str, datetime | None]]:
    """The slug of each mentor whom everybody may see, and when their profile last changed."""
    return [(slug, moment_of(changed_at)) for slug, changed_at in await rows(_PUBLIC)]


async def mentor_by_slug(slug: str, viewer: User | None, key: str = "") -> Mentor:
    """One mentor as `viewer` may see them, with their user.

    Raises NotFound, for one who is hidden as for one who never was: a listed profile shows to
    whom it is visible, and any to its owner, to whoever has `key`, of its private link, and to
    whoever asked the mentor for a session before and is not kept away.
    """
    found = None
    if is_mentor_slug(slug):
        found = await Mentor.get_or_none(slug=slug).select_related("user")
    if found is None or not (_is_shown(found, viewer, key) or await _are_known(found, viewer)):
        raise NotFound(NO_MENTOR)
    return found


async def why_closed_to(mentor: Mentor, viewer: User | None, *, now: datetime) -> str | None:
    """Say why `viewer` is offered no openings of `mentor`, or None.

    Whoever is kept away is told what everybody is told of a mentor without openings.
    """
    kept_away = viewer is not None and await is_kept_away(mentor, viewer)
    closed = why_closed(mentor, kept_away=kept_away, now=now)
    return closed or await why_full_for(mentor, viewer, now=now)


def why_closed(mentor: Mentor, *, kept_away: bool, now: datetime) -> str | None:
    """Say why nobody is offered openings, or none is whom a block keeps away; or None."""
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    if is_paused(mentor.paused_from, mentor.paused_until, today):
        until = mentor.paused_until
        return f"Paused until {until:%B} {until.day}, {until.year}." if until else "Paused."
    if not mentor.is_open or kept_away:
        return NO_OPENINGS
    return None


async def is_kept_away(mentor: Mentor, user: User) -> bool:
    """True when one of the two blocked the other."""
    return await Blocking.filter(mentor=mentor, user=user).exists()


def _is_shown(mentor: Mentor, viewer: User | None, key: str) -> bool:
    if viewer is not None and mentor.user_id == viewer.id:
        return True
    if key and hmac.compare_digest(tokens.hashed(key), mentor.link_token_hash or ""):
        return True
    if mentor.listing != Listing.LISTED:
        return False
    seen_by_members = viewer is not None and mentor.visibility == Visibility.MEMBERS
    return mentor.visibility == Visibility.PUBLIC or seen_by_members


async def _are_known(mentor: Mentor, viewer: User | None) -> bool:
    """True for a mentee who came by a private link, once: their next time is chosen here, too."""
    if viewer is None or not await MentorSession.filter(mentor=mentor, mentee=viewer).exists():
        return False
    return not await is_kept_away(mentor, viewer)
