"""Putting letters into the outbox, and taking back what has not gone out.

`post` and `withdraw` run inside the caller's transaction, so that a deed and its letters are kept
together or not at all. How letters leave is told by `netmentor.mail.carrying`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tortoise.expressions import Q

from netmentor.db.bulk import Change, changed
from netmentor.db.leases import lease_clock
from netmentor.db.reading import among, is_postgres
from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.mail import letters
from netmentor.mail.assembling import Attached, Calendar, Listed, finished
from netmentor.mail.letters import Letter, header
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.mail.rules import KEPT_FOR, OVER, UNDER_WAY, MailState
from netmentor.mail.unwritten import Unwritten, packed
from netmentor.settings import Settings
from netmentor.text import one_line

LONGEST_ERROR = 300

_NOT_NOW = {
    MailState.DUE: "It is due now, and waits for its turn.",
    MailState.CLAIMED: "It is on its way to the mail server.",
    MailState.SENDING: "It is on its way to the mail server.",
    MailState.SENT: "It went out already.",
    MailState.FAILED: "It failed, and the code in it is over: whoever needs one asks anew.",
    MailState.SUPPRESSED: "It was held back or dropped, and is not sent any more.",
    MailState.KEPT: "It stays here: no mail server was set.",
}

_POST = """
    INSERT INTO outgoing_mail (key, letter, "to", subject, message, secret_until, is_listed, state,
        attempts, unsure, posted_at, due_at, lease_token, last_error)
    VALUES {letters}
    ON CONFLICT (key) DO NOTHING RETURNING id"""
_LETTER = "(?, ?, ?, ?, ?, ?, ?, 'due', 0, 0, ?, ?, '', '')"
_WITHDRAW = """
    UPDATE outgoing_mail SET state = 'suppressed', over_at = ?, last_error = ?, message = ?,
        lease_token = '', lease_until = NULL
    WHERE id IN (
        SELECT id FROM outgoing_mail
        WHERE {which} AND state IN ('due', 'claimed') ORDER BY id {locked}
    ) AND state IN ('due', 'claimed') RETURNING key"""


async def post(
    settings: Settings,
    name: str,
    *,
    key: str,
    to: str,
    now: datetime,
    facts: Mapping[str, object],
    secret_until: datetime | None = None,
) -> bool:
    """Write the letter `name` to `to` and post it, as `post_letter` does."""
    letter = letters.write(name, base_url=settings.base_url, **facts)
    return await post_letter(
        settings, name, letter, key=key, to=to, now=now, secret_until=secret_until
    )


async def post_letter(
    settings: Settings,
    name: str,
    letter: Letter,
    *,
    key: str,
    to: str,
    now: datetime,
    secret_until: datetime | None = None,
    listed: Listed | None = None,
    calendar: Calendar | None = None,
    attached: Attached | None = None,
) -> bool:
    """Put a letter that is written into the outbox, inside the caller's transaction.

    The same `key` a second time writes nothing, and the answer is False. `name` is what operators
    see of it, `secret_until` says when a code in it is over, `listed` of which list it is,
    and how one leaves that, `calendar` what it does to its reader's, and `attached` goes along.
    """
    sender = settings.mail_from
    message = finished(
        letter,
        key=key,
        to=to,
        sender=sender,
        now=now,
        listed=listed,
        calendar=calendar,
        attached=attached,
    )
    told = (key, name, to, header(letter.subject), message, secret_until, listed is not None)
    return bool(await changed(_POST.format(letters=_LETTER), *told, now, now))


def posting_of(settings: Settings, some: Sequence[Unwritten], *, now: datetime) -> Change:
    """The change that posts a few letters, one at least, that are written when they go out."""
    values: list[object] = []
    for one in some:
        message = packed(one, base_url=settings.base_url, sender=settings.mail_from, now=now)
        subject = header(str(one.facts["subject"]))
        values += (one.key, one.name, one.to, subject, message, None, False, now, now)
    return Change(_POST.format(letters=", ".join([_LETTER] * len(some))), values)


async def withdraw(keys: Collection[str], *, why: str, now: datetime) -> set[str]:
    """Suppress letters of these keys that have not gone out; return the keys of those.

    Runs inside the caller's transaction. What is under way, or may have come through when a
    worker died or a server broke off, is left to go out: withdrawn, it would be told again.
    """
    condition, one_parameter = among(keys)
    return await _suppress(f"key {condition} AND unsure = 0", one_parameter, why=why, now=now)


async def drop(mail_id: int, *, why: str, now: datetime) -> None:
    """Suppress a letter by an operator's hand: one that waits, or one that failed."""
    async with transaction():
        failed = OutgoingMail.filter(id=mail_id, state=MailState.FAILED)
        dropped = await failed.update(
            state=MailState.SUPPRESSED, over_at=now, last_error=_sentence(why), message=b""
        )
        if not (dropped or await _suppress("id = ?", mail_id, why=why, now=now)):
            raise NotFound(await _why_not(mail_id, "drop"))


async def try_again(mail_id: int, *, now: datetime) -> None:
    """Make a letter due now that failed, or waits; a code in it that is over is not sent."""
    async with transaction():
        wanted = Q(secret_until=None) | Q(secret_until__gt=now)
        mail = OutgoingMail.filter(wanted, id=mail_id)
        failed, waiting = (mail.filter(state=one) for one in (MailState.FAILED, MailState.DUE))
        again = await failed.update(state=MailState.DUE, posted_at=now, due_at=now, over_at=None)
        if not (again or await waiting.filter(due_at__gt=now).update(due_at=now)):
            raise NotFound(await _why_not(mail_id, "send again"))


async def forget_what_is_over(*, now: datetime) -> int:
    """Empty letters whose code is over, and delete old ones; return how many were deleted.

    A code that is over is worth nothing to whoever waits for it, so its letter is given up.
    """
    async with transaction():
        under_way = Q(state__in=UNDER_WAY)
        lapsed = under_way & Q(lease_until__lte=await lease_clock(now))
        dead = OutgoingMail.filter(~under_way | lapsed, secret_until__lte=now)
        waiting = (MailState.DUE, *UNDER_WAY)
        await dead.filter(state__in=waiting).update(
            state=MailState.FAILED,
            over_at=now,
            lease_token="",
            lease_until=None,
            last_error="Its code was over before it was known to have gone out.",
        )
        await dead.exclude(message=b"").update(message=b"")
        old = OutgoingMail.filter(state__in=OVER, over_at__lte=now - KEPT_FOR)
        return await old.delete()


async def forget_letters_to(address: str) -> None:
    """Delete every letter to an address, inside the caller's transaction."""
    await OutgoingMail.filter(to=address).delete()
    await DeadAddress.filter(address=address).delete()


async def forget_codes_to(address: str) -> None:
    """Delete every letter to an address that has a code in it, inside the caller's transaction."""
    await OutgoingMail.filter(to=address).exclude(secret_until=None).delete()


async def forget_letters(keys: Collection[str]) -> None:
    """Delete the letters of these keys, inside the caller's transaction."""
    await OutgoingMail.filter(key__in=list(keys)).delete()


async def forget_letters_keyed(beginning: str, *, but_waiting: bool = False) -> None:
    """Delete every letter whose key begins so, inside the caller's transaction.

    With `but_waiting`, those that have not gone out yet still do.
    """
    found = OutgoingMail.filter(key__startswith=beginning)
    await (found.filter(state__in=OVER) if but_waiting else found).delete()


async def _suppress(which: str, value: object, *, why: str, now: datetime) -> set[str]:
    # In the order of the rows, as claims lock them: two that wait for each other wait for ever.
    locked = "FOR UPDATE" if is_postgres() else ""
    statement = _WITHDRAW.format(which=which, locked=locked)
    return {row["key"] for row in await changed(statement, now, _sentence(why), b"", value)}


async def _why_not(mail_id: int, deed: str) -> str:
    """Say what is the case with a letter that nothing can be done to."""
    mail = await OutgoingMail.get_or_none(id=mail_id)
    if mail is None:
        return f"There is no such letter to {deed}."
    return _NOT_NOW[MailState(mail.state)]


def _sentence(why: str) -> str:
    return one_line(why)[:LONGEST_ERROR]
