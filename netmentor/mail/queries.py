"""Questions about letters; none of them tells what stands in one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from netmentor.db.columns import values_of
from netmentor.db.reading import moment_of, rows, rows_among
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.mail.rules import MailState

Moment = datetime | str  # as either database gives one

_FATES = (
    "SELECT key, state, due_at, sent_at, over_at, attempts, last_error FROM outgoing_mail WHERE"
)
_COUNTS = """
    SELECT 'due', count(*) FROM outgoing_mail WHERE state = 'due'
    UNION ALL SELECT state, count(*) FROM outgoing_mail
        WHERE state IN ('claimed', 'sending') GROUP BY state
    UNION ALL SELECT state, count(*) FROM outgoing_mail WHERE over_at IS NOT NULL GROUP BY state
"""
_HELD_UP = "SELECT count(*) FROM outgoing_mail WHERE state = 'due' AND due_at > ?"


@dataclass(frozen=True, slots=True)
class Sight:
    """What an operator sees of a letter: neither its subject nor its words."""

    id: int
    letter: str
    to: str
    state: str
    attempts: int
    last_error: str
    at: datetime  # gone out, given up, or to be tried next
    can_be_tried: bool
    can_be_dropped: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter, for whoever posted it."""

    state: MailState
    due_at: datetime
    sent_at: datetime | None
    over_at: datetime | None  # sent, failed, suppressed or kept since
    attempts: int
    last_error: str


async def letters_in_sight(*, now: datetime, most: int = 200) -> list[Sight]:
    """The latest letters, first those that failed."""
    columns = ("id", "letter", "to", "state", "attempts", "last_error")
    more = ("due_at", "over_at", "secret_until")
    latest = await OutgoingMail.all().order_by("-id").limit(most).values(*columns, *more)
    failed = await (
        OutgoingMail.filter(state=MailState.FAILED)
        .order_by("-id")
        .limit(most)
        .values(*columns, *more)
    )
    known = {row["id"] for row in failed}
    return [_sight(row, now) for row in [*failed, *(r for r in latest if r["id"] not in known)]]


async def counts_by_state() -> dict[MailState, int]:
    """How many letters there are in each state."""
    counts = dict(await rows(_COUNTS))
    return {state: counts.get(state, 0) for state in MailState}


async def failed() -> list[int]:
    """The numbers of all letters that failed."""
    return await values_of(OutgoingMail.filter(state=MailState.FAILED).order_by("id"), "id")


async def dead_addresses() -> int:
    """How many addresses have no mailbox, as their servers said."""
    return await DeadAddress.all().count()


async def fates(keys: Collection[str]) -> dict[str, Fate]:
    """What became of the letters of these keys; a letter thrown away after a month is missing."""
    found = await rows_among(_FATES, "key", keys)
    return {key: _fate(*more) for key, *more in found}


async def held_up(*, now: datetime) -> int:
    """How many letters were tried in vain, and wait for another try."""
    [(count,)] = await rows(_HELD_UP, now)
    return int(count)


def _fate(
    state: str,
    due: Moment,
    sent: Moment | None,
    over: Moment | None,
    attempts: int,
    last_error: str,
) -> Fate:
    return Fate(
        MailState(state),
        moment_of(due),
        moment_of(sent),
        moment_of(over),
        attempts,
        last_error,
    )


def _sight(row: dict[str, object], now: datetime) -> Sight:
    due_at, over_at, secret_until = (row.pop(n) for n in ("due_at", "over_at", "secret_until"))
    wanted = not isinstance(secret_until, datetime) or secret_until > now
    is_ahead = isinstance(due_at, datetime) and due_at > now
    failed = row["state"] == MailState.FAILED
    waits = row["state"] in (MailState.DUE, MailState.CLAIMED)
    return Sight(
        at=over_at or due_at,  # type: ignore[arg-type]
        can_be_tried=wanted and (failed or (row["state"] == MailState.DUE and is_ahead)),
        can_be_dropped=failed or waits,
        **row,  # type: ignore[arg-type]
    )
