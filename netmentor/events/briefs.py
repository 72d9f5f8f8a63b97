"""Events in brief: all that lists, month sheets and embeds show of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from netmentor.db.reading import day_of, moment_of, rows_by_key
from netmentor.events.bits import Memory
from netmentor.events.rules import is_opening

_EVENTS = """
    SELECT event.id, event.slug, title, event.kind, status, event.modality, starts_on, ends_on,
        starts_time, ends_time, timezone, starts_at, window_from_on, window_to_on, grounds, venue,
        city, state, url, verified_on, gone_at, series.slug
    FROM event LEFT JOIN series ON series.id = event.series_id WHERE event.id IN ({ids})"""
_ORGANIZERS = """
    SELECT event_id, name FROM event_organizer
    JOIN organization ON organization.id = organization_id
    WHERE event_id IN ({ids}) ORDER BY position"""
_DEADLINES = """
    SELECT event_id, kind, due_on FROM deadline WHERE event_id IN ({ids}) ORDER BY due_on, part"""
_PRICES = """
    SELECT event_id, audience, amount, currency, until_on FROM price_tier
    WHERE event_id IN ({ids}) ORDER BY position"""
_CREDITS = """
    SELECT event_id, acronym, amount FROM event_credit
    JOIN credential ON credential.id = credential_id
    WHERE event_id IN ({ids}) ORDER BY position"""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline, by the kind of it."""

    kind: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Price:
    audience: str
    amount: Decimal
    currency: str
    until_on: date | None  # the last day it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One event in brief; its fields are named as the columns of `Event` are."""

    id: int
    slug: str
    title: str
    kind: str
    status: str
    modality: str
    starts_on: date | None
    ends_on: date | None
    starts_time: str
    ends_time: str
    timezone: str
    starts_at: datetime | None
    window_from_on: date | None
    window_to_on: date | None
    grounds: str
    venue: str
    city: str
    state: str
    url: str
    verified_on: date
    gone_at: datetime | None
    series: str  # its slug, or ""
    organizers: tuple[str, ...] = ()  # by their full names
    deadlines: tuple[Due, ...] = ()
    prices: tuple[Price, ...] = ()
    credits: tuple[tuple[str, float | None], ...] = ()  # acronym, and all the credit stated for it

    def prices_on(self, today: date) -> list[Price]:
        """The prices that still stand."""
        return [one for one in self.prices if one.until_on is None or one.until_on >= today]

    def next_deadline(self, today: date) -> Due | None:
        """The deadline that a reader can still miss, or None."""
        ahead = (due for due in self.deadlines if due.due_on >= today)
        return next((due for due in ahead if not is_opening(due.kind)), None)


async def briefs(ids: Sequence[int], memory: Memory) -> list[Brief]:
    """The events with these row ids, in their order; one that is gone is left out.

    `memory` is that of one state of the catalogue: what was read once in it is not read again.
    """
    known = {id_: told for id_ in ids if (told := memory.get(id_))}
    for told in await _read([id_ for id_ in ids if id_ not in known]):
        known[told.id] = memory.keep(told.id, told)
    return [known[id_] for id_ in ids if id_ in known]


async def _read(ids: Sequence[int]) -> list[Brief]:
    if not ids:
        return []
    asked = _written(ids)
    organizers = await _grouped(_ORGANIZERS, asked)
    deadlines = await _grouped(_DEADLINES, asked)
    prices = await _grouped(_PRICES, asked)
    credits_ = await _grouped(_CREDITS, asked)
    events = await rows_by_key(_EVENTS.format(ids=asked))
    return [
        _brief(
            row,
            organizers=tuple(name for (name,) in organizers[row[0]]),
            deadlines=tuple(Due(kind, day_of(due_on)) for kind, due_on in deadlines[row[0]]),
            prices=tuple(
                Price(audience, Decimal(str(amount)), currency, day_of(until_on))
                for audience, amount, currency, until_on in prices[row[0]]
            ),
            credits=_totals(credits_[row[0]]),
        )
        for row in events
    ]


def _brief(row: Sequence[Any], **parts: Any) -> Brief:
    return Brief(
        id=row[0],
        slug=row[1],
        title=row[2],
        kind=row[3],
        status=row[4],
        modality=row[5],
        starts_on=day_of(row[6]),
        ends_on=day_of(row[7]),
        starts_time=row[8],
        ends_time=row[9],
        timezone=row[10],
        starts_at=moment_of(row[11]),
        window_from_on=day_of(row[12]),
        window_to_on=day_of(row[13]),
        grounds=row[14],
        venue=row[15],
        city=row[16],
        state=row[17],
        url=row[18],
        verified_on=day_of(row[19]),
        gone_at=moment_of(row[20]),
        series=row[21] or "",
        **parts,
    )


def _written(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


async def _grouped(question: str, ids: str) -> Mapping[int, list[Sequence[Any]]]:
    """The rows that belong to each event, without its id."""
    found: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for row in await rows_by_key(question.format(ids=ids)):
        found[row[0]].append(tuple(row)[1:])
    return found


def _totals(told: Iterable[Sequence[Any]]) -> tuple[tuple[str, float | None], ...]:
    """Return each credential's acronym with all the credit stated for it, None if none was."""
    totals: dict[str, float | None] = {}
    for acronym, amount in told:
        stated = float(amount) if amount is not None else None
        known = totals.get(acronym)
        totals[acronym] = stated if known is None else known + (stated or 0)
    return tuple(totals.items())
