"""Inviting mentors: whoever takes an invitation is listed without waiting."""

from __future__ import annotations

from datetime import datetime

from tortoise.queryset import QuerySet

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.mentoring.models import Mentor, MentorInvitation
from netmentor.mentoring.rules import INVITED_FOR, Listing


class InvitationSpent(Conflict):
    """An invitation that somebody took, or that is too old."""


async def invite(by: User, *, now: datetime) -> str:
    """Return the secret of a link by which one person is listed as a mentor."""
    token = tokens.make("nmi")
    async with transaction():
        await MentorInvitation.create(
            token_hash=tokens.hashed(token), made_by=by, made_at=now, ends_at=now + INVITED_FOR
        )
    return token


async def invitations_of(by: User, *, now: datetime) -> list[MentorInvitation]:
    """What `by` made that nobody took yet, the latest first."""
    return await MentorInvitation.filter(made_by=by, taken_at=None, ends_at__gt=now).order_by("-id")


async def is_open(token: str, *, now: datetime) -> bool:
    """True for the secret of an invitation that can still be taken."""
    return await _open(token, now).exists()


async def accept(token: str, user: User, *, now: datetime) -> None:
    """Take an invitation; a profile of `user` that waits is listed, as is one they make later."""
    async with transaction():
        # The counted update decides between two who take it at once.
        if not await _open(token, now).update(taken_at=now, taken_by_id=user.id):
            raise InvitationSpent("This invitation was taken already, or is too old.")
        waiting = Mentor.filter(user=user, listing=Listing.WAITING)
        await waiting.update(listing=Listing.LISTED, listing_why="")


async def take_back(by: User, number: int) -> None:
    """End an invitation that nobody took yet."""
    async with transaction():
        if not await MentorInvitation.filter(id=number, made_by=by, taken_at=None).delete():
            raise NotFound("There is no such open invitation of yours.")


def _open(token: str, now: datetime) -> QuerySet[MentorInvitation]:
    return MentorInvitation.filter(token_hash=tokens.hashed(token), taken_at=None, ends_at__gt=now)
