"""The record of what people decide, be it about events or not, and what taking one back asks."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime

from tortoise.expressions import Q

from netmentor.errors import Conflict
from netmentor.events.curating.models import Decision
from netmentor.events.curating.queries import decision_numbered
from netmentor.events.curating.rules import EVENT, Kind


class Settled(Conflict):
    """Somebody decided this already."""


class Superseded(Conflict):
    """A decision that others about the same were built on."""


class BuiltOn(Conflict):
    """A decision that cannot be taken back, because of what came of it; the sentence says what."""


async def record(
    kind: Kind,
    said: str,
    about: Iterable[str],
    before: Mapping[str, object],
    *,
    slug: str = "",
    subject: str = EVENT,
    by: int | None,
    now: datetime,
) -> None:
    """Write down what was decided: part of the deed's own transaction.

    `about` names the rows that it touched, as "e5" and "t7".
    """
    await Decision.create(
        kind=kind,
        by_id=by,
        made_at=now,
        words=said,
        slug=slug,
        subject=subject,
        about=f" {' '.join(about)} ",
        before=json.dumps(before),
    )


async def undone(
    number: int,
    take_back: Callable[[Decision], Awaitable[None]],
    *,
    now: datetime,
    by: int | None = None,
) -> Decision:
    """Take a decision back, and say by whom; only the last one about the same can be.

    Whoever curates may take back what another one decided. Runs inside the caller's transaction.
    """
    decision = await decision_numbered(number)
    if decision.undone_at:
        raise Settled("That was taken back already.")
    if later := await later_than(decision):
        raise Superseded(f"Take back first what was decided after it: {later.words}")
    await take_back(decision)
    decision.undone_at, decision.undone_by_id = now, by
    await decision.save(update_fields=["undone_at", "undone_by_id"])
    return decision


async def later_than(decision: Decision) -> Decision | None:
    """The last decision about the same that stands since this one, or None."""
    same = Q()
    for name in decision.about.split():
        same |= Q(about__contains=f" {name} ")
    rows = Decision.filter(same, id__gt=decision.id, undone_at=None)
    return await rows.order_by("-id").first()
