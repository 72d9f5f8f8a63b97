"""Rows that came in are put into their tables, some at a time, under numbers of this database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from tortoise import fields
from tortoise.models import Model

from netmentor.accounts.models import User
from netmentor.db.bulk import batches, insert
from netmentor.db.carried import Carried, Row
from netmentor.db.columns import values_of
from netmentor.db.reading import is_postgres, rows
from netmentor.moving.rooms import CARRIED
from netmentor.moving.sorting import Came, Key

_AT_A_TIME = 100  # rows; with photos a few
_FEW = 5
_DRAWN = "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)"
_LAST = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?"


class Putting:
    """What came in of one account so far; all of it inside one transaction of the caller."""

    def __init__(self, user: User, *, now: datetime) -> None:
        self._user = user
        self._now = now
        self._ids: dict[type[Model], dict[int, int]] = defaultdict(dict)
        self._led_to = {table for one in CARRIED for table in one.keys.values()}
        self._renamed: dict[str, str] = {}
        self.count = 0
        self.lacking = Counter[str]()  # rows about what is not here, by table

    async def put(self, carried: Carried, came: Iterator[Came]) -> None:
        """Put the rows of one table in; those that lead to nothing here stay away."""
        to_itself: list[tuple[str, int, int]] = []
        while some := list(islice(came, _FEW if carried.body else _AT_A_TIME)):
            named = await self._named(carried, some)
            kept = [(one, self._led(carried, one, named)) for one in some]
            known = [(one, led) for one, led in kept if led is not None]
            self.lacking[carried.name] += len(kept) - len(known)
            ids = await _new_ids(carried.table, len(known))
            if carried.table in self._led_to:
                self._ids[carried.table].update(
                    zip((one.number for one, _ in known), ids, strict=True)
                )
            await self._insert(carried, known, ids)
            self.count += len(known)
            to_itself += [
                (name, id_, int(one.keys[name] or 0))
                for name, table in carried.keys.items()
                if table is carried.table
                for (one, _), id_ in zip(known, ids, strict=True)
                if one.keys[name]
            ]
        for name, id_, number in to_itself:  # whom it leads to may have come later
            if other := self._ids[carried.table].get(number):
                await carried.table.filter(id=id_).update(**{f"{name}_id": other})

    async def _named(self, carried: Carried, came: Iterable[Came]) -> dict[str, dict[str, int]]:
        """By each key, the numbers of what is everybody's, by its names."""
        found: dict[str, dict[str, int]] = {}
        for key, column in carried.named.items():
            names = {one.keys[key] for one in came if isinstance(one.keys[key], str)}
            table, known = carried.keys[key], dict[str, int]()
            own = {"owner_id": None} if "owner_id" in table._meta.db_fields else {}
            for some in batches(sorted(map(str, names))):
                rows = table.filter(**{f"{column}__in": list(some)}, **own)
                known |= {name: int(id_) for name, id_ in await rows.values_list(column, "id")}
            found[key] = known
        return found

    def _led(
        self, carried: Carried, one: Came, named: dict[str, dict[str, int]]
    ) -> dict[str, int | None] | None:
        """The keys of a row as numbers of this database; None where one that must lead does not."""
        led: dict[str, int | None] = {}
        for name, table in carried.keys.items():
            id_ = None
            if table is not carried.table:
                id_ = self._number(table, one.keys[name], named.get(name, {}))
            if id_ is None and not carried.table._meta.fields_map[name].null:
                return None
            led[f"{name}_id"] = id_
        return led

    def _number(self, table: type[Model], key: Key, named: dict[str, int]) -> int | None:
        if isinstance(key, str):
            return named.get(key)
        return self._ids[table].get(key) if key else None

    async def _insert(
        self, carried: Carried, known: list[tuple[Came, dict[str, int | None]]], ids: list[int]
    ) -> None:
        taken = await self._taken(carried, [one for one, _ in known])
        made = []
        for (one, led), id_ in zip(known, ids, strict=True):
            row = carried.renamed(dict(one.values), self._renamed)
            for name, draw in carried.fresh.items():
                if row[name] in taken[name]:
                    self._renamed[row[name]] = row[name] = draw()
            whose = {f"{carried.whose}_id": self._user.id} if "__" not in carried.whose else {}
            made.append(row | led | whose | {"id": id_} | await carried.anew(self._now))
        columns = sorted(carried.table._meta.db_fields)
        filled = [[_filled(carried, name, row) for name in columns] for row in made]
        await insert(carried.table, columns, filled)

    async def _taken(self, carried: Carried, came: list[Came]) -> dict[str, set[Any]]:
        """Of names that are nobody else's, those that somebody here has."""
        found = {}
        for name in carried.fresh:
            told = [one.values[name] for one in came]
            found[name] = set(await values_of(carried.table.filter(**{f"{name}__in": told}), name))
        return found


def _filled(carried: Carried, name: str, row: Row) -> object:
    if name in row:
        return row[name]
    column: fields.Field[Any] = carried.table._meta.fields_map[name]
    return column.default() if callable(column.default) else column.default


async def _new_ids(table: type[Model], count: int) -> list[int]:
    """Numbers that no row of the table has or will have; inside a transaction that has written."""
    name = table._meta.db_table
    if is_postgres():
        return [int(id_) for (id_,) in await rows(_DRAWN, name, count)]
    ((last,),) = await rows(_LAST, name)
    return list(range(last + 1, last + 1 + count))
