"""Somebody's contacts a page at a time: searched, narrowed, and whom they owe first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from netmentor.accounts.models import User
from netmentor.contacts.finding import PAGE, Asked, matching
from netmentor.db.reading import day_of, moment_of, rows_by_key

_PEOPLE = "SELECT id, key, name, met_where, met_at, touched_at FROM contact"
# One question, for each costs more than its rows. Of each part the first is told first.
_BESIDE = """
    SELECT 'position', contact_id, '' AS place, id, title, organization
    FROM contact_position WHERE contact_id IN ({ids}) AND to_on IS NULL
    UNION ALL SELECT 'tag', contact_id, folded, tag.id, name, ''
    FROM tagging JOIN tag ON tag.id = tag_id WHERE contact_id IN ({ids})
    UNION ALL SELECT 'promise', contact_id, CAST(made_at AS text), id, what, ''
    FROM promise WHERE contact_id IN ({ids}) AND state = 'open' AND NOT by_them
    UNION ALL SELECT 'due', contact_id, CAST(due_on AS text), id, what, CAST(due_on AS text)
    FROM follow_up WHERE contact_id IN ({ids}) AND state = 'open' AND due_on <= '{today}'
    ORDER BY place, id"""


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
    among = ", ".join(map(str, ids))  # numbers of this database's own
    people = await rows_by_key(f"{_PEOPLE} WHERE id IN ({among})")
    beside: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for part, id_, _, _, *told in await rows_by_key(_BESIDE.format(ids=among, today=today)):
        beside[part, id_].append((told[0], told[1]))
    lines = {
        id_: Line(
            key=key,
            name=name,
            met_where=where,
            met_at=moment_of(met_at),
            touched_at=moment_of(touched_at),
            position=", ".join(filter(None, beside.get(("position", id_), [()])[0])),
            tags=tuple(name for name, _ in beside.get(("tag", id_), ())),
            owed=_owed(beside.get(("promise", id_)), beside.get(("due", id_))),
        )
        for id_, key, name, where, met_at, touched_at in people
    }
    return [lines[id_] for id_ in ids if id_ in lines]


def _owed(
    promises: Sequence[tuple[str, str]] | None, due: Sequence[tuple[str, str]] | None
) -> Owed | None:
    if promises:
        return Owed(promises[0][0], len(promises) - 1)
    return Owed(due[0][0], due_on=day_of(due[0][1])) if due else None
