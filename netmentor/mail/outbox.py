"""Putting letters into the outbox, and carrying them out.

`post` runs inside the caller's transaction, so a deed and its letter are kept together or
not at all. `deliver_next` holds one row at a time under a lease: two processes never carry the
same letter, and one whose carrier died is carried again when the lease has lapsed.
"""

from __future__ import annotations

import logging
import secrets
from asyncio import CancelledError
from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from netmentor.db.columns import values_of
from netmentor.db.leases import lease_clock
from netmentor.db.transactions import transaction
from netmentor.errors import NetMentorError, NotFound
from netmentor.mail import letters
from netmentor.mail.carriers import Carrier, NotNow, Refused
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import KEPT_FOR, LEASE, OVER, MailState, is_given_up, pause_after
from netmentor.settings import Settings
from netmentor.text import one_line

log = logging.getLogger(__name__)

_LOOKED_AT = 20  # letters; others may be taking the first of them
_LONGEST_ERROR = 300


class Carried(Enum):
    """How it went with one letter; NOTHING was due."""

    NOTHING = auto()
    TAKEN = auto()
    REFUSED = auto()
    NOT_NOW = auto()


class BrokeOff(NetMentorError):
    """A letter was under way when its carrier broke off."""


async def post(
    settings: Settings,
    name: str,
    *,
    key: str,
    to: str,
    now: datetime,
    facts: Mapping[str, object],
    secret_until: datetime | None = None,
) -> None:
    """Write the letter `name` to `to`, inside the caller's transaction.

    The same `key` a second time writes nothing. `secret_until` says when a code in it is over.
    """
    letter = letters.write(name, base_url=settings.base_url, **facts)
    message = letters.finished(letter, key=key, to=to, sender=settings.mail_from, now=now)
    row = {
        "letter": name,
        "to": to,
        "subject": letter.subject,
        "message": message,
        "secret_until": secret_until,
        "state": MailState.QUEUED,
        "posted_at": now,
        "due_at": now,
    }
    await OutgoingMail.get_or_create(row, key=key)


async def deliver_next(carrier: Carrier, *, now: datetime) -> Carried:
    """Have the letter carried that has waited longest of those that are due at `now`.

    One at a time: the lease of each begins at a moment that is told anew.
    """
    free = _free(now, await lease_clock(now)).order_by("due_at", "id")
    for mail_id in await values_of(free.limit(_LOOKED_AT), "id"):
        if mail := await _claim(mail_id, now=now):
            return await _carry(mail, carrier, now=now)
    return Carried.NOTHING


async def try_again(mail_id: int, *, now: datetime) -> None:
    """Queue a failed letter once more; a code in it that is over is not sent."""
    async with transaction():
        failed = OutgoingMail.filter(_still_wanted(now), id=mail_id, state=MailState.FAILED)
        again = await failed.update(
            state=MailState.QUEUED, refusals=0, posted_at=now, due_at=now, over_at=None
        )
        if not again:
            raise NotFound("There is no such letter to send again.")


async def forget_what_is_over(*, now: datetime) -> int:
    """Empty letters whose code is over, and delete old ones; return how many were deleted.

    A code that is over is worth nothing to whoever waits for it, so its letter is given up.
    """
    async with transaction():
        lapsed = Q(state=MailState.SENDING, lease_until__lte=await lease_clock(now))
        nobody_has_it = ~Q(state=MailState.SENDING) | lapsed
        dead = OutgoingMail.filter(nobody_has_it, secret_until__lte=now)
        await dead.filter(state__in=(MailState.QUEUED, MailState.SENDING)).update(
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


async def forget_letters_keyed(beginning: str) -> None:
    """Delete every letter whose key begins so, inside the caller's transaction."""
    await OutgoingMail.filter(key__startswith=beginning).delete()


def _still_wanted(now: datetime) -> Q:
    return Q(secret_until=None) | Q(secret_until__gt=now)


def _free(now: datetime, lately: datetime) -> QuerySet[OutgoingMail]:
    """Letters that nobody has: due ones, and those whose carrier let the lease lapse."""
    due = Q(state=MailState.QUEUED, due_at__lte=now)
    left_lying = Q(state=MailState.SENDING, lease_until__lte=lately)
    return OutgoingMail.filter(due | left_lying, _still_wanted(now))


async def _claim(mail_id: int, *, now: datetime) -> OutgoingMail | None:
    """Take a letter, in one statement that only one process can succeed with; else None."""
    token = secrets.token_hex(16)
    lately = await lease_clock(now)
    mine = (
        await _free(now, lately)
        .filter(id=mail_id)
        .update(
            state=MailState.SENDING,
            attempts=F("attempts") + 1,
            lease_token=token,
            lease_until=lately + LEASE,
        )
    )
    return await OutgoingMail.get_or_none(id=mail_id, lease_token=token) if mine else None


async def _carry(mail: OutgoingMail, carrier: Carrier, *, now: datetime) -> Carried:
    """Have one letter carried, and write down how it went."""
    try:
        state = await carrier.carry(mail)
    except CancelledError:
        await _put_back(mail, BrokeOff("The worker ended meanwhile."), now=now)
        raise
    except Exception as exc:  # whatever a carrier raises, the round goes on
        await _put_back(mail, exc, now=now)
        return Carried.NOT_NOW if isinstance(exc, NotNow) else Carried.REFUSED
    sent_at = now if state == MailState.SENT else None
    # What has gone out is the reader's: here its name and its fate are enough.
    emptied = {"message": b""} if state == MailState.SENT or mail.secret_until else {}
    outcome = {"state": state, "sent_at": sent_at, "over_at": now, "last_error": ""}
    await _finish(mail, **outcome, **emptied)
    return Carried.TAKEN


async def _put_back(mail: OutgoingMail, exc: BaseException, *, now: datetime) -> None:
    if not isinstance(exc, NetMentorError):
        log.exception("letter %d: its carrier broke", mail.id, exc_info=exc)
    counts = isinstance(exc, Refused) or not isinstance(exc, NetMentorError)
    refusals = mail.refusals + counts
    over = is_given_up(refusals=refusals, posted_at=mail.posted_at, now=now)
    said = _said(mail, exc)
    # The number and never the address: a log is read by more people than the outbox.
    log.warning("letter %d not sent (%s)", mail.id, type(exc).__name__)
    await _finish(
        mail,
        state=MailState.FAILED if over else MailState.QUEUED,
        due_at=now + pause_after(mail.attempts),
        over_at=now if over else None,
        refusals=refusals,
        last_error=said,
    )


def _said(mail: OutgoingMail, exc: BaseException) -> str:
    """What went wrong, for the outbox page; a server may repeat a letter, and so a code."""
    if not isinstance(exc, NetMentorError):
        return f"A fault of ours: {type(exc).__name__}."
    words = exc.message.partition(":")[0] + "." if mail.secret_until else exc.message
    return one_line(words)[:_LONGEST_ERROR]


async def _finish(mail: OutgoingMail, **outcome: object) -> None:
    """Write the outcome, unless the lease has meanwhile gone to somebody else."""
    mine = OutgoingMail.filter(id=mail.id, state=MailState.SENDING, lease_token=mail.lease_token)
    if not await mine.update(lease_token="", lease_until=None, **outcome):
        log.warning("letter %d: its lease had lapsed before it was done", mail.id)
