"""Who becomes an organizer, and who is one no longer."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.accounts.rules import Role
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.events.organizing.models import Organizer, OrganizerInvitation
from netmentor.events.organizing.rules import INVITED_FOR
from netmentor.organizations.models import Organization


class InvitationSpent(Conflict):
    """An invitation that somebody took, or that is too old."""


async def invite(organization: Organization, *, now: datetime) -> str:
    """Return the secret of a link by which one person becomes an organizer."""
    token = tokens.make("nmo")
    async with transaction():
        await OrganizerInvitation.create(
            organization=organization,
            token_hash=tokens.hashed(token),
            made_at=now,
            ends_at=now + INVITED_FOR,
        )
    return token


async def accept(token: str, user: User, *, now: datetime) -> Organization:
    """Make `user` an organizer by a link, which is spent by it; raise InvitationSpent."""
    async with transaction():
        rows = OrganizerInvitation.filter(
            token_hash=tokens.hashed(token), taken_at=None, ends_at__gt=now
        )
        invitation = await rows.select_related("organization").first()
        # The counted update decides between two who take it at once.
        if invitation is None or not await rows.update(taken_at=now):
            raise InvitationSpent("This invitation was taken already, or is too old.")
        organization: Organization = invitation.organization
        await Organizer.get_or_create({"since": now}, user=user, organization=organization)
    return organization


async def take_back(number: int) -> None:
    """End an invitation that nobody took yet."""
    async with transaction():
        if not await OrganizerInvitation.filter(id=number, taken_at=None).delete():
            raise NotFound("There is no such open invitation.")


async def part_with(number: int) -> User | None:
    """Let an organizer edit the events of one organization no longer.

    Returns the user if that was the last one, and their role says no more than that.
    """
    async with transaction():
        found = await Organizer.get_or_none(id=number).select_related("user")
        if found is None:
            raise NotFound("There is no such organizer.")
        await Organizer.filter(id=number).delete()
        more = await Organizer.filter(user_id=found.user_id).exists()
        return None if more or found.user.role != Role.ORGANIZER else found.user
