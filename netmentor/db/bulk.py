"""Many small rows at once, and several changes at once, written in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from tortoise import fields
from tortoise.connection import get_connection
from tortoise.models import Model

from netmentor.db.reading import is_postgres, numbered

T = TypeVar("T")


class Change(NamedTuple):
    """A statement that changes rows, with `?` for each of `values`, and no WITH of its own."""

    statement: str
    values: Sequence[object]


_AT_A_TIME = 500  # values of one statement
_MOST_PARAMETERS = 32_766  # of a statement, as SQLite is built by default
_AS_THEY_ARE = (fields.CharField, fields.TextField, fields.IntField, fields.SmallIntField)


async def insert(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert rows into the table of `model`; runs inside the caller's transaction.

    Made as models they take four times as long, which is felt where an import writes tens
    of thousands.
    """
    connection = model._meta.db
    kinds = [model._meta.fields_map[column] for column in columns]
    stored = [None if isinstance(kind, _AS_THEY_ARE) else kind.to_db_value for kind in kinds]
    values = [
        [store(value, model) if store else value for store, value in zip(stored, row, strict=True)]
        for row in rows
    ]
    named = ", ".join(f'"{column}"' for column in columns)
    into = f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES '  # noqa: S608
    if connection.capabilities.dialect == "postgres":
        if values:
            places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
            await connection.execute_many(f"{into} ({places})", values)
        return
    # One statement for many rows: full text is written to disk at the start of each.
    at_a_time = _MOST_PARAMETERS // len(columns)
    for start in range(0, len(values), at_a_time):
        some = values[start : start + at_a_time]
        places = ", ".join([f"({', '.join('?' * len(columns))})"] * len(some))
        await connection.execute_query(into + places, list(chain.from_iterable(some)))


async def change(statement: str, *values: object) -> int:
    """Run a statement that changes rows, `?` for each of `values`; return how many it changed."""
    inside = get_connection("default")
    count, _ = await inside.execute_query(numbered(statement), list(values))
    return int(count)


async def changed(statement: str, *values: object) -> list[dict[str, Any]]:
    """Run a statement that changes rows, `?` for each of `values`; return its RETURNING."""
    inside = get_connection("default")
    found: list[dict[str, Any]] = await inside.execute_query_dict(numbered(statement), list(values))
    return found


def inserted(row: Model) -> Change:
    """The change that writes down a new row whose id is known; it counts as saved from here on."""
    columns = row._meta.fields_db_projection
    kinds = row._meta.fields_map
    values = [kinds[name].to_db_value(getattr(row, name), row) for name in columns]
    named = ", ".join(f'"{column}"' for column in columns.values())
    row._saved_in_db = True
    places = ", ".join("?" * len(values))
    into = f'INSERT INTO "{row._meta.db_table}" ({named}) VALUES ({places})'  # noqa: S608
    return Change(into, values)


async def change_all(*some: Change) -> None:
    """Run changes of which none sees what another does; PostgreSQL does them in one way to go."""
    if is_postgres() and len(some) > 1:
        first, *rest = some
        values = [value for one in (*rest, first) for value in one.values]
        await change(f"{alongside(rest)} {first.statement}", *values)
        return
    await change_each(*some)


async def change_each(*some: Change) -> list[list[Any]]:
    """Run changes one after the other; return the rows that each told of by RETURNING."""
    if together := getattr(get_connection("default"), "execute_each", None):
        told: list[list[Any]] = await together(some)
        return told
    return [await changed(one.statement, *one.values) for one in some]


def alongside(some: Sequence[Change]) -> str:
    """The beginning of a statement of PostgreSQL that makes these changes, too, before its own."""
    named = (
        f"change_{n} AS ({one.statement}{'' if 'RETURNING' in one.statement else ' RETURNING 1'})"
        for n, one in enumerate(some)
    )
    return f"WITH {', '.join(named)}"


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield values a few hundred at a time, as many as one statement names."""
    return (values[start : start + _AT_A_TIME] for start in range(0, len(values), _AT_A_TIME))
