"""Who of somebody's contacts may be the same person, and by what: found again at each look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contacts by their ids, the smaller first, and why they may be one."""

    first: int
    second: int
    reason: str


async def pairs_of(user: User) -> list[Pair]:
    """The likeliest pairs, `MOST_PAIRS` of them, without those that somebody told apart."""
    names = dict(await contacts_of(user).order_by("id").values_list("id", "name"))
    mine = {"contact__user": user, "contact__gone_at": None}
    ways = await Way.filter(**mine).order_by("id").values_list("contact_id", "kind", "value")
    places = await Position.filter(**mine).values_list("contact_id", "organization")
    told = await ToldApart.filter(user=user).values_list("one_id", "other_id")
    roots = await roots_of(user)
    apart = {tuple(sorted(roots.get(id_, id_) for id_ in pair)) for pair in told}
    found: dict[tuple[int, int], str] = {}
    for ids, reason in _alike(names, ways, places):
        for pair in combinations(sorted(ids), 2):
            if pair not in apart:
                found.setdefault(pair, reason)
    pairs = [Pair(*pair, reason) for pair, reason in found.items()]
    return pairs[:MOST_PAIRS]


def _alike(
    names: dict[int, str],
    ways: Iterable[tuple[int, str, str]],
    places: Iterable[tuple[int, str]],
) -> Iterator[tuple[set[int], str]]:
    """Groups of those who are alike, the surest first."""
    by_way: dict[str, set[int]] = defaultdict(set)
    reasons: dict[str, str] = {}
    for id_, kind, value in ways:
        if key := sign(kind, value):
            by_way[key].add(id_)
            is_email = kind == WayKind.EMAIL
            said = f"Both have {value}." if is_email else f"Both are called at {value}."
            reasons.setdefault(key, said)
    for key, ids in by_way.items():
        if 1 < len(ids) <= MOST_ALIKE:
            yield ids, reasons[key]
    by_name: dict[str, set[int]] = defaultdict(set)
    for id_, name in names.items():
        by_name[_bare(name)].add(id_)
    for ids in by_name.values():
        if 1 < len(ids) <= MOST_ALIKE:
            yield ids, "They have the same name."
    by_place: dict[tuple[str, str], set[int]] = defaultdict(set)
    for id_, organization in places:
        words = _bare(names.get(id_, "")).split()
        if organization and len(words) > 1:
            by_place[(f"{words[0][:1]} {words[-1]}", folded(organization))].add(id_)
    for ids in by_place.values():
        if 1 < len(ids) <= MOST_ALIKE:
            yield ids, "Their names are alike, and they work at the same place."


def _bare(name: str) -> str:
    """A name as it is compared: the words in order, without a title before it.

    >>> _bare("Dr. Zoë O’Neil"), _bare("O'Neil, Zoë")
    ('zoe oneil', 'zoe oneil')
    """
    last, comma, first = name.partition(",")
    words = folded(f"{first} {last}" if comma else name).replace("’", "").replace("'", "").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in TITLES else words)
