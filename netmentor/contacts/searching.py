"""What of a contact can be found: all of it folded into one column, the private note left out."""

from __future__ import annotations

from netmentor.contacts.models import Contact, Position, Promise, Tagging, Touch, Way
from netmentor.contacts.rules import State
from netmentor.db.columns import values_of
from netmentor.text import folded


async def reindex(contact: Contact) -> None:
    """Save `contact`, findable and in its place in lists by what the rows about it say now.

    Inside the caller's transaction, after all of them were written.
    """
    owed = Promise.filter(contact_id=contact.id, by_them=False, state=State.OPEN.value)
    oldest = await owed.order_by("made_at").first()
    contact.owes_since = oldest.made_at if oldest else None
    contact.folded_name = folded(contact.name)[:200]
    contact.searched = folded("\n".join(await _words(contact)))
    await contact.save()


async def _words(contact: Contact) -> list[str]:
    mine = {"contact_id": contact.id}
    told = [contact.name, contact.credentials, contact.met_where, contact.note]
    for row in await Position.filter(**mine).order_by("id"):
        told += [row.title, row.organization]
    told += await values_of(Way.filter(**mine).order_by("id"), "value")
    told += await values_of(Tagging.filter(**mine).order_by("id"), "tag__name")
    told += await values_of(Promise.filter(**mine).order_by("id"), "what")
    told += await values_of(Touch.filter(**mine).order_by("id"), "note")
    return [one for one in told if one]
