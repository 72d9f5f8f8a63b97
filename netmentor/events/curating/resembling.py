"""Finding events of different sources that may be one; a person settles it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from tortoise.expressions import Q, Subquery

from netmentor.db.reading import day_of, rows_among
from netmentor.events.curating.models import Resemblance
from netmentor.events.curating.rules import Verdict, titles_resemble
from netmentor.events.models import Event, EventOrganizer
from netmentor.text import folded

MOST_PAIRS = 5  # that one event is suggested for; a person looks at each
MOST_COMPARED = 200
REASON = "The same day, an organizer in common, and titles alike."
_DAYS = "SELECT DISTINCT source_id, starts_on FROM event WHERE starts_on IS NOT NULL AND"


@dataclass(frozen=True, slots=True)
class _Face:
    """What of an event is compared."""

    id: int
    source_id: int
    day: date
    title: str
    organizers: frozenset[int]


async def look_for_resemblances(event_ids: Collection[int]) -> None:
    """Bring the suggestions about these events up to date; what was settled stays.

    Runs inside the caller's transaction.
    """
    days: dict[int, set[date]] = defaultdict(set)
    for source_id, day in await rows_among(_DAYS, "id", event_ids):
        days[source_id].add(day_of(day))
    for source_id, some in days.items():
        others = _by_day(await _faces(Q(starts_on__in=list(some)) & ~Q(source_id=source_id)))
        mine = await _faces(Q(id__in=list(event_ids), source_id=source_id)) if others else ()
        for face in mine:
            near = (other for one in face.organizers for other in others.get((face.day, one), ()))
            alike = (other for other in islice(near, MOST_COMPARED) if _resemble(face, other))
            for other in islice(alike, MOST_PAIRS):
                one, two = sorted((face.id, other.id))
                await Resemblance.get_or_create({"reason": REASON}, one_id=one, other_id=two)
    await _forget(list(event_ids))


def _by_day(faces: Iterable[_Face]) -> dict[tuple[date, int], list[_Face]]:
    """Faces by day and organizer, those listed first in front."""
    found: dict[tuple[date, int], list[_Face]] = defaultdict(list)
    for face in sorted(faces, key=lambda face: face.id):
        for organizer in face.organizers:
            found[face.day, organizer].append(face)
    return found


async def _faces(which: Q) -> list[_Face]:
    rows = Event.filter(which, merged_into_id=None, owner_id=None, starts_on__not_isnull=True)
    found = await rows.values_list("id", "source_id", "starts_on", "title")
    organizers: dict[int, set[int]] = defaultdict(set)
    links = EventOrganizer.filter(event_id__in=Subquery(rows.values("id")))
    for event_id, organization_id in await links.values_list("event_id", "organization_id"):
        organizers[event_id].add(organization_id)
    return [_Face(a, b, c, folded(d), frozenset(organizers[a])) for a, b, c, d in found]


async def _forget(event_ids: list[int]) -> None:
    """Take back the open suggestions that no longer hold."""
    if not await Resemblance.exists(verdict=Verdict.OPEN):
        return
    about = Q(one_id__in=event_ids) | Q(other_id__in=event_ids)
    rows = await Resemblance.filter(about, verdict=Verdict.OPEN)
    if not rows:
        return
    ids = {row.one_id for row in rows} | {row.other_id for row in rows}
    faces = {face.id: face for face in await _faces(Q(id__in=list(ids)))}
    for row in rows:
        one, other = faces.get(row.one_id), faces.get(row.other_id)
        if one is None or other is None or not _resemble(one, other):
            await row.delete()


def _resemble(one: _Face, other: _Face) -> bool:
    return (
        one.day == other.day
        and one.source_id != other.source_id
        and bool(one.organizers & other.organizers)
        and titles_resemble(one.title, other.title)
    )
