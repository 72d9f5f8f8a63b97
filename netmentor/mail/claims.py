"""Whose a letter is: claimed ten at a time under a lease, and marked while the lease is ours.

Each claim draws a token. What a worker writes of a letter counts only while the row still has
it, so that one that slept through its lease changes nothing of what others did since.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter

from netmentor.db.bulk import change, changed
from netmentor.db.leases import ending, lapsed
from netmentor.db.reading import among, is_postgres, rows
from netmentor.db.transactions import transaction
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import AT_A_TIME, MailState

_COLUMNS = ", ".join(f'outgoing_mail."{name}"' for name in OutgoingMail._meta.db_fields)
_LAPSED = """
    UPDATE outgoing_mail SET state = 'due', lease_token = '', lease_until = NULL,
        attempts = attempts + CASE state WHEN 'sending' THEN 1 ELSE 0 END,
        unsure = unsure + CASE state WHEN 'sending' THEN 1 ELSE 0 END
    WHERE id IN (
        SELECT id FROM outgoing_mail
        WHERE state IN ('claimed', 'sending') AND lease_until <= {lapsed} ORDER BY id {locked}
    )"""
FREE = """
    SELECT id FROM outgoing_mail
    WHERE state = 'due' AND due_at <= ? AND {which}
    ORDER BY due_at, id LIMIT {most} {locked}"""
CODES = "secret_until IS NOT NULL AND secret_until > ?"
ANY = "(secret_until IS NULL OR secret_until > ?)"
# Without MATERIALIZED, PostgreSQL may look for ten more for each row that it compares.
_CLAIM = """
    WITH free AS MATERIALIZED ({free})
    UPDATE outgoing_mail SET state = 'claimed', lease_token = ?, lease_until = {ending}
    WHERE id IN (SELECT id FROM free) RETURNING {columns}"""
_BEGIN = """
    UPDATE outgoing_mail SET state = 'sending'
    WHERE id IN (
        SELECT id FROM outgoing_mail
        WHERE id {among} AND state = 'claimed' AND lease_token = ? ORDER BY id {locked}
    ) AND state = 'claimed' RETURNING id"""
_LOCK = "SELECT id FROM outgoing_mail WHERE id {among} ORDER BY id FOR UPDATE"
_MARK = """
    UPDATE outgoing_mail SET state = ?, due_at = COALESCE(?, due_at), sent_at = ?, over_at = ?,
        attempts = attempts + ?, unsure = unsure + ?, last_error = COALESCE(?, last_error),
        message = {message}, lease_token = '', lease_until = NULL
    WHERE id {among} AND lease_token = ? AND state IN ('claimed', 'sending')"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it went with a letter, alike for many; None leaves things as they are."""

    state: MailState
    due_at: datetime | None = None
    sent_at: datetime | None = None
    over_at: datetime | None = None
    tried: int = 0  # one more attempt, or none
    unsure: int = 0
    error: str | None = None
    is_emptied: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Letters that one worker has until their lease lapses, in the order they became due."""

    token: str
    letters: Sequence[OutgoingMail]


async def give_back_what_lapsed(*, now: datetime) -> int:
    """Make letters due again whose worker is gone or stuck; return how many.

    One that was being sent may have come through: that is remembered in its `unsure`.
    """
    clock, values = lapsed(now)
    locked = "FOR UPDATE SKIP LOCKED" if is_postgres() else ""
    return await change(_LAPSED.format(lapsed=clock, locked=locked), *values)


async def claim(*, now: datetime, lease: timedelta) -> Claim:
    """Take the letters that have waited longest of those due at `now`, in one statement.

    Codes go first, by themselves: whoever waits for one sits there, and it is soon over.
    """
    codes = await _claim(CODES, now, lease)
    return codes if codes.letters else await _claim(ANY, now, lease)


async def begin(claim: Claim, letters: Sequence[OutgoingMail]) -> list[OutgoingMail]:
    """Write down that these are being sent; return those that are still ours and wanted."""
    condition, value = among([mail.id for mail in letters])
    # In the order of the rows, as withdrawals lock them: two that wait for each other wait on.
    statement = _BEGIN.format(among=condition, locked="FOR UPDATE" if is_postgres() else "")
    begun = {row["id"] for row in await changed(statement, value, claim.token)}
    return [mail for mail in letters if mail.id in begun]


async def mark(claim: Claim, outcomes: Mapping[Outcome, Sequence[int]]) -> int:
    """Let letters go, by their ids, each as it went; return how many were still ours."""
    if len(outcomes) == 1:  # as nearly always; one statement needs no transaction
        [(outcome, ids)] = outcomes.items()
        return await _mark(claim, outcome, ids)
    async with transaction():
        if is_postgres():  # in the order of the rows, as `begin` and withdrawals lock them
            condition, value = among(sorted(chain.from_iterable(outcomes.values())))
            await rows(_LOCK.format(among=condition), value)
        return sum([await _mark(claim, outcome, ids) for outcome, ids in outcomes.items()])


async def _claim(which: str, now: datetime, lease: timedelta) -> Claim:
    token = secrets.token_hex(16)
    end, value = ending(now, lease)
    locked = "FOR UPDATE SKIP LOCKED" if is_postgres() else ""
    free = FREE.format(which=which, most=AT_A_TIME, locked=locked)
    statement = _CLAIM.format(free=free, ending=end, columns=_COLUMNS)
    found = await changed(statement, now, now, token, value)
    letters = [OutgoingMail._init_from_db(**row) for row in found]
    return Claim(token, sorted(letters, key=attrgetter("due_at", "id")))


async def _mark(claim: Claim, outcome: Outcome, ids: Sequence[int]) -> int:
    condition, value = among(ids)
    message = "?" if outcome.is_emptied else "message"
    return await change(
        _MARK.format(among=condition, message=message),
        outcome.state,
        outcome.due_at,
        outcome.sent_at,
        outcome.over_at,
        outcome.tried,
        outcome.unsure,
        outcome.error,
        *([b""] if outcome.is_emptied else []),
        value,
        claim.token,
    )
