"""Rows of an import become people, some at a time; what is done once is not done again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.books.cards import Card
from netmentor.contacts.books.judging import Acquaintance, Judged, judge
from netmentor.contacts.books.models import CarriedLines, ContactImport, ContactImportRow
from netmentor.contacts.books.packing import unpacked
from netmentor.contacts.books.rules import AT_A_TIME, Doubles, Verdict
from netmentor.contacts.books.turns import hold
from netmentor.contacts.deeds import Journal, forget_deeds_about
from netmentor.contacts.models import Contact, Position, Tag, Tagging, Way
from netmentor.contacts.rules import MOST_CONTACTS, MOST_TAGS_OF_ALL, Answer
from netmentor.contacts.searching import reindex_all
from netmentor.contacts.settling import settle
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.text import folded

_CONTACT = (
    "user_id key digest name folded_name credentials note private_note met_where met_at answer"
    " sorted_at searched version created_at"
).split()
_FULL = f"You keep {MOST_CONTACTS:,} people already; delete some first."


async def put_some(importing: ContactImport, known: Acquaintance, *, now: datetime) -> None:
    """Put in the next rows, in one transaction.

    No deed from before about whom it adds something to is undone past it. Raises turns.NotOurs.
    """
    user = await User.get(id=importing.user_id)
    async with transaction():
        await take_turns_of(user)
        await hold(importing, now=now)
        rows, newest = await _next_rows(importing), await _newest_tag(user)
        cards = [_card_of(row) for row in rows]
        judged = await judge(user, cards, known, Doubles(importing.doubles))
        new = [one for one in judged if one.verdict in (Verdict.NEW, Verdict.DOUBLE)]
        room = MOST_CONTACTS - await Contact.filter(user=user).count()
        made = await _make(user, importing, new[: max(0, room)], now=now)
        added = await _add_what_is_lacking(user, judged, now=now)
        for row, one in zip(rows, judged, strict=True):
            _note(row, one, made, added, now=now)
        if tags := await values_of(Tag.filter(user=user, id__gt=newest), "id"):
            rows[0].added = json.dumps(json.loads(rows[0].added or "{}") | {"Tag": tags})
        await ContactImportRow.bulk_update(
            rows, ["verdict", "reason", "contact_id", "made", "added", "told", "put_at"], AT_A_TIME
        )
        importing.done += len(rows)
        await hold(importing, now=now, done=importing.done)


async def is_left(importing: ContactImport) -> bool:
    """True while a row waits to be put in."""
    return await ContactImportRow.filter(of=importing, put_at=None).exclude(told="").exists()


async def settle_anew(user: User, contacts: Sequence[Contact], *, now: datetime) -> None:
    """Plan what the cadences of people ask for now, and tell calendars."""
    settled = Journal()
    await settle(user, contacts, settled, now=now)
    if settled.lines:
        await bump([user.id])


async def _newest_tag(user: User) -> int:
    """Whose number is greater by the end of a turn, that turn made."""
    newest = await Tag.filter(user=user).order_by("-id").first()
    return newest.id if newest else 0


async def _next_rows(importing: ContactImport) -> list[ContactImportRow]:
    rows = ContactImportRow.filter(of=importing, put_at=None).exclude(told="")
    return await rows.order_by("id").limit(AT_A_TIME)


def _card_of(row: ContactImportRow) -> Card:
    card = unpacked(row.told)
    if not isinstance(card, Card):
        raise TypeError(f"a card was expected, not {card}")
    return card


def _note(
    row: ContactImportRow,
    one: Judged,
    made: dict[str, int],
    added: dict[int, str],
    *,
    now: datetime,
) -> None:
    row.verdict, row.reason, row.told, row.put_at = one.verdict.value, one.reason, "", now
    if one.contact:
        row.contact_id, row.added = one.contact.id, added.get(one.contact.id, "")
    elif id_ := made.get(one.key):
        row.contact_id, row.made = id_, True
    elif one.verdict is not Verdict.REFUSED:
        row.verdict, row.reason = Verdict.REFUSED.value, _FULL


async def _make(
    user: User,
    importing: ContactImport,
    judged: Sequence[Judged],
    *,
    now: datetime,
) -> dict[str, int]:
    """Make contacts, past the ORM for there may be thousands; return their ids by key."""
    if not judged:
        return {}
    zone, source = ZoneInfo(user.timezone), f"Brought in from {importing.name}"[:300]
    rows = []
    for one in judged:
        card = one.card
        met_at = datetime.combine(card.met_on, time(12), zone) if card.met_on else now
        rows.append((
            user.id, one.key, "", card.name, folded(card.name)[:200], card.credentials, card.note,
            "", card.met_where or source, met_at, Answer.NONE.value, now, "", 1, now,
        ))  # fmt: skip
    await insert(Contact, _CONTACT, rows)
    made = await Contact.filter(user=user, key__in=[one.key for one in judged])
    ids = {one.key: one.id for one in made}
    places = [
        (ids[one.key], one.card.title, one.card.organization)
        for one in judged
        if one.card.title or one.card.organization
    ]
    ways = [(ids[one.key], kind.value, told) for one in judged for kind, told in one.card.ways]
    carried = [(ids[one.key], "\n".join(one.card.carried)) for one in judged if one.card.carried]
    await insert(Position, ("contact_id", "title", "organization"), places)
    await insert(Way, ("contact_id", "kind", "value"), ways)
    await insert(CarriedLines, ("contact_id", "lines"), carried)
    await _tag(user, made, {ids[one.key]: one.card.tags for one in judged}, now=now)
    await reindex_all(made)
    return ids


async def _tag(
    user: User,
    contacts: Sequence[Contact],
    told: dict[int, tuple[str, ...]],
    *,
    now: datetime,
) -> list[Tagging]:
    """Put tags on people who have none of these yet."""
    wanted = {folded(name): name for names in told.values() for name in names}
    if not wanted:
        return []
    mine = Tag.filter(user=user, folded__in=list(wanted))
    known = {tag.folded for tag in await mine}
    room = max(0, MOST_TAGS_OF_ALL - await Tag.filter(user=user).count())
    new = [(user.id, name, word) for word, name in wanted.items() if word not in known][:room]
    await insert(Tag, ("user_id", "name", "folded"), new)
    tags = {tag.folded: tag for tag in await mine}
    pairs = {
        (id_, tags[folded(name)].id)
        for id_, names in told.items()
        for name in names
        if folded(name) in tags
    }
    await insert(Tagging, ("contact_id", "tag_id"), sorted(pairs))
    if any(tag.cadence_weeks for tag in tags.values()):
        await settle_anew(user, contacts, now=now)
    rows = await Tagging.filter(contact_id__in=list(told), tag_id__in=[t.id for t in tags.values()])
    return [row for row in rows if (row.contact_id, row.tag_id) in pairs]


async def _add_what_is_lacking(
    user: User, judged: Sequence[Judged], *, now: datetime
) -> dict[int, str]:
    """Add to people who are here what cards tell more of them; return what that was, as JSON."""
    changed = [
        (one.contact, one) for one in judged if one.contact and one.verdict is Verdict.CHANGED
    ]
    if not changed:
        return {}
    people = {contact.id: contact for contact, _ in changed}
    await forget_deeds_about(user, people, now=now)
    added: dict[int, dict[str, Any]] = defaultdict(dict)
    tags: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for contact, one in changed:  # of somebody who was merged there may be several cards
        await _add(contact, one, added[contact.id])
        tags[contact.id] += one.lacking.tags
    for row in await _tag(user, list(people.values()), tags, now=now):
        added[row.contact_id].setdefault("Tagging", []).append(row.id)
    await reindex_all(list(people.values()), "note", "credentials", "version")
    return {id_: json.dumps(told) for id_, told in added.items()}


async def _add(contact: Contact, one: Judged, told: dict[str, Any]) -> None:
    """Add to somebody what a card tells more of them; note in `told` what that was."""
    lacking = one.lacking
    ways = [await Way.create(contact=contact, kind=k.value, value=v) for k, v in lacking.ways]
    told.setdefault("Way", []).extend(way.id for way in ways)
    if lacking.has_position:
        card = one.card
        place = await Position.create(
            contact=contact, title=card.title, organization=card.organization
        )
        told["Position"] = [place.id]
    if lacking.note:
        contact.note = "\n\n".join(filter(None, (contact.note, lacking.note)))
        told["note"] = "\n\n".join(filter(None, (told.get("note"), lacking.note)))
    if lacking.credentials:
        contact.credentials = told["credentials"] = lacking.credentials
    if lacking.carried:
        await _carry(contact, lacking.carried)
        told["carried"] = [*told.get("carried", ()), *lacking.carried]
    contact.version += 1
    told["version"] = contact.version


async def _carry(contact: Contact, lines: Sequence[str]) -> None:
    row = await CarriedLines.get_or_none(contact=contact)
    if row is None:
        await CarriedLines.create(contact=contact, lines="\n".join(lines))
        return
    row.lines = "\n".join((row.lines, *lines))
    await row.save(update_fields=["lines"])
