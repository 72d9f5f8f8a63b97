"""What happens to accounts."""

from __future__ import annotations

from collections.abc import Iterable

from tortoise.expressions import F

from netmentor.accounts.models import AgendaRevision


async def bump(user_ids: Iterable[int]) -> None:
    """Say that something dated of these users has changed: the last write of a transaction.

    One at a time, in ascending order: two transactions that bump in different orders
    would each wait for the other on PostgreSQL.
    """
    for user_id in sorted(set(user_ids)):
        await AgendaRevision.get_or_create({"number": 0}, user_id=user_id)
        await AgendaRevision.filter(user_id=user_id).update(number=F("number") + 1)
