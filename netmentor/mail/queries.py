"""Questions about letters; none of them tells what stands in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState


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


async def letters_in_sight(*, now: datetime, most: int = 200) -> list[Sight]:
    """The latest letters, first those that failed."""
    columns = ("id", "letter", "to", "state", "attempts", "last_error")
    more = ("due_at", "over_at", "secret_until")
    rows = await OutgoingMail.all().order_by("-id").limit(most).values(*columns, *more)
    failed = await (
        OutgoingMail.filter(state=MailState.FAILED)
        .order_by("-id")
        .limit(most)
        .values(*columns, *more)
    )
    known = {row["id"] for row in failed}
    return [_sight(row, now) for row in [*failed, *(r for r in rows if r["id"] not in known)]]


async def counts_by_state() -> dict[MailState, int]:
    """How many letters there are in each state."""
    return {state: await OutgoingMail.filter(state=state).count() for state in MailState}


def _sight(row: dict[str, object], now: datetime) -> Sight:
    due_at, over_at, secret_until = (row.pop(n) for n in ("due_at", "over_at", "secret_until"))
    wanted = not isinstance(secret_until, datetime) or secret_until > now
    failed = row["state"] == MailState.FAILED
    return Sight(at=over_at or due_at, can_be_tried=failed and wanted, **row)  # type: ignore[arg-type]
