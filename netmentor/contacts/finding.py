"""Which of somebody's contacts a search and the filters find, in the order they are shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.likeness import escaped
from netmentor.db.reading import is_postgres, rows, rows_by_key
from netmentor.text import folded

PAGE = 50
MOST_PAGES = 400
COUNTED = 500  # what more than these match is said to be more
_MOST_WORDS = 12

_BY_ID = "+user_id = ? AND gone_at IS NULL"  # SQLite takes no index by user then

_TAGGED = "SELECT contact_id FROM tagging WHERE tag_id"
_GONE = "SELECT id FROM contact WHERE user_id = ? AND gone_at IS NOT NULL"

NAME = "name"
NEWEST = "newest"
ORDERS = {NAME: "folded_name, id", NEWEST: "id DESC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for: words, tags by their folded names, an event with its doubles, a page."""

    words: str = ""
    tags: tuple[str, ...] = ()
    events: Sequence[int] | None = None
    owed: bool = False
    order: str = NAME
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of one page and of one more contact, if there is a next page."""

    ids: Sequence[int]
    total: int
    or_more: bool = False


async def matching(user: User, asked: Asked, *, today: date) -> Found:
    """The contacts outside the bin that `asked` finds, `PAGE` of them from the page asked for.

    Owed ones come first promises, the oldest first, then follow-ups that are due by `today`.
    """
    start = (asked.page - 1) * PAGE
    if not (asked.words or asked.owed or asked.events is not None):
        return await _by_indexes_alone(user, asked, start)
    where = _where(user, asked)
    if asked.owed:
        owed = await _owed(user, today)
        if len(where.parts) > 1:
            those = _Where([*where.parts, _among(owed)], [*where.values, _listed(owed)])
            those.parts[0] = _BY_ID
            question = f"SELECT id FROM contact {those}"  # noqa: S608
            kept = set(await _ids(question, those.values))
            owed = [id_ for id_ in owed if id_ in kept]
        return Found(owed[start : start + PAGE + 1], len(owed))
    these = f"SELECT id FROM contact {where} ORDER BY {_order(asked)}"  # noqa: S608
    ids = await _ids(f"{these} LIMIT {max(COUNTED, start + PAGE) + 1}", where.values)
    or_more = len(ids) > COUNTED
    return Found(ids[start : start + PAGE + 1], COUNTED if or_more else len(ids), or_more)


async def _by_indexes_alone(user: User, asked: Asked, start: int) -> Found:
    """All contacts, or those with all of the tags: hardly a row of theirs is read."""
    tags = await _tag_ids(user, asked.tags)
    if len(tags) < len(asked.tags):
        return Found((), 0)
    smallest = "" if is_postgres() else " INDEXED BY contact_by_name"  # the other one holds texts
    kept = f"FROM contact{smallest} WHERE user_id = ? AND gone_at IS NULL"
    counted = f"SELECT count(*) {kept}"
    if tags:
        tagged = " INTERSECT ".join([f"{_TAGGED} = {id_}" for id_ in tags])
        counted = f"SELECT count(*) FROM ({tagged}) AS those WHERE contact_id NOT IN ({_GONE})"  # noqa: S608
        kept = kept if asked.order != NEWEST else f"FROM contact WHERE {_BY_ID}"
        kept += f" AND id IN ({tagged})"
    page = _as_text(f"SELECT id {kept} ORDER BY {_order(asked)} LIMIT {PAGE + 1} OFFSET {start}")
    both = f"SELECT ({page}), ({counted})".replace("?", str(user.id))
    ((found, total),) = map(tuple, await rows_by_key(both))
    return Found(_read(found), total)


async def _tag_ids(user: User, names: Sequence[str]) -> list[int]:
    if not names:
        return []
    found = await rows_by_key(f"SELECT folded, id FROM tag WHERE user_id = {user.id}")  # noqa: S608
    return [id_ for name, id_ in map(tuple, found) if name in names]


def _order(asked: Asked) -> str:
    return ORDERS.get(asked.order, ORDERS[NAME])


async def events_met_at(user: User) -> list[tuple[str, str]]:
    """Slug and title of the user's events at which they met somebody, the latest first."""
    question = (
        "SELECT slug, title FROM event JOIN attendance ON attendance.event_id = event.id"
        " WHERE attendance.user_id = ? AND merged_into_id IS NULL AND EXISTS"
        " (SELECT 1 FROM contact WHERE contact.event_id = event.id"
        " AND contact.user_id = attendance.user_id AND contact.gone_at IS NULL)"
        " ORDER BY starts_on DESC, slug LIMIT 50"
    )
    found = await rows_by_key(question.replace("?", str(user.id)))
    return [(slug, title) for slug, title in map(tuple, found)]


class _Where:
    """The conditions of a question, the first of them whose contacts they are."""

    def __init__(self, parts: list[str], values: list[object]) -> None:
        self.parts = parts
        self.values = values

    def __str__(self) -> str:
        return f"WHERE {' AND '.join(self.parts)}"


def _where(user: User, asked: Asked) -> _Where:
    where = _Where(["user_id = ? AND gone_at IS NULL"], [user.id])
    if words := folded(asked.words).split()[:_MOST_WORDS]:
        for word in words:
            if is_postgres():
                where.parts.append("strpos(searched, ?) > 0")
                where.values.append(word)
            else:
                where.parts.append(r"searched LIKE ? ESCAPE '\'")  # half the cost of instr
                where.values.append(f"%{escaped(word)}%")
    if asked.tags:
        has_tag = (
            "SELECT contact_id FROM tagging WHERE tag_id ="
            " (SELECT id FROM tag WHERE user_id = ? AND folded = ?)"
        )
        where.parts.append(f"id IN ({' INTERSECT '.join([has_tag] * len(asked.tags))})")
        where.values += [value for tag in asked.tags for value in (user.id, tag)]
    if asked.events is not None:
        where.parts.append(_among(asked.events, "event_id"))
        where.values.append(_listed(asked.events))
    return where


async def _owed(user: User, today: date) -> list[int]:
    promised = await _ids(
        "SELECT id FROM contact WHERE user_id = ? AND owes_since IS NOT NULL"
        " AND gone_at IS NULL ORDER BY owes_since, id",
        [user.id],
    )
    due = await _ids(
        "SELECT contact_id AS id FROM follow_up JOIN contact ON contact.id = contact_id"
        " WHERE follow_up.user_id = ? AND state = 'open' AND due_on <= ?"
        " AND owes_since IS NULL AND gone_at IS NULL"
        " GROUP BY contact_id ORDER BY min(due_on), contact_id",
        [user.id, today if is_postgres() else today.isoformat()],
    )
    return [*promised, *due]


async def _ids(question: str, values: Sequence[object]) -> list[int]:
    """The ids that `question` finds, in its order."""
    return _read((await rows(_as_text(question), *values))[0][0])


def _as_text(question: str) -> str:
    """A question for the ids that `question` finds as one text, for a row each costs more."""
    joined = "string_agg(id::text, ',')" if is_postgres() else "group_concat(id)"
    return f"SELECT {joined} FROM ({question}) AS those"  # noqa: S608


def _read(ids: str | None) -> list[int]:
    return [int(one) for one in ids.split(",")] if ids else []


def _among(ids: Sequence[int], column: str = "id") -> str:
    if is_postgres():
        return f"{column} = ANY(?)"
    return f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608


def _listed(ids: Sequence[int]) -> Any:
    return list(ids) if is_postgres() else json.dumps(list(ids))
