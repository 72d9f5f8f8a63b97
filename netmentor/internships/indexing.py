"""All opportunities of this moment: read once for each state of the catalogue, kept in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from netmentor.db.reading import day_of, moment_of, rows
from netmentor.events.bits import Memory
from netmentor.events.shelves import Shelf
from netmentor.internships.index import Facets, Index
from netmentor.internships.rules import Phase

# "authorization" alone is a word of PostgreSQL's own.
_OPPORTUNITIES = """
    SELECT id, status, kind, setting_kind, state, paid, degrees, years, accreditation,
        accreditation_is_required, graduates_from_on, graduates_until_on, o.authorization,
        opens_at, closes_at, opens_again_at, closes_again_at, expected_on, gone_at, searched
    FROM opportunity AS o"""
_MOST_READ = 1000


@dataclass(slots=True)
class Opportunities:
    """One state of the catalogue: what lists ask of each, in order, and what was read of it."""

    facets: Sequence[Facets]
    read: Memory = field(default_factory=lambda: Memory(_MOST_READ))  # by row id
    _index: Index | None = None

    def at(self, now: datetime) -> Index:
        """All of them as they stand at a moment."""
        if self._index is None or not self._index.holds_at(now):
            self._index = Index(self.facets, now)
        return self._index


async def opportunities() -> Opportunities:
    """All there are: what is held, or read anew if anything has changed since."""
    return await _shelf.latest()


async def _read() -> Opportunities:
    return Opportunities([_facets(row) for row in await rows(_OPPORTUNITIES)])


_shelf = Shelf(_read)


def _facets(row: Sequence[Any]) -> Facets:
    id_, status, kind, setting, state, paid, degrees, years, accreditation, is_required = row[:10]
    since, until, authorization, opens, closes, opens_again, closes_again = row[10:17]
    expected_on, gone_at, searched = row[17:]
    return Facets(
        id=id_,
        status=status,
        kind=kind,
        setting=setting,
        state=state,
        paid=paid,
        degrees=degrees.split(),
        years=years.split(),
        accreditation=accreditation.split() if is_required else (),
        graduates_from_on=day_of(since),
        graduates_until_on=day_of(until),
        authorization=authorization,
        phases=(
            Phase(moment_of(opens), moment_of(closes)),
            Phase(moment_of(opens_again), moment_of(closes_again)),
        ),
        expected_on=day_of(expected_on),
        is_gone=gone_at is not None,
        searched=searched,
    )
