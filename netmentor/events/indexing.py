"""The index of this moment: read from the tables once for each state of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netmentor.db.reading import day_of, rows
from netmentor.events.bits import Memory
from netmentor.events.index import DOLLARS, Facets, Index
from netmentor.events.rules import STATES, EventStatus, is_opening
from netmentor.events.shelves import Shelf
from netmentor.events.words import KIND_WORDS, MODALITY_WORDS, topic_words

_EVENTS = """
    SELECT event.id, event.title, event.kind, event.modality, event.state, series.slug,
        event.status, event.gone_at, event.starts_on, event.ends_on, event.starts_time,
        event.window_from_on, event.window_to_on
    FROM event LEFT JOIN series ON series.id = event.series_id
    WHERE event.merged_into_id IS NULL AND event.owner_id IS NULL"""
_ORGANIZERS = """
    SELECT event_id, slug FROM event_organizer
    JOIN organization ON organization.id = organization_id ORDER BY position"""
_TOPICS = "SELECT event_id, slug FROM event_topic JOIN topic ON topic.id = topic_id"
_CREDENTIALS = """
    SELECT event_id, slug FROM event_credit JOIN credential ON credential.id = credential_id"""
_DEADLINES = "SELECT event_id, due_on, kind FROM deadline"
_PRICES = "SELECT event_id, amount, until_on, currency, audience FROM price_tier"
_MOST_BRIEFS = 2000


@dataclass(frozen=True, slots=True)
class Named:
    """What a filter's value is called, and by which other name people know it."""

    label: str
    other: str = ""  # an acronym, or a name in full


@dataclass(slots=True, weakref_slot=True)
class Catalogue:
    """One state of the catalogue: its index, what its values are called, what was read of it."""

    index: Index
    names: Mapping[str, Mapping[str, Named]]  # field of the filter → value → its name
    vocabulary: Sequence[str] | None = None  # for searches; read when the first one comes
    briefs: Memory = field(default_factory=lambda: Memory(_MOST_BRIEFS))  # by row id

    def label(self, field: str, value: str) -> str:
        """What a value of a filter is called; the value itself where nobody named it."""
        named = self.names[field].get(value)
        return named.label if named else value


async def catalogue() -> Catalogue:
    """The catalogue as it stands: what is held, or read anew if anything has changed since."""
    return await _shelf.latest()


async def _read() -> Catalogue:
    return Catalogue(Index(await _facets()), await _names())


_shelf = Shelf(_read)


async def _facets() -> list[Facets]:
    organizers, topics, credentials = [
        await _by_event(question) for question in (_ORGANIZERS, _TOPICS, _CREDENTIALS)
    ]
    dues, prices, audiences = defaultdict(list), defaultdict(list), defaultdict(list)
    for event_id, due_on, kind in await rows(_DEADLINES):
        if (day := day_of(due_on)) and not is_opening(kind):
            dues[event_id].append(day)
    for event_id, amount, until_on, currency, audience in await rows(_PRICES):
        audiences[event_id].append(audience)
        if currency == DOLLARS:
            prices[event_id].append((float(amount), day_of(until_on)))
    return [
        Facets(
            id=row[0],
            title=row[1],
            kind=row[2],
            modality=row[3],
            state=row[4],
            series=row[5] or "",
            is_expected=row[6] == EventStatus.EXPECTED,
            is_gone=row[7] is not None,
            starts_on=day_of(row[8]),
            ends_on=day_of(row[9]),
            starts_time=row[10],
            window_from_on=day_of(row[11]),
            window_to_on=day_of(row[12]),
            organizations=organizers.get(row[0], ()),
            topics=topics.get(row[0], ()),
            credentials=credentials.get(row[0], ()),
            due_on=dues.get(row[0], ()),
            prices=prices.get(row[0], ()),
            welcomes_students=_speaks_of_students(
                row[1], *topics.get(row[0], ()), *audiences.get(row[0], ())
            ),
        )
        for row in await rows(_EVENTS)
    ]


async def _by_event(question: str) -> dict[int, list[str]]:
    found = defaultdict(list)
    for event_id, value in await rows(question):
        found[event_id].append(value)
    return found


def _speaks_of_students(*told: str) -> bool:
    """Whether a title, a topic or a price is for students: the only ways sources say so."""
    return any("student" in words.lower() for words in told)


async def _names() -> dict[str, dict[str, Named]]:
    """What there is to choose from."""
    organizations = await rows("SELECT slug, name, acronym FROM organization")
    credentials = await rows("SELECT slug, acronym, name FROM credential")
    return {
        "states": {state: Named(name, state) for state, name in STATES.items()},
        "kinds": {kind: Named(words) for kind, words in KIND_WORDS.items()},
        "modalities": {form: Named(words) for form, words in MODALITY_WORDS.items()},
        "organizations": {slug: Named(name, other) for slug, name, other in organizations},
        "series": {slug: Named(name) for slug, name in await rows("SELECT slug, name FROM series")},
        "credentials": {slug: Named(name, other) for slug, name, other in credentials},
        "topics": {
            slug: Named(topic_words(slug)) for (slug,) in await rows("SELECT slug FROM topic")
        },
    }
