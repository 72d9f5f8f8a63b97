"""Links by which one person may make an account, once: from the operator, or at first start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from netmentor.accounts import passwords, tokens
from netmentor.accounts.actions import put_user
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import Invitation, User
from netmentor.accounts.rules import INVITED_FOR, SET_UP_WITHIN, Role
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict

PREFIX = "nmi"


class InvitationSpent(Conflict):
    """An invitation that was used, or is too old."""


async def invite(role: Role, *, now: datetime) -> str:
    """Return the secret of a link that makes one account with `role`."""
    token = tokens.make(PREFIX)
    async with transaction():
        await Invitation.create(
            token_hash=tokens.hashed(token), role=role, ends_at=now + INVITED_FOR
        )
    return token


async def invite_first_administrator(*, now: datetime) -> str | None:
    """Return the secret of the link that sets the service up; None where anybody has an account.

    The one made at an earlier start is good for nothing from then on.
    """
    async with transaction():
        await Invitation.filter(is_first=True).delete()
        if await User.exists():
            return None
        token = tokens.make(PREFIX)
        await Invitation.create(
            token_hash=tokens.hashed(token),
            role=Role.ADMIN,
            is_first=True,
            ends_at=now + SET_UP_WITHIN,
        )
    return token


async def invitation_of(token: str, *, now: datetime) -> Invitation | None:
    """The invitation that a link's secret is of; None if it is spent, over or forged."""
    if not token:
        return None
    found = await Invitation.get_or_none(token_hash=tokens.hashed(token), ends_at__gt=now)
    return found if found and await _is_good(found) else None


async def join_by(invitation: Invitation, who: Joining, *, now: datetime) -> User:
    """Make the account that an invitation is for, and spend it.

    Raises InvitationSpent, or EmailTaken; the invitation stays good then.
    """
    password_hash = await passwords.hashed(who.password)
    async with transaction():
        await spend(invitation.id, now=now)
        return await put_user(replace(who, role=Role(invitation.role)), password_hash, now=now)


async def spend(invitation_id: int, *, now: datetime) -> None:
    """Use an invitation up, inside the caller's transaction; raise InvitationSpent if it is."""
    found = await Invitation.get_or_none(id=invitation_id, ends_at__gt=now)
    good = found is not None and await _is_good(found)
    if not good or not await Invitation.filter(id=invitation_id).delete():
        raise InvitationSpent("This invitation was used already, or is too old.")


async def _is_good(invitation: Invitation) -> bool:
    """An invitation to be the first administrator ends with there being one."""
    return not (invitation.is_first and await User.filter(role=Role.ADMIN).exists())
