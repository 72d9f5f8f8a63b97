"""The lines of a file that came in as rows, each looked at column by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from netmentor.db.carried import Carried, Row
from netmentor.moving.opening import Opened, Unreadable
from netmentor.moving.rows import file_name
from netmentor.moving.values import Odd, value_of

Key = int | str | None  # a number of the file, or the name of what is everybody's

_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Came:
    """One row: its number in the file, what it leads to, and what its columns say."""

    number: int
    keys: dict[str, Key]
    values: Row


def rows_of(archive: Opened, carried: Carried) -> Iterator[Came]:
    """Yield the rows of one table; raise Unreadable for what was never written here."""
    last = 0
    for where, told in archive.lines(f"data/{carried.name}.jsonl"):
        try:
            came = _row(archive, carried, told)
        except Odd as exc:
            raise Unreadable(f"{where}: {exc.message}") from exc
        if came.number <= last:
            raise Unreadable(f"{where}: its id is not larger than the one before.")
        last = came.number
        yield came
    if last > carried.most:
        raise Unreadable(f"There are more than {carried.most:,} lines in {carried.name}.")


def _row(archive: Opened, carried: Carried, told: Row) -> Came:
    number, columns, keys = told.get("id"), carried.columns, carried.keys
    if strange := set(told) - {"id", *columns, *keys}:
        raise Odd(f"it says something of “{min(strange)[:40]}”, which is not known here.")
    if not _is_number(number):
        raise Odd("its id is no number from 1 on.")
    led = {name: _key(carried, name, told.get(name)) for name in keys}
    values = {
        name: value_of(name, column, carried.words.get(name), told[name])
        for name, column in columns.items()
        if name in told and not (carried.body and name == carried.body.column)
    }
    if lacking := [one for one in columns if one not in told and not _may_lack(columns[one])]:
        raise Odd(f"it says nothing of “{lacking[0]}”.")
    bodies = {carried.body.column} if carried.body else set()
    values |= {one: _usual(columns[one]) for one in {*columns} - {*told} - bodies}
    if carried.body:
        values[carried.body.column] = _body(archive, carried, told)
    if reason := carried.why_not(values | led):
        raise Odd(reason)
    return Came(int(str(number)), led, values)


def _is_number(told: object) -> bool:
    return type(told) is int and 0 < told <= _LARGEST_NUMBER


def _may_lack(column: Any) -> bool:
    return bool(column.null or column.default is not None)


def _usual(column: Any) -> Any:
    """What a new row has where nobody says anything."""
    return column.default() if callable(column.default) else column.default


def _key(carried: Carried, name: str, told: object) -> Key:
    if told is None or _is_number(told):
        return told  # type: ignore[return-value]
    if name in carried.named and isinstance(told, str) and len(told) <= 100 and told.isprintable():
        return told
    raise Odd(f"{name} leads nowhere.")


def _body(archive: Opened, carried: Carried, told: Row) -> bytes:
    """The bytes of a row, out of the one place where they may be."""
    body, place = carried.body, told.get(carried.body.column if carried.body else "")
    if body is None or not isinstance(place, str):
        raise Odd("it has no file.")
    ending = place.rpartition(".")[2]
    if place != file_name(body, told["id"], ending) or body.ending not in ("", ending):
        raise Odd(f"“{place[:60]}” is not where its file is.")
    found = archive.body(place)
    if reason := body.why_not(found):
        raise Odd(reason)
    return found
