"""Plain rows of a question in SQL, where making models of them would cost more than the rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from typing import Any, overload

from tortoise.connection import get_connection


async def rows(question: str, *values: object) -> list[Any]:
    """Return the rows that `question` finds, each as a tuple would be read.

    Each `?` stands for one of `values`, if there are any; one in a literal is not told apart.
    """
    asked = numbered(question) if values else question
    _, found = await get_connection("default").execute_query(asked, list(values))
    return list(found)


async def rows_among(question: str, column: str, values: Collection[str | int]) -> list[Any]:
    """Return the rows that `question` finds where `column` is among `values`; it ends before that.

    They go as one parameter: of thousands, Tortoise takes as long to write the statement as
    the database to answer it.
    """
    condition, one_parameter = among(values)
    return await rows(f"{question} {column} {condition}", one_parameter)


async def rows_by_key(question: str, *values: object) -> list[Any]:
    """Return the rows that `question` finds by primary keys or short indexes, at most hundreds.

    On SQLite the event loop reads them itself, as they were committed last, and inside a
    transaction until that has written: a thread to read in costs more than the reading.
    """
    look = getattr(get_connection("default"), "look", None)
    if look is None:  # PostgreSQL, or inside a transaction of a transaction
        return await rows(question, *values)
    found: list[Any] = await look(question, *values)
    return found


def among(values: Collection[str | int]) -> tuple[str, object]:
    """Return how SQL says that something is among `values`, and the one parameter of that."""
    if is_postgres():
        return "= ANY(?)", list(values)
    return "IN (SELECT value FROM json_each(?))", json.dumps(list(values))


def listed(words: Iterable[str]) -> str:
    """Return words of our own as SQL lists them; what anybody told is a parameter instead.

    >>> listed(("held", "asked"))
    "('asked', 'held')"
    """
    quoted = ", ".join(f"'{one}'" for one in sorted(words))
    return f"({quoted})"


def in_json(question: str) -> str:
    """Return a question with `{all}` and `{one}` as the open database makes arrays of JSON.

    `{all}` is one array of all rows, which of no rows may be NULL, `{one}` of some values.
    """
    all_, one = (
        ("json_agg", "json_build_array") if is_postgres() else ("json_group_array", "json_array")
    )
    return question.replace("{all}", all_).replace("{one}", one)


def numbered(statement: str) -> str:
    """Return a statement with `?` for its parameters as the open database numbers them."""
    return with_numbers(statement) if is_postgres() else statement


@lru_cache(maxsize=256)  # most statements come again, and their letters are gone through one by one
def with_numbers(statement: str) -> str:
    """Return a statement with `?` for its parameters as PostgreSQL numbers them."""
    turn = count(1)
    return "".join(f"${next(turn)}" if one == "?" else one for one in statement)


def is_postgres() -> bool:
    """True when the open database is PostgreSQL, which wants some questions put otherwise."""
    return bool(get_connection("default").capabilities.dialect == "postgres")


@overload
def day_of(value: date | str) -> date: ...
@overload
def day_of(value: None) -> None: ...
def day_of(value: date | str | None) -> date | None:
    """Return a day as either database gives it: SQLite keeps text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@overload
def moment_of(value: datetime | str) -> datetime: ...
@overload
def moment_of(value: None) -> None: ...
@overload
def moment_of(value: datetime | str | None) -> datetime | None: ...
def moment_of(value: datetime | str | None) -> datetime | None:
    """Return a moment as either database gives it, in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC) if moment else None
