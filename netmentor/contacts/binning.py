"""The bin: contacts that were deleted, for 30 days, and then gone for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of_id
from netmentor.contacts.books.forgetting import forget_told_of
from netmentor.contacts.deeds import deed
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.doubles.roots import check_unmerged
from netmentor.contacts.models import Contact, Picture
from netmentor.contacts.rules import IN_THE_BIN
from netmentor.contacts.settling import settle
from netmentor.db import wiping
from netmentor.db.bulk import batches
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction


async def delete(user: User, contacts: Sequence[Contact], *, now: datetime) -> None:
    """Put contacts into the bin; what hangs on them lies there with them."""
    who = contacts[0].name if len(contacts) == 1 else f"{len(contacts)} people"
    verb = "is" if len(contacts) == 1 else "are"
    async with deed(user, f"{who} {verb} in the bin.", now=now) as journal:
        await journal.hold(*contacts)
        if all(contact.gone_at for contact in contacts):
            journal.forget()
            return
        going = [contact for contact in contacts if contact.gone_at is None]
        for contact in going:
            contact.gone_at = now
        await Contact.filter(id__in=[contact.id for contact in going]).update(gone_at=now)
        await settle(user, contacts, journal, now=now)


async def take_back(user: User, contact: Contact, *, now: datetime) -> None:
    """Take a contact out of the bin, with all that hangs on it."""
    async with deed(user, f"{contact.name} is back.", now=now) as journal:
        await journal.hold(contact)
        if contact.gone_at is None:
            journal.forget()
            return
        await check_unmerged(contact)
        contact.gone_at = None
        await contact.save(update_fields=["gone_at"])
        await settle(user, [contact], journal, now=now)


def bin_of(user: User) -> QuerySet[Contact]:
    """What `user` deleted within 30 days, the latest first."""
    return _binned(user=user, gone_at__not_isnull=True).order_by("-gone_at", "-id")


async def gone_for_good(*, now: datetime, **asked: object) -> list[int]:
    """Whose 30 days in the bin are over, and then all who were merged into them."""
    found = going = await values_of(_binned(gone_at__lte=now - IN_THE_BIN, **asked), "id")
    while going:
        merged = []
        for some in batches(going):
            merged += await values_of(Merge.filter(kept_id__in=some), "gone_id")
        going = merged
        found = found + merged
    return found


async def empty_bins(*, now: datetime) -> None:
    """Delete for good what has lain in a bin for 30 days, and what imports told of it."""
    long_ago = now - IN_THE_BIN
    async with transaction():
        if await Picture.filter(gone_at__lte=long_ago).delete():
            await wiping.note_erased(now=now)
    for user_id in sorted(set(await values_of(_binned(gone_at__lte=long_ago), "user_id"))):
        async with transaction():
            await take_turns_of_id(user_id)  # nobody comes out of the bin meanwhile
            going = await gone_for_good(now=now, user_id=user_id)
            await forget_told_of(going)
            for some in batches(going):
                await Contact.filter(id__in=some).delete()
            if going:
                await wiping.note_erased(now=now)


def _binned(**asked: object) -> QuerySet[Contact]:
    """Who was deleted; whoever was merged is gone from lists, too, and may come back later."""
    return Contact.filter(**asked).exclude(id__in=Subquery(Merge.all().values("gone_id")))
