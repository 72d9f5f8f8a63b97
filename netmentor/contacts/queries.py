"""Contacts, reached through the user whose they are; anybody else's are as unknown as none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tortoise.queryset import QuerySet

from netmentor.accounts.models import User
from netmentor.contacts.doubles.roots import who_is
from netmentor.contacts.models import Contact, Deed, FollowUp, Touch
from netmentor.contacts.rules import is_key
from netmentor.errors import NotFound


def contacts_of(user: User) -> QuerySet[Contact]:
    """Everybody `user` met and did not put into the bin."""
    return Contact.filter(user=user, gone_at=None)


async def contact_of(user: User, key: str) -> Contact:
    """The contact with this key, in the bin or not, or whom they were merged into.

    Raises NotFound where `user` has none.
    """
    found = await Contact.get_or_none(user=user, key=key) if is_key(key) else None
    if found is None:
        raise NotFound("There is no such person among yours.")
    return await who_is(found)


async def contacts_by_key(user: User, keys: Sequence[str]) -> list[Contact]:
    """Those of the user's contacts outside the bin that have these keys, in their order."""
    found = await contacts_of(user).filter(key__in=[key for key in keys if is_key(key)])
    return sorted(found, key=lambda one: keys.index(one.key))


async def touch_of(contact: Contact, id_: int) -> Touch:
    """One touch of a contact; raise NotFound where it has none of this number."""
    found = await Touch.get_or_none(contact=contact, id=id_)
    if found is None:
        raise NotFound("There is no such entry.")
    return found


async def follow_up_of(user: User, id_: int) -> FollowUp:
    """One follow-up of `user`, with its person and event; raise NotFound where there is none."""
    rows = FollowUp.filter(user=user, id=id_).select_related("contact", "event")
    found = await rows.first()
    if found is None:
        raise NotFound("There is no such follow-up.")
    return found


async def follow_up_ids(user: User, uids: Collection[str]) -> dict[str, int]:
    """The numbers, by uid, of those of the user's follow-ups that have these uids."""
    if not uids:
        return {}
    return dict(await FollowUp.filter(user=user, uid__in=list(uids)).values_list("uid", "id"))


async def deed_of(user: User, id_: int) -> Deed | None:
    """What `user` did under this number, unless it is undone; None for anything else."""
    return await Deed.get_or_none(user=user, id=id_, undone_at=None)
