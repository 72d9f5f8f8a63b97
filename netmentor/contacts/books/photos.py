"""Photos that came with cards: made anew from their pixels, one by one, after the people."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from uuid import UUID, uuid5

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.books.models import ContactImport, ContactImportPhoto, ContactImportRow
from netmentor.contacts.books.rules import LONGEST_REASON
from netmentor.contacts.books.turns import hold
from netmentor.contacts.doubles.roots import who_is
from netmentor.contacts.models import Contact, Picture
from netmentor.contacts.pictures import Darkroom, Unusable, check_room
from netmentor.db.transactions import transaction
from netmentor.errors import Invalid


async def keep_next(importing: ContactImport, darkroom: Darkroom, *, now: datetime) -> bool:
    """Keep the photo of one row; False where none is left. Raises turns.NotOurs.

    The same photo of the same person is kept once, however often its file comes in.
    """
    photos = ContactImportPhoto.filter(row__of=importing, row__put_at__not_isnull=True)
    photo = await photos.order_by("id").prefetch_related("row__contact").first()
    if photo is None:
        return False
    user = await User.get(id=importing.user_id)
    row, jpeg, reason, key = photo.row, b"", "", ""
    if row.contact:
        key = str(uuid5(UUID(row.contact.key), hashlib.sha256(photo.told).hexdigest()))
        if not await Picture.filter(contact=row.contact, key=key).exists():
            try:
                await check_room(user, row.contact)
                jpeg = await darkroom.develop(bytes(photo.told))
            except (Unusable, Invalid) as exc:
                reason = f"{row.reason} Without its photo: {exc.message}".strip()
    async with transaction():
        await take_turns_of(user)  # before the rows, as whoever erases the account
        importing.done += 1
        await hold(importing, now=now, done=importing.done)
        there = await Contact.get_or_none(id=row.contact_id) if jpeg else None
        if there:
            await _keep(row, await who_is(there), key, jpeg, now=now)
        row.reason = (reason or row.reason)[:LONGEST_REASON]
        await row.save(update_fields=["reason", "added"])
        await photo.delete()
    return True


async def _keep(
    row: ContactImportRow, contact: Contact, key: str, jpeg: bytes, *, now: datetime
) -> None:
    picture = await Picture.create(contact=contact, key=key, jpeg=jpeg, created_at=now)
    row.added = json.dumps(json.loads(row.added or "{}") | {"Picture": [picture.id]})
