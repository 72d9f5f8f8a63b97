"""Somebody's contacts a page at a time: searched, narrowed, and whom they owe first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.finding import PAGE, Asked, matching
from netmentor.db.reading import day_of, moment_of, rows_by_key


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be done for somebody: the oldest promise, or else a follow-up's day."""

    what: str
    more: int = 0  # other promises beside it
    due_on: date | None = None  # of a follow-up; None for a promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One contact as a list shows it."""

    key: str
    name: str
    met_where: str
    met_at: datetime | None
    touched_at: datetime | None
    position: str = ""
    tags: tuple[str, ...] = ()
    owed: Owed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of contacts; `total` of all pages, which are `or_more` where counting stopped."""

    lines: Sequence[Line]
    total: int
    or_more: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many contacts outside the bin have it."""

    name: str
    folded: str
    count: int
    cadence_weeks: int | None


async def page_of(user: User, asked: Asked, *, today: date) -> Page:
    """The contacts that `asked` finds; each with what is owed by `today`."""
    found = await matching(user, asked, today=today)
    return Page(
        lines=await _lines(found.ids[:PAGE], today),
        total=found.total,
        or_more=found.or_more,
        has_next=len(found.ids) > PAGE,
    )


async def tags_of(user: User) -> list[TagCount]:
    """The tags of `user` that somebody has, by name."""
    # The contacts in the bin are few: counting them apart is counted from indexes alone.
    question = (
        "SELECT tag.name, tag.folded, tag.cadence_weeks,"
        " (SELECT count(*) FROM tagging WHERE tag_id = tag.id) - coalesce(gone.number, 0)"
        " FROM tag LEFT JOIN (SELECT tag_id, count(*) AS number FROM contact"
        " JOIN tagging ON contact_id = contact.id"
        " WHERE user_id = ? AND gone_at IS NOT NULL GROUP BY tag_id) AS gone"
        " ON gone.tag_id = tag.id WHERE tag.user_id = ? ORDER BY tag.folded"
    )
    found = await rows_by_key(question.replace("?", str(user.id)))
    tags = [TagCount(name, word, count, weeks) for name, word, weeks, count in map(tuple, found)]
    return [tag for tag in tags if tag.count > 0]


async def _lines(ids: Sequence[int], today: date) -> list[Line]:
    if not ids:
        return []
    people = await _rows_of(
        "SELECT id, key, name, met_where, met_at, touched_at FROM contact WHERE id IN (?)", ids
    )
    positions, tags = await _positions(ids), await _tags(ids)
    owed = await _due(ids, today) | await _promised(ids)
    lines = {
        id_: Line(
            key=key,
            name=name,
            met_where=where,
            met_at=moment_of(met_at),
            touched_at=moment_of(touched_at),
            position=positions.get(id_, ""),
            tags=tuple(tags.get(id_, ())),
            owed=owed.get(id_),
        )
        for id_, key, name, where, met_at, touched_at in people
    }
    return [lines[id_] for id_ in ids if id_ in lines]


async def _positions(ids: Sequence[int]) -> dict[int, str]:
    found = await _rows_of(
        "SELECT contact_id, title, organization FROM contact_position"
        " WHERE contact_id IN (?) AND to_on IS NULL ORDER BY id DESC",
        ids,
    )
    return {id_: ", ".join(filter(None, told)) for id_, *told in found}


async def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    found = await _rows_of(
        "SELECT contact_id, name FROM tagging JOIN tag ON tag.id = tag_id"
        " WHERE contact_id IN (?) ORDER BY folded",
        ids,
    )
    tags: dict[int, list[str]] = {}
    for id_, name in found:
        tags.setdefault(id_, []).append(name)
    return tags


async def _promised(ids: Sequence[int]) -> dict[int, Owed]:
    found = await _rows_of(
        "SELECT contact_id, what FROM promise WHERE contact_id IN (?)"
        " AND state = 'open' AND NOT by_them ORDER BY made_at, id",
        ids,
    )
    promised: dict[int, Owed] = {}
    for id_, what in found:
        first = promised.get(id_)
        promised[id_] = Owed(first.what, first.more + 1) if first else Owed(what)
    return promised


async def _due(ids: Sequence[int], today: date) -> dict[int, Owed]:
    found = await _rows_of(
        "SELECT contact_id, what, due_on FROM follow_up WHERE contact_id IN (?)"
        " AND state = 'open' ORDER BY due_on DESC, id DESC",
        ids,
    )
    owed = {id_: Owed(what, due_on=day_of(day)) for id_, what, day in found}
    return {id_: one for id_, one in owed.items() if one.due_on and one.due_on <= today}


async def _rows_of(question: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows that `question` finds of `ids`, numbers of this database's own."""
    among = ", ".join(map(str, ids))
    return [tuple(row) for row in await rows_by_key(question.replace("(?)", f"({among})"))]
