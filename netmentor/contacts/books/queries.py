"""Imports, reached through the user whose they are; anybody else's are as unknown as none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.functions import Count

from netmentor.accounts.models import User
from netmentor.contacts.books.models import ContactImport, ContactImportRow
from netmentor.contacts.books.rules import Verdict
from netmentor.contacts.rules import is_key
from netmentor.errors import NotFound

MOST_SHOWN = 200  # rows of one verdict


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of an import that one thing becomes of: how many, and the first of them."""

    verdict: Verdict
    count: int
    rows: Sequence[ContactImportRow]


async def import_of(user: User, key: str) -> ContactImport:
    """One import of `user`; raise NotFound where there is none with this key."""
    found = await ContactImport.get_or_none(user=user, key=key) if is_key(key) else None
    if found is None:
        raise NotFound("There is no such import among yours.")
    return found


async def imports_of(user: User) -> list[ContactImport]:
    """The latest imports, the newest first."""
    return await ContactImport.filter(user=user).order_by("-id").limit(20)


async def groups_of(row: ContactImport) -> list[Group]:
    """The rows of an import by their verdict, in the order of the verdicts."""
    rows = ContactImportRow.filter(of=row)
    counted = rows.annotate(count=Count("id")).group_by("verdict")
    counts = dict(await counted.values_list("verdict", "count"))
    groups = []
    for verdict in Verdict:
        if count := counts.get(verdict):
            shown = rows.filter(verdict=verdict.value).order_by("id").limit(MOST_SHOWN)
            groups.append(Group(verdict, count, await shown.prefetch_related("contact")))
    return groups
