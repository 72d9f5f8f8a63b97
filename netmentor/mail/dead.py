"""Addresses whose server says that there is no such mailbox: lists leave them alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from netmentor.db.bulk import changed
from netmentor.db.reading import rows_among
from netmentor.mail.models import DeadAddress

_NOTE = (
    "INSERT INTO dead_address (address, since, said) VALUES (?, ?, ?)"
    " ON CONFLICT (address) DO NOTHING RETURNING id"
)


async def dead_among(addresses: Collection[str]) -> set[str]:
    """Those of the addresses that are known to be dead."""
    question = "SELECT address FROM dead_address WHERE"
    return {address for (address,) in await rows_among(question, "address", addresses)}


async def note(address: str, *, said: str, now: datetime) -> None:
    """Write down that an address is dead, and what its server said; the first time stays."""
    await changed(_NOTE, address, now, said)


async def forget(addresses: Collection[str]) -> None:
    """A letter was taken for these: they are not dead."""
    await DeadAddress.filter(address__in=addresses).delete()
