"""An import is undone: whom it made is gone again, and what it added to others is taken out."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.books.models import CarriedLines, ContactImport, ContactImportRow
from netmentor.contacts.books.putting import settle_anew
from netmentor.contacts.books.rules import AT_A_TIME
from netmentor.contacts.books.turns import hold
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.models import (
    Contact,
    FollowUp,
    Picture,
    Position,
    Tag,
    Tagging,
    Way,
)
from netmentor.contacts.rules import Answer, Origin, State
from netmentor.contacts.searching import reindex_all
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction

_TABLES = {"Way": Way, "Position": Position, "Tagging": Tagging}
# What belongs to whom an import made, and goes with them; all other rows about them do not.
_GO_ALONG = {
    "positions", "ways", "taggings", "carried", "pictures", "import_rows", "follow_ups",
}  # fmt: skip
_OF_A_ROW = ["reason", "contact_id", "put_at", "made", "added"]
STAYS = "Changed since, or written about; they stay."


async def take_out_some(importing: ContactImport, *, now: datetime) -> int:
    """Undo some rows, the last first, in one transaction; return how many, 0 at the end.

    Somebody who was changed since or about whom anything was written stays: nothing is lost.
    """
    user = await User.get(id=importing.user_id)
    async with transaction():
        await take_turns_of(user)
        await hold(importing, now=now)
        rows = await _last_rows(importing)
        if not rows:
            return 0
        ids = {row.contact_id for row in rows if row.contact_id}
        people = {one.id: one for one in await Contact.filter(id__in=list(ids))}
        made = [people[row.contact_id] for row in rows if row.made and row.contact_id in people]
        added = {row.id: json.loads(row.added or "{}") for row in rows}
        tags = [id_ for told in added.values() for id_ in told.pop("Tag", [])]
        kept = [id_ for told in added.values() for id_ in told.get("Picture", [])]
        stay = await _written_about(made, kept)
        stay |= set(await values_of(Merge.filter(gone_id__in=list(ids)), "gone_id"))
        going = [one.id for one in made if one.id not in stay]
        if await FollowUp.filter(contact_id__in=going).exists():
            await bump([user.id])
        await Contact.filter(id__in=going).delete()
        there = people.keys() - set(going) - stay
        told = [(people[r.contact_id], added[r.id]) for r in rows if r.contact_id in there]
        await _take_out_what_was_added(user, [pair for pair in told if pair[1]], now=now)
        await _let_go_of_tags(tags)
        for row in rows:
            row.reason = STAYS if row.contact_id in stay else row.reason
            row.contact_id = None if row.contact_id in going else row.contact_id
            row.put_at, row.made, row.added = None, False, ""
        await ContactImportRow.bulk_update(rows, _OF_A_ROW, AT_A_TIME)
        importing.done = max(0, importing.done - len(rows))
        await hold(importing, now=now, done=importing.done)
    return len(rows)


async def _last_rows(importing: ContactImport) -> list[ContactImportRow]:
    rows = ContactImportRow.filter(of=importing, put_at__not_isnull=True).order_by("-id")
    return await rows.limit(AT_A_TIME)


async def _written_about(people: Sequence[Contact], kept: Collection[int]) -> set[int]:
    """Who of those whom an import made is more than it made of them; `kept` are its pictures."""
    ids = [one.id for one in people]
    found = {one.id for one in people if _was_worked_on(one)}
    planned = FollowUp.filter(contact_id__in=ids)
    as_planned = Q(origin=Origin.CADENCE.value, state=State.OPEN.value, changed_at=None)
    found.update(await values_of(planned.filter(~as_planned), "contact_id"))
    pictures = Picture.filter(contact_id__in=ids).exclude(id__in=list(kept))
    found.update(await values_of(pictures, "contact_id"))
    meta = Contact._meta
    for name in (meta.backward_fk_fields | meta.backward_o2o_fields) - _GO_ALONG:
        relation: Any = meta.fields_map[name]
        of = {f"{relation.relation_field}__in": ids}
        rows = relation.related_model.filter(**of)
        found.update(await values_of(rows, relation.relation_field))
    return found


def _was_worked_on(contact: Contact) -> bool:
    """True where a contact is other than an import made it."""
    decided = contact.answer != Answer.NONE or contact.sorted_at != contact.created_at
    cadence = contact.cadence_weeks is not None or contact.cadence_since is not None
    told = contact.version > 1 or contact.private_note or contact.touched_at or contact.gone_at
    return bool(decided or cadence or told)


async def _take_out_what_was_added(
    user: User, pairs: Collection[tuple[Contact, dict[str, Any]]], *, now: datetime
) -> None:
    for contact, added in pairs:
        for name, table in _TABLES.items():
            await table.filter(contact=contact, id__in=added.get(name, [])).delete()
        await Picture.filter(contact=contact, id__in=added.get("Picture", [])).delete()
        if contact.version == added.get("version"):  # or somebody wrote over it since
            note = added.get("note", "")
            contact.note = "" if contact.note == note else contact.note.removesuffix(f"\n\n{note}")
            contact.credentials = "" if added.get("credentials") else contact.credentials
        if lines := added.get("carried"):
            await _let_go(contact, lines)
        contact.version += 1
    people = [contact for contact, _ in pairs]
    await reindex_all(people, "note", "credentials", "version")
    await settle_anew(user, people, now=now)


async def _let_go_of_tags(ids: Collection[int]) -> None:
    """Tags that the import made, unless somebody wears them or they ask for a cadence."""
    worn = await values_of(Tagging.filter(tag_id__in=list(ids)), "tag_id")
    await Tag.filter(id__in=list(set(ids) - set(worn)), cadence_weeks=None).delete()


async def _let_go(contact: Contact, lines: Collection[str]) -> None:
    row = await CarriedLines.get_or_none(contact=contact)
    if row is None:
        return
    row.lines = "\n".join(one for one in row.lines.split("\n") if one not in lines)
    await (row.save(update_fields=["lines"]) if row.lines else row.delete())
