"""Questions about accounts; every row is reached through its owner."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts.models import ResetLink, SignIn, User
from netmentor.accounts.rules import normal_email, why_not_email
from netmentor.accounts.tokens import hashed
from netmentor.db.joined import row_with
from netmentor.errors import NotFound


async def signed_in_by(token: str, *, now: datetime) -> SignIn | None:
    """The sign-in that a cookie's secret is of, with its user; None if it is over or forged."""
    found = await row_with(SignIn, "user", f"token_hash = '{hashed(token)}'")
    return found if found and found.ends_at > now else None


async def sign_ins_of(user: User, *, now: datetime) -> list[SignIn]:
    """Where `user` is signed in, the latest first."""
    return await SignIn.filter(user=user, ends_at__gt=now).order_by("-signed_in_at", "-id")


async def user_of_reset_link(token: str, *, now: datetime) -> User | None:
    """Whose password a link may change; None if it is spent, over or forged."""
    links = ResetLink.filter(token_hash=hashed(token), ends_at__gt=now)
    link = await links.select_related("user").first()
    return link.user if link else None


async def user_called(email: str) -> User | None:
    """The account with this address; None for what is no address of any, and for a guest's."""
    address = normal_email(email)
    if why_not_email(address):
        return None
    return await User.get_or_none(email=address, is_guest=False)


async def user_by_email(email: str) -> User:
    """The account with this address; for operators, who may know that there is one."""
    user = await user_called(email)
    if user is None:
        raise NotFound(f"There is no account with the address {email}.")
    return user


async def anybody_by_email(email: str) -> User:
    """As `user_by_email`, or a guest with this address: whose data operators may have to erase."""
    found = await User.get_or_none(email=normal_email(email))
    if found is None:
        raise NotFound(f"There is no account with the address {email}, and no guest.")
    return found


async def users() -> list[User]:
    """Every account, by address."""
    return await User.filter(is_guest=False).order_by("email")
