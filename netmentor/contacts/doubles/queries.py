"""Pairs and merges as their pages show them, reached through the user whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netmentor.accounts.models import User
from netmentor.contacts.doubles.finding import Pair, pairs_of
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.doubles.roots import roots_of
from netmentor.contacts.models import Contact, Position, Way
from netmentor.contacts.queries import contacts_of
from netmentor.errors import NotFound

_MOST_MERGES = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One of a pair, with what tells people apart."""

    contact: Contact
    positions: Sequence[Position]
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Couple:
    """Two who may be one, and why; who was noted first is `one`."""

    one: Shown
    other: Shown
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was merged: `merge.gone` is `root` by now."""

    merge: Merge
    root: Contact


async def couples_of(user: User, most: int) -> tuple[list[Couple], int]:
    """The likeliest pairs of somebody's contacts, and how many there are in all."""
    pairs = await pairs_of(user)
    shown = await _shown(user, pairs[:most])
    couples = [
        Couple(shown[one.first], shown[one.second], one.reason)
        for one in pairs[:most]
        if one.first in shown and one.second in shown
    ]
    return couples, len(pairs)


async def merges_of(user: User) -> list[Made]:
    """What was merged, the latest first; of people in the bin nothing."""
    roots = await roots_of(user)
    people = {one.id: one for one in await contacts_of(user).filter(id__in=[*roots.values()])}
    rows = Merge.filter(gone_id__in=[id_ for id_, root in roots.items() if root in people])
    latest = rows.order_by("-id").limit(_MOST_MERGES).prefetch_related("gone")
    return [Made(one, people[roots[one.gone_id]]) for one in await latest]


async def merged_with(user: User, contact: Contact) -> list[Merge]:
    """By what merges others are `contact` by now, the first first."""
    mine = [gone for gone, root in (await roots_of(user)).items() if root == contact.id]
    rows = Merge.filter(gone_id__in=mine).order_by("id")
    return await rows.prefetch_related("gone__event__merged_into") if mine else []


async def merge_of(user: User, id_: int) -> Merge:
    """One merge; raise NotFound where `user` has none of this number."""
    found = await Merge.get_or_none(id=id_, kept__user=user)
    if found is None:
        raise NotFound("There is no such merge among yours.")
    return found


async def _shown(user: User, pairs: Sequence[Pair]) -> dict[int, Shown]:
    ids = sorted({id_ for one in pairs for id_ in (one.first, one.second)})
    of = {"contact_id__in": ids}
    positions = await Position.filter(**of, to_on=None).order_by("id")
    ways = await Way.filter(**of).order_by("id")
    people = contacts_of(user).filter(id__in=ids).select_related("event", "introduced_by")
    return {
        one.id: Shown(
            one,
            [row for row in positions if row.contact_id == one.id],
            [row for row in ways if row.contact_id == one.id],
        )
        for one in await people
    }
