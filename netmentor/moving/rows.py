"""The rows of one user as lines of JSON, table by table, few at a time in memory.

A row is known by its number in the file, counted from 1; no number of the database leaves.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence

from tortoise.models import Model

from netmentor.accounts.models import User
from netmentor.db.carried import Body, Carried, Row
from netmentor.db.columns import plain, values_of
from netmentor.moving.rooms import CARRIED

AT_A_TIME = 100  # rows, without their files
Numbers = Mapping[int, int]  # by the numbers of the database, those of the file


class Leaving:
    """What leaves of one user: each table's rows, in the order in which they were made."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._numbers: dict[type[Model], Numbers] = {}
        self._led_to = {table for one in CARRIED for table in one.keys.values()}

    async def lines(self, carried: Carried, ids: Sequence[int]) -> AsyncIterator[bytes]:
        """Yield the lines of these rows; one that went meanwhile has none."""
        numbers = {id_: number for number, id_ in enumerate(ids, 1)}
        if carried.table in self._led_to:
            self._numbers[carried.table] = numbers
        for start in range(0, len(ids), AT_A_TIME):
            rows = carried.table.filter(id__in=ids[start : start + AT_A_TIME]).order_by("id")
            for row in await rows.values(*_asked(carried)):
                told = self._told(carried, row, numbers[row["id"]])
                yield json.dumps(told, ensure_ascii=False).encode() + b"\n"

    async def ids(self, carried: Carried) -> list[int]:
        """The rows of a table that are the user's."""
        mine = carried.table.filter(**{carried.whose: self._user.id}).order_by("id")
        return await values_of(mine, "id")

    def _told(self, carried: Carried, row: Row, number: int) -> Row:
        told: Row = {"id": number}
        for name, table in carried.keys.items():
            told[name] = self._numbers.get(table, {}).get(row[f"{name}_id"])
            if told[name] is None and name in carried.named:
                told[name] = row[f"{name}__{carried.named[name]}"]
        told |= {name: plain(row[name]) for name in carried.columns if name in row}
        if carried.body:
            told[carried.body.column] = _file_of(carried.body, row, number)
        return told


def file_name(body: Body, number: int, ending: str) -> str:
    """Where in the ZIP the bytes of a row are."""
    return f"files/{body.folder}/{number}.{ending}"


async def files(carried: Carried, ids: Sequence[int]) -> AsyncIterator[tuple[str, bytes]]:
    """Yield the files of these rows by their places, one after the other."""
    body = carried.body
    if body is None:
        return
    for number, id_ in enumerate(ids, 1):
        asked = [body.column, *filter(None, [body.ending_of])]
        for row in await carried.table.filter(id=id_).values(*asked):
            yield _file_of(body, row, number), bytes(row[body.column])


def _file_of(body: Body, row: Row, number: int) -> str:
    return file_name(body, number, body.ending or row[body.ending_of])


def _asked(carried: Carried) -> list[str]:
    """The columns that are read of a table: no bytes, and the names of what is everybody's."""
    names = ["id", *(f"{name}_id" for name in carried.keys)]
    names += [f"{name}__{column}" for name, column in carried.named.items()]
    names += [name for name in carried.columns if not carried.body or name != carried.body.column]
    if carried.body and carried.body.ending_of:
        names.append(carried.body.ending_of)
    return names
