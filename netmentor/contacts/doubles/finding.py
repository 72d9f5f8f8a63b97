"""Who of somebody's contacts may be the same person, and by what: found again at each look."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from netmentor.accounts.models import User
from netmentor.contacts.books.judging import sign
from netmentor.contacts.doubles.models import ToldApart
from netmentor.contacts.doubles.roots import roots_of
from netmentor.contacts.models import Position, Way
from netmentor.contacts.queries import contacts_of
from netmentor.contacts.rules import WayKind
from netmentor.contacts.words import TITLES
from netmentor.text import folded

MOST_PAIRS = 200
MOST_ALIKE = 12  # a number that more of them have is that of a switchboard
_SAID = {
    WayKind.EMAIL.value: "Both have {}.",
    WayKind.PHONE.value: "Both are called at {}.",
    WayKind.LINKEDIN.value: "Both are {}.",
}

Mark = TypeVar("Mark", bound=Hashable)
Group = tuple[Collection[int], str]  # contacts who are alike, and by what


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contacts by their ids, the smaller first, and why they may be one."""

    first: int
    second: int
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What tells the contacts of one user apart, and which pairs are two for good."""

    people: Mapping[int, tuple[str, int | None]]  # a name, and the event where they met
    ways: Collection[tuple[int, str, str]]
    places: Collection[tuple[int, str]]
    apart: Collection[tuple[int, int]]


async def pairs_of(user: User) -> list[Pair]:
    """The likeliest pairs, `MOST_PAIRS` of them, without those that somebody told apart."""
    people = await contacts_of(user).order_by("id").values_list("id", "name", "event_id")
    mine = {"contact__user": user, "contact__gone_at": None}
    ways = await Way.filter(**mine).order_by("id").values_list("contact_id", "kind", "value")
    places = Position.filter(**mine).exclude(organization="").order_by("id")
    roots = await roots_of(user)
    apart = [
        (roots.get(one, one), roots.get(other, other))
        for one, other in await ToldApart.filter(user=user).values_list("one_id", "other_id")
    ]
    told = Told(
        {id_: (name, event) for id_, name, event in people},
        ways, await places.values_list("contact_id", "organization"), apart,
    )  # fmt: skip
    # Of thousands of people it takes a while, and others wait for this process meanwhile.
    return await asyncio.to_thread(_pairs, told)


def _pairs(told: Told) -> list[Pair]:
    apart = {(min(pair), max(pair)) for pair in told.apart}
    found: dict[tuple[int, int], str] = {}
    for ids, reason in _alike(told):
        for one, other in combinations(sorted(ids), 2):
            if (one, other) not in apart:
                found.setdefault((one, other), reason)
        if len(found) >= MOST_PAIRS:
            break
    return [Pair(*pair, reason) for pair, reason in list(found.items())[:MOST_PAIRS]]


def _alike(told: Told) -> Iterator[Group]:
    """Groups of those who are alike, the surest first."""
    yield from _reached_alike(told.ways)
    bare = {id_: _bare(name) for id_, (name, _) in told.people.items()}
    for _, ids in _groups((name, id_) for id_, name in bare.items()):
        yield ids, "They have the same name."
    short = {id_: f"{name[:1]} {last}" for id_, name in bare.items() if (last := _last(name))}
    at = ((id_, folded(place)) for id_, place in told.places if id_ in short)
    for _, ids in _groups(((short[id_], place), id_) for id_, place in at):
        yield ids, "Their names are alike, and they work at the same place."
    met = ((id_, event) for id_, (_, event) in told.people.items() if event and id_ in short)
    for _, ids in _groups(((short[id_], event), id_) for id_, event in met):
        yield ids, "Their names are alike, and you met them at the same event."


def _reached_alike(ways: Iterable[tuple[int, str, str]]) -> Iterator[Group]:
    marked = [(mark, id_, kind, value) for id_, kind, value in ways if (mark := _mark(kind, value))]
    said = {mark: _SAID[kind].format(value) for mark, _, kind, value in reversed(marked)}
    for mark, ids in _groups((mark, id_) for mark, id_, _, _ in marked):
        yield ids, said[mark]


def _groups(marked: Iterable[tuple[Mark, int]]) -> Iterator[tuple[Mark, Collection[int]]]:
    """Those who have a mark in common, where they are not so many that it says nothing."""
    by_mark: dict[Mark, set[int]] = defaultdict(set)
    for mark, id_ in marked:
        by_mark[mark].add(id_)
    return ((mark, ids) for mark, ids in by_mark.items() if 1 < len(ids) <= MOST_ALIKE)


def _mark(kind: str, value: str) -> str:
    """What of a way is nobody else's: as in imports, and the page of a profile at LinkedIn.

    >>> _mark("linkedin", "https://www.LinkedIn.com/in/ada-sample/?trk=x")
    'in/ada-sample'
    """
    if kind != WayKind.LINKEDIN:
        return sign(kind, value)
    _, found, page = value.partition("?")[0].casefold().rpartition("linkedin.com/")
    return page.strip("/") if found else ""


def _last(name: str) -> str:
    _, found, last = name.rpartition(" ")
    return last if found else ""


def _bare(name: str) -> str:
    """A name as it is compared: the words in order, without a title before it or letters behind.

    >>> _bare("Dr. Zoë O’Neil"), _bare("O'Neil, Zoë"), _bare("Zoë O’Neil, DPT, PhD")
    ('zoe oneil', 'zoe oneil', 'zoe oneil')
    """
    last, *rest = (part.strip() for part in name.split(","))
    first = " ".join(part for part in rest if not _is_credential(part) or " " not in last)
    words = folded(f"{first} {last}").replace("’", "").replace("'", "").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in TITLES else words)


def _is_credential(word: str) -> bool:
    """True for letters behind a name, as DPT and PhD: more than one capital in one word."""
    return " " not in word and sum(letter.isupper() for letter in word) > 1
