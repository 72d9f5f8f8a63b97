"""What a mailed code proves: that whoever asks in a browser reads the letters to an address.

A stranger who asks learns nothing of an address: with an account or without, a row is
written, a letter is written, and the same page comes up.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from netmentor.accounts import actions, invitations, passwords, tokens
from netmentor.accounts.actions import EmailTaken, check_password
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import Invitation, MailedCode, ResetLink, SignIn, User
from netmentor.accounts.rules import (
    CODE_DIGITS,
    CODE_WITHIN,
    MOST_TRIES,
    Purpose,
    Role,
    changed_key,
    code_key,
    normal_email,
    shown_code,
    typed_code,
)
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Denied, NetMentorError
from netmentor.mail.outbox import forget_codes_to, post
from netmentor.settings import Settings

PREFIX = "nmc"


class WrongCode(Denied):
    """Another code than the one that was mailed; the sentence says how many tries are left."""


class CodeOver(Conflict):
    """A code that was used, tried too often, is too old, or was asked for elsewhere."""


async def ask_to_join(
    settings: Settings, who: Joining, invitation: Invitation | None = None, *, now: datetime
) -> str:
    """Keep who wants an account until the mailed code comes; return the browser's secret."""
    email = normal_email(who.email)
    kept: dict[str, Any] = {
        "name": who.name,
        "password_hash": await passwords.hashed(who.password),
        "timezone": who.timezone,
        "role": invitation.role if invitation else who.role,
        "invitation": invitation,
    }
    async with transaction():
        known = await User.exists(email=email, is_guest=False)
        letter = "have_account" if known else "sign_up_code"
        return await mail_code(
            settings, Purpose.JOIN, letter, to=email, whom="", is_told=not known, now=now, **kept
        )


async def ask_to_reset(settings: Settings, address: str, *, now: datetime) -> str:
    """Mail a code for a new password to whoever has this address; return the browser's secret."""
    email = normal_email(address)
    async with transaction():
        # Two columns and no model: making one took long enough to be noticed.
        known = await User.filter(email=email, is_guest=False).values_list("id", "name")
        user_id, name = known[0] if known else (None, "")
        return await mail_code(
            settings,
            Purpose.RESET,
            "reset_code" if known else "no_account",
            to=email,
            whom=name,
            is_told=bool(known),
            now=now,
            user_id=user_id,
        )


async def ask_to_move(
    settings: Settings, sign_in: SignIn, password: str, address: str, *, now: datetime
) -> str:
    """Mail a code to another address for one's account; return the browser's secret.

    Raises WrongPassword if it is not one's own.
    """
    user, email = sign_in.user, normal_email(address)
    await check_password(user, password)
    async with transaction():
        taken = await User.exists(email=email)
        letter = "have_account" if taken else "email_code"
        return await mail_code(
            settings,
            Purpose.MOVE,
            letter,
            to=email,
            whom="",  # nobody proved this address yet: no words of a member go there
            is_told=not taken,
            now=now,
            user=user,
        )


async def pending(secret: str, *, now: datetime) -> MailedCode | None:
    """What the code is for that this browser asked for; None where there is none to enter."""
    if not secret:
        return None
    mine = MailedCode.filter(browser_hash=tokens.hashed(secret), ends_at__gt=now)
    return await mine.filter(tries__lt=MOST_TRIES).select_related("user").first()


async def check(secret: str, told: str, *, now: datetime) -> MailedCode:
    """Return what the code `told` is for, and count the try; raise WrongCode or CodeOver."""
    found = await pending(secret, now=now)
    if found is None:
        raise _over()
    async with transaction():
        mine = MailedCode.filter(id=found.id, tries__lt=MOST_TRIES)
        if not await mine.update(tries=F("tries") + 1):
            raise _over()
    if not hmac.compare_digest(_hashed(typed_code(told), secret), found.code_hash):
        left = MOST_TRIES - found.tries - 1
        if left < 1:
            raise _over()
        tries = "try is" if left == 1 else "tries are"
        raise WrongCode(f"This is not the code in the letter. {left} {tries} left.")
    return found


async def join(code: MailedCode, *, now: datetime) -> User:
    """Make the account that a code was for; raise CodeOver, InvitationSpent or EmailTaken."""
    who = Joining(
        name=code.name,
        email=code.email,
        password="",
        timezone=code.timezone,
        role=Role(code.role),
    )
    async with transaction():
        await use_up(code)
        if code.invitation_id:
            await invitations.spend(code.invitation_id, now=now)
        return await actions.put_proven_user(who, code.password_hash, now=now)


async def reset(code: MailedCode, *, now: datetime) -> str:
    """Return the secret of a link to a new password, for as long as a code lasts."""
    async with transaction():
        await use_up(code)
        if code.user is None:
            raise _over()
        return await actions.make_reset_link(code.user, now=now, within=CODE_WITHIN)


async def move(settings: Settings, code: MailedCode, *, now: datetime) -> None:
    """Give an account the address that a code was for, and tell the one before."""
    async with transaction():
        await use_up(code)
        if code.user is None:
            raise _over()
        await _move(settings, code.user, code.email, now=now)


async def move_at_once(
    settings: Settings, sign_in: SignIn, password: str, address: str, *, now: datetime
) -> None:
    """Give one's account another address where no letters go out.

    Raises WrongPassword or EmailTaken.
    """
    await check_password(sign_in.user, password)
    async with transaction():
        await _move(settings, sign_in.user, normal_email(address), now=now)


async def forget_codes(*, now: datetime) -> int:
    """Delete codes that nobody entered in time, with all that was kept for them."""
    async with transaction():
        return await MailedCode.filter(ends_at__lte=now).delete()


async def mail_code(
    settings: Settings,
    purpose: Purpose,
    letter: str,
    *,
    to: str,
    whom: str,
    is_told: bool,
    now: datetime,
    **kept: Any,
) -> str:
    """Write the row and the letter, inside the caller's transaction; return the browser's secret.

    Where the code is not told, nothing is the right one.
    """
    secret = tokens.make(PREFIX)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    ends_at = now + CODE_WITHIN
    row = await MailedCode.create(
        purpose=purpose,
        browser_hash=tokens.hashed(secret),
        code_hash=_hashed(code if is_told else tokens.make(PREFIX), secret),
        email=to,
        ends_at=ends_at,
        **kept,
    )
    key = code_key(letter, row.browser_hash)
    facts = {"name": whom, "code": shown_code(code)}
    await post(settings, letter, key=key, to=to, now=now, facts=facts, secret_until=ends_at)
    return secret


async def use_up(code: MailedCode) -> None:
    """Spend a code, inside the caller's transaction; raise CodeOver where that was done."""
    if not await MailedCode.filter(id=code.id).delete():
        raise _over()


async def _move(settings: Settings, user: User, email: str, *, now: datetime) -> None:
    if email == user.email:
        return
    try:
        await User.filter(id=user.id).update(email=email)
    except IntegrityError as exc:
        raise EmailTaken("There is an account with this address already.") from exc
    await ResetLink.filter(user=user).delete()
    await MailedCode.filter(user=user).delete()
    await forget_codes_to(user.email)
    key = f"{changed_key(user.id)}{secrets.token_hex(8)}"
    facts = {"name": user.name, "address": email, "contact": settings.mail_from}
    await post(settings, "email_changed", key=key, to=user.email, now=now, facts=facts)


def _hashed(code: str, secret: str) -> str:
    return tokens.hashed(f"{code}:{secret}")


def _over() -> NetMentorError:
    return CodeOver("There is no code to enter here, or it is over. Ask for another one.")
