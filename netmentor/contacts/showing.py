"""What calendars are told of follow-ups: anew when any of it changed, and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import F, Q
from tortoise.models import Model

from netmentor.contacts.models import Contact, FollowUp, Way
from netmentor.contacts.rules import DONE_STAYS, State
from netmentor.db.bulk import batches
from netmentor.db.columns import values_of

Key = tuple[str, int]  # a table, and the id of a row
Row = Mapping[str, Any] | None  # its columns; None where there is no such row

# What `entries` shows; of a follow-up first what a calendar must ask its reader about again
# (RFC 5545, 3.8.7.4).
_WHEN = ("due_on", "due_time", "timezone", "state")
_SHOWN: Mapping[type[Model], tuple[str, ...]] = {
    FollowUp: (*_WHEN, "what", "contact_id", "settled_at"),
    Contact: ("name", "note", "met_where", "gone_at"),
    Way: ("contact_id", "value"),
}
_TABLES = {table.__name__: table for table in _SHOWN}
_LATELY = DONE_STAYS + timedelta(days=2)  # whatever day it is where somebody reads


@dataclass(slots=True)
class _News:
    """The follow-ups that are not what they were, and whether any of it was or is shown."""

    moved: set[int] = field(default_factory=set)
    reworded: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    is_shown: bool = False


async def rows_now(keys: Iterable[Key]) -> dict[Key, Row]:
    """What is shown of these rows as they stand; rows of which nothing is shown are left out."""
    found: dict[Key, Row] = {key: None for key in keys if key[0] in _TABLES}
    for name, table in _TABLES.items():
        ids = [id_ for of, id_ in found if of == name]
        for some in batches(ids):
            for row in await table.filter(id__in=some).values("id", *_SHOWN[table]):
                found[name, row["id"]] = row
    return found


async def tell(before: Mapping[Key, Row], *, now: datetime) -> bool:
    """Note in follow-ups what became of them; True where something shown is another.

    `before` is how the rows were that a deed may have changed, None for those it made. Inside
    its transaction, after all of it. `sequence` grows with each move, and `changed_at` is told
    of a change of words, too, also of those about the person. Where all rows are new, nothing
    is read.
    """
    if all(row is None for (table, _), row in before.items() if table in _TABLES):
        return any(table == FollowUp.__name__ for table, _ in before)
    after = await rows_now(before)
    news = _compared(before, after, now)
    people = {*_people_changed(before, after), *_people_reached_otherwise(before, after)}
    for some in batches(sorted(people)):
        shown = FollowUp.filter(_lately(now), contact_id__in=some)
        theirs = set(await values_of(shown, "id")) - news.new
        news.reworded |= theirs
        news.is_shown |= bool(theirs)
    for some in batches(sorted(news.moved)):
        again = {"sequence": F("sequence") + 1, "changed_at": now}
        await FollowUp.filter(id__in=some).update(**again)
    for some in batches(sorted(news.reworded - news.moved)):
        await FollowUp.filter(id__in=some).update(changed_at=now)
    return news.is_shown


def _compared(before: Mapping[Key, Row], after: Mapping[Key, Row], now: datetime) -> _News:
    news = _News()
    for id_, old, new in _both(FollowUp, before, after):
        if old is None:
            news.new |= {id_} if new else set()
        elif new and _differ(old, new, _WHEN):
            news.moved.add(id_)
        elif new and _differ(old, new, _SHOWN[FollowUp][:-1]):
            news.reworded.add(id_)
        elif new:
            continue
        news.is_shown |= any(row and _is_shown(row, now) for row in (old, new))
    return news


def _people_changed(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> set[int]:
    """Those of whom something is shown that is another, or who went into the bin or came back."""
    return {
        id_
        for id_, old, new in _both(Contact, before, after)
        if old and new
        if _differ(old, new, _SHOWN[Contact][:-1])
        or (old["gone_at"] is None) != (new["gone_at"] is None)
    }


def _people_reached_otherwise(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> set[int]:
    """Those whose ways are others; in the order of their rows, for so they are shown."""
    ways: dict[int, tuple[list[str], list[str]]] = {}
    for _, *states in sorted(_both(Way, before, after), key=lambda one: one[0]):
        for turn, row in enumerate(states):
            if row:
                ways.setdefault(row["contact_id"], ([], []))[turn].append(row["value"])
    return {contact_id for contact_id, (old, new) in ways.items() if old != new}


def _both(
    table: type[Model], before: Mapping[Key, Row], after: Mapping[Key, Row]
) -> Iterator[tuple[int, Row, Row]]:
    """The rows of one table that a deed may have changed: before it, and after."""
    for key, old in before.items():
        if key[0] == table.__name__:
            yield key[1], old, after[key]


def _differ(old: Mapping[str, Any], new: Mapping[str, Any], columns: Collection[str]) -> bool:
    return any(old[name] != new[name] for name in columns)


def _is_shown(row: Mapping[str, Any], now: datetime) -> bool:
    done_lately = bool(row["settled_at"] and row["settled_at"] >= now - _LATELY)
    return bool(row["state"] == State.OPEN) or (row["state"] == State.DONE and done_lately)


def _lately(now: datetime) -> Q:
    """The follow-ups that are shown: what is open, and what was done not long ago."""
    done = Q(state=State.DONE.value, settled_at__gte=now - _LATELY)
    return Q(state=State.OPEN.value) | done
