"""Who a row of an import is: new, here already, or perhaps somebody who is here."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from netmentor.accounts.models import User
from netmentor.contacts.books.cards import MOST_CARRIED, Card, as_far_as_there_is_room
from netmentor.contacts.books.models import CarriedLines, ContactImport, ContactImportRow
from netmentor.contacts.books.rules import Doubles, Verdict
from netmentor.contacts.doubles.roots import roots_of, who_is
from netmentor.contacts.models import Contact, Position, Tagging, Way
from netmentor.contacts.queries import contacts_of
from netmentor.contacts.rules import LONGEST_NOTE, MOST_TAGS, MOST_WAYS, WayKind, is_key
from netmentor.db.columns import values_of
from netmentor.text import folded

_OURS = UUID("7d0f5a52-6f0b-4f0e-9a0c-3c1f8f1d6c11")  # drawn once: names of keys that others gave
_LEAST_DIGITS = 7  # of a phone number that tells people apart
_DIGITS = 10  # the last ones, of a number with its country or without


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who is here; `is_fresh` where the import that asks made them."""

    id: int
    name: str
    is_fresh: bool = False


@dataclass(slots=True)
class Acquaintance:
    """Everybody of one user by what tells people apart, and the keys that an import had."""

    ways: dict[str, Somebody] = field(default_factory=dict)
    names: dict[str, Somebody] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)  # whom a card was added to already

    def meet(self, who: Somebody, ways: Iterable[tuple[str, str]]) -> None:
        self.names.setdefault(folded(who.name), who)
        for kind, value in ways:
            if told := sign(kind, value):
                self.ways.setdefault(told, who)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a card tells of somebody that is not kept of them yet."""

    ways: tuple[tuple[WayKind, str], ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    credentials: str = ""
    carried: tuple[str, ...] = ()
    has_position: bool = False

    @property
    def is_anything(self) -> bool:
        told = (self.ways, self.tags, self.note, self.credentials, self.carried)
        return any(told) or self.has_position


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a card; `contact` is who it is about, None where they are not here."""

    card: Card
    key: str
    verdict: Verdict
    reason: str = ""
    contact: Contact | None = None
    lacking: Lacking = Lacking()


@dataclass(frozen=True, slots=True)
class _Alike:
    """Somebody who may be the same, and by what."""

    who: Somebody
    what: str
    is_by_way: bool


@dataclass(slots=True)
class _Kept:
    """What is kept of several, by their ids."""

    ways: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    tags: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    carried: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    placed: set[int] = field(default_factory=set)  # who has a position
    notes: dict[int, str] = field(default_factory=dict)
    credentials: dict[int, str] = field(default_factory=dict)

    def learn(self, id_: int, lacking: Lacking) -> None:
        """Know what a card adds: of somebody who was merged there may be another one."""
        self.ways[id_].update(same_way(*way) for way in lacking.ways)
        self.tags[id_].update(folded(tag) for tag in lacking.tags)
        self.carried[id_].update(lacking.carried)
        self.placed.update([id_] if lacking.has_position else [])
        self.notes[id_] = "\n\n".join(filter(None, (self.notes[id_], lacking.note)))
        self.credentials[id_] = self.credentials[id_] or lacking.credentials


async def acquaintance_of(user: User, importing: ContactImport | None = None) -> Acquaintance:
    """Read everybody outside the bin, once for an import."""
    found = Acquaintance()
    made = ContactImportRow.filter(of=importing, made=True)
    fresh = set(await values_of(made, "contact_id")) if importing else set()
    put = ContactImportRow.filter(of=importing, put_at__not_isnull=True, made=False)
    found.joined = set(await values_of(put, "contact_id")) if importing else set()
    ways: dict[int, list[tuple[str, str]]] = defaultdict(list)
    mine = Way.filter(contact__user=user, contact__gone_at=None).order_by("id")
    for id_, kind, value in await mine.values_list("contact_id", "kind", "value"):
        ways[id_].append((kind, value))
    for id_, name in await contacts_of(user).order_by("id").values_list("id", "name"):
        found.meet(Somebody(id_, name, id_ in fresh), ways.get(id_, ()))
    return found


def key_of(card: Card) -> str:
    """Under what key somebody is kept: their UUID, or one made of what their program calls them.

    So the same file, read again, finds whom it made.
    """
    if is_key(card.uid):
        return card.uid
    told = card.uid or json.dumps([card.name, card.organization, sorted(card.ways)])
    return str(uuid5(_OURS, hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()))


async def judge(
    user: User, cards: Sequence[Card], known: Acquaintance, doubles: Doubles
) -> list[Judged]:
    """Say of each card what becomes of it, and remember in `known` that it was there."""
    keys = [key_of(card) for card in cards]
    alike = [_alike(card, known) for card in cards]
    made = await Contact.filter(user=user, key__in=keys)
    here: dict[int, Contact] = {}
    by_key = {one.key: await _now(one, here) for one in made}
    known.joined.update(one.id for one in by_key.values())  # their own cards tell of them
    ids = [one.who.id for one in alike if one and _is_joined(one, doubles)]
    met = await Contact.filter(user=user, id__in=ids)
    now = {one.id: await _now(one, here) for one in met}
    by_id = {id_: one for id_, one in now.items() if one.gone_at is None}
    kept = await _kept_of(user, here)
    judged = []
    for key, card, like in zip(keys, cards, alike, strict=True):
        if key in known.keys:
            judged.append(Judged(card, key, Verdict.REFUSED, "It is in this file twice."))
            continue
        known.keys.add(key)
        like = like or _alike(card, known)  # to one before it, in this call
        who = by_key.get(key)
        if who is None and like and like.who.id not in known.joined:
            who = by_id.get(like.who.id)
        judged.append(_judged(card, key, who, None if key in by_key else like, kept))
        if who:
            known.joined.add(who.id)
            kept.learn(who.id, judged[-1].lacking)
        else:
            known.meet(Somebody(0, card.name, is_fresh=True), card.ways)
    return judged


async def _now(contact: Contact, here: dict[int, Contact]) -> Contact:
    """Who somebody is by now, each of them one object of `here`."""
    who = await who_is(contact)
    return here.setdefault(who.id, who)


def _judged(card: Card, key: str, who: Contact | None, like: _Alike | None, kept: _Kept) -> Judged:
    if who is None:
        if like is None:
            return Judged(card, key, Verdict.NEW)
        return Judged(card, key, Verdict.DOUBLE, f"May be {like.who.name}: {like.what}."[:300])
    if who.gone_at:
        return Judged(
            card, key, Verdict.REFUSED, "They are in your bin. Take them out of it first."
        )
    lacking = _lacking(card, who, kept)
    reason = f"Is {who.name}: {like.what}."[:300] if like else ""
    verdict = Verdict.CHANGED if lacking.is_anything else Verdict.SAME
    return Judged(card, key, verdict, reason, who, lacking)


def _alike(card: Card, known: Acquaintance) -> _Alike | None:
    for kind, value in card.ways:
        if who := known.ways.get(sign(kind, value)):
            what = "the same email address" if kind == WayKind.EMAIL else "the same phone number"
            return _Alike(who, what, is_by_way=True)
    if who := known.names.get(folded(card.name)):
        return _Alike(who, "the same name", is_by_way=False)
    return None


def _is_joined(like: _Alike, doubles: Doubles) -> bool:
    return like.is_by_way and not like.who.is_fresh and doubles is Doubles.JOIN


def _lacking(card: Card, who: Contact, kept: _Kept) -> Lacking:
    room = max(0, MOST_WAYS - len(kept.ways[who.id]))
    ways = [way for way in card.ways if same_way(*way) not in kept.ways[who.id]]
    tags = [tag for tag in card.tags if folded(tag) not in kept.tags[who.id]]
    note = kept.notes[who.id]
    has_note = not card.note or card.note in note
    is_short = len(note) + len(card.note) + 2 <= LONGEST_NOTE
    return Lacking(
        ways=tuple(ways[:room]),
        tags=tuple(tags[: max(0, MOST_TAGS - len(kept.tags[who.id]))]),
        note="" if has_note or not is_short else card.note,
        credentials="" if kept.credentials[who.id] else card.credentials,
        carried=tuple(_carried(card, kept.carried[who.id])),
        has_position=bool(card.title or card.organization) and who.id not in kept.placed,
    )


def _carried(card: Card, kept: Collection[str]) -> Iterator[str]:
    """The lines that are not carried yet, as far as there is room for one person."""
    new = [one for one in card.carried if one not in kept]
    return as_far_as_there_is_room(new, MOST_CARRIED - sum(map(len, kept)))


async def _kept_of(user: User, people: Mapping[int, Contact]) -> _Kept:
    kept, of = _Kept(), {"contact_id__in": list(people)}
    kept.notes = {id_: one.note for id_, one in people.items()}
    kept.credentials = {id_: one.credentials for id_, one in people.items()}
    for id_, kind, value in await Way.filter(**of).values_list("contact_id", "kind", "value"):
        kept.ways[id_].add(same_way(kind, value))
    for id_, word in await Tagging.filter(**of).values_list("contact_id", "tag__folded"):
        kept.tags[id_].add(word)
    merged = {gone: root for gone, root in (await roots_of(user)).items() if root in people}
    for row in await CarriedLines.filter(contact_id__in=[*people, *merged]):
        kept.carried[merged.get(row.contact_id, row.contact_id)].update(row.lines.split("\n"))
    kept.placed.update(await values_of(Position.filter(**of, to_on=None), "contact_id"))
    return kept


def same_way(kind: str, value: str) -> str:
    """What two ways of one person have in common where they are the same."""
    return sign(kind, value) or f"{kind} {folded(value).rstrip('/')}"


def sign(kind: str, value: str) -> str:
    """What tells people apart: an address without its case, or the last digits of a number."""
    if kind == WayKind.EMAIL:
        return f"@ {value.casefold()}" if "@" in value else ""
    digits = re.sub(r"\D", "", value) if kind == WayKind.PHONE else ""
    return f"# {digits[-_DIGITS:]}" if len(digits) >= _LEAST_DIGITS else ""
