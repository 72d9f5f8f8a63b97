"""Everybody of one user as address books are told of them, few at a time in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.books.models import CarriedLines
from netmentor.contacts.models import Contact, Picture, Position, Tagging, Way
from netmentor.contacts.queries import contacts_of
from netmentor.contacts.vcards import Person

AT_A_TIME = 100  # contacts, without their photos


async def people_of(user: User, *, with_photos: bool) -> AsyncIterator[Person]:
    """Yield everybody outside the bin, as they were noted one after the other.

    The note that never leaves is not among it. A photo is read when its person's turn comes.
    """
    last = 0
    while some := await contacts_of(user).filter(id__gt=last).order_by("id").limit(AT_A_TIME):
        last = some[-1].id
        photos = await _photos_of(some) if with_photos else {}
        for contact, person in zip(some, await _without_photos(user, some), strict=True):
            found = photos.get(contact.id)
            yield replace(person, photo=await _jpeg(found)) if found else person


async def person_of(user: User, contact: Contact) -> Person:
    """One of them, with a photo."""
    person = (await _without_photos(user, [contact]))[0]
    photos = await _photos_of([contact])
    return replace(person, photo=await _jpeg(photos[contact.id])) if photos else person


async def _photos_of(contacts: Sequence[Contact]) -> dict[int, int]:
    """The first picture of each contact that has one: their numbers."""
    rows = Picture.filter(contact_id__in=[one.id for one in contacts], gone_at=None)
    pairs = await rows.order_by("-id").values_list("contact_id", "id")
    return {int(contact_id): int(id_) for contact_id, id_ in pairs}


async def _jpeg(id_: int) -> bytes:
    row = await Picture.get_or_none(id=id_)
    return bytes(row.jpeg) if row else b""  # taken away meanwhile


async def _without_photos(user: User, contacts: Sequence[Contact]) -> list[Person]:
    of = {"contact_id__in": [one.id for one in contacts]}
    zone = ZoneInfo(user.timezone)
    positions: dict[int, Position] = {}
    for row in await Position.filter(**of, to_on=None).order_by("id"):
        positions.setdefault(row.contact_id, row)
    ways, tags = defaultdict(list), defaultdict(list)
    for way in await Way.filter(**of).order_by("id"):
        ways[way.contact_id].append((way.kind, way.value))
    for tagging in await Tagging.filter(**of).order_by("tag__folded").select_related("tag"):
        tags[tagging.contact_id].append(tagging.tag.name)
    carried = {row.contact_id: row.lines.split("\n") for row in await CarriedLines.filter(**of)}
    return [
        Person(
            uid=one.key,
            name=one.name,
            credentials=one.credentials,
            title=positions[one.id].title if one.id in positions else "",
            organization=positions[one.id].organization if one.id in positions else "",
            ways=ways[one.id],
            note=one.note,
            tags=tags[one.id],
            carried=carried.get(one.id, ()),
            met_where=one.met_where,
            met_on=one.met_at.astimezone(zone).date(),
        )
        for one in contacts
    ]
