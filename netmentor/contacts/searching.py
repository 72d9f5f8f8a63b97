"""What of a contact can be found: all of it folded into one column, the private note left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.queryset import QuerySet

from netmentor.contacts.models import Contact, Position, Promise, Tagging, Touch, Way
from netmentor.contacts.rules import State
from netmentor.text import folded

_AT_A_TIME = 100  # contacts written by one statement
_KEPT = ("owes_since", "folded_name", "searched")


async def reindex(contact: Contact) -> None:
    """Save `contact`, findable and in its place in lists by what the rows about it say now.

    Inside the caller's transaction, after all of them were written.
    """
    await _reckon([contact])
    await contact.save()


async def reindex_all(contacts: Sequence[Contact], *also: str) -> None:
    """As `reindex`, for many; only what they are found by is saved, and the columns `also`."""
    if contacts:
        await _reckon(contacts)
        await Contact.bulk_update(contacts, (*_KEPT, *also), _AT_A_TIME)


async def _reckon(contacts: Sequence[Contact]) -> None:
    words: dict[int, list[str]] = {
        one.id: [one.name, one.credentials, one.met_where, one.note] for one in contacts
    }
    ids = list(words)
    for table, *columns in (
        (Position, "title", "organization"),
        (Way, "value"),
        (Tagging, "tag__name"),
        (Promise, "what"),
        (Touch, "note"),
    ):
        rows: QuerySet[Any] = table.filter(contact_id__in=ids).order_by("id")
        for id_, *told in await rows.values_list("contact_id", *columns):
            words[id_] += told
    owed = Promise.filter(contact_id__in=ids, by_them=False, state=State.OPEN.value)
    latest_first = owed.order_by("-made_at").values_list("contact_id", "made_at")
    oldest = dict(await latest_first)
    for one in contacts:
        one.owes_since = oldest.get(one.id)
        one.folded_name = folded(one.name)[:200]
        one.searched = folded("\n".join(filter(None, words[one.id])))
