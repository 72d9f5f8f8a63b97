"""Rows about one person become rows about another, whatever rooms wrote them, and go back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tortoise.models import Model

from netmentor.contacts.books.judging import same_way
from netmentor.contacts.books.models import CarriedLines
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.models import Contact, Position, Way
from netmentor.contacts.rules import Origin, State
from netmentor.db.columns import values_of

_STAY = {  # what is about one of the two alone
    "merges", "merged_into", "told_apart", "told_apart_too", "import_rows", "carried",
}  # fmt: skip
# A form writes these rows anew, so that they are found again by what they say.
_SAY: dict[type[Model], tuple[str, ...]] = {
    Way: ("kind", "value"), Position: ("title", "organization", "from_on", "to_on"),
}  # fmt: skip
_ONCE = frozenset("BDAY ANNIVERSARY GENDER".split())  # on one card (RFC 6350, 6.2)


Left = Mapping[str, Collection[object]]  # what rows say that can be there once alone, by relation


async def move(row: Merge, left: Left | None = None) -> None:
    """Have all that is about `gone` be about `kept`, and note in `moved` which rows those are.

    What can be there once alone, as a tag, stays where `kept` has it; of such rows those move
    later that say what `left` tells, which somebody else took with them.
    """
    moved = json.loads(row.moved)
    for name in sorted((Contact._meta.backward_fk_fields | _backward_one()) - _STAY):
        table, column = _relation(name)
        names = _once(table, column)
        taken = {_sign(table, one, names) for one in await _rows(table, column, row.kept_id)}
        those = await _rows(table, column, row.gone_id)
        if names is not None:
            those = [one for one in those if _sign(table, one, names) not in taken]
        if left is not None:
            those = [one for one in those if _sign(table, one, names) in left.get(name, ())]
        if name == "follow_ups":  # of a cadence there is one, which `settle` plans
            planned = (Origin.CADENCE.value, State.OPEN.value)
            those = [one for one in those if (one["origin"], one["state"]) != planned]
        if name == "introduced":  # nobody by themselves
            those = [one for one in those if one["id"] != row.kept_id]
        if those:
            ids = [one["id"] for one in those]
            await table.filter(id__in=ids).update(**{column: row.kept_id})
            moved.setdefault(name, []).extend([one["id"], *_said(table, one)] for one in those)
    moved.setdefault("carried", []).extend(await _carry_over(row, left))
    row.moved = json.dumps(moved)


async def give_back(row: Merge, at: Sequence[int]) -> Left:
    """Have be about `gone` again what was moved, as far as it is about one of `at`.

    Returns what of it can be there once alone, and now is not where it was.
    """
    left = {}
    for name, told in json.loads(row.moved).items():
        if name == "carried":
            continue
        table, column = _relation(name)
        names = _once(table, column)
        taken = {_sign(table, one, names) for one in await _rows(table, column, row.gone_id)}
        there = [one for id_ in at for one in await _rows(table, column, id_)]
        wanted = {one[0] for one in told}
        lost = wanted - set(await values_of(table.filter(id__in=list(wanted)), "id"))
        anew = [one[1:] for one in told if one[0] in lost and one[1:]]
        ids = []
        for one in there:
            if one["id"] not in wanted and (said := _said(table, one)) in anew:
                anew.remove(said)
                wanted.add(one["id"])
            if one["id"] in wanted and (names is None or _sign(table, one, names) not in taken):
                ids.append(one["id"])
        await table.filter(id__in=ids).update(**{column: row.gone_id})
        if names is not None:
            left[name] = [_sign(table, one, names) for one in there if one["id"] in ids]
    return left


async def carry_back(row: Merge, lines: Sequence[str]) -> list[str]:
    """Have `kept` carry of these lines no more what `row` had it carry; return which those were."""
    moved = json.loads(row.moved)
    mine = await CarriedLines.get_or_none(contact_id=row.kept_id)
    carried = moved.get("carried", [])
    back = [one for one in carried if one in lines]
    if mine and back:
        mine.lines = "\n".join(one for one in mine.lines.split("\n") if one not in back)
        await (mine.save(update_fields=["lines"]) if mine.lines else mine.delete())
    row.moved = json.dumps(moved | {"carried": [one for one in carried if one not in back]})
    return back


def _backward_one() -> set[str]:
    return Contact._meta.backward_o2o_fields


def _relation(name: str) -> tuple[type[Model], str]:
    relation: Any = Contact._meta.fields_map[name]
    return relation.related_model, relation.relation_field


async def _rows(table: type[Model], column: str, id_: int) -> list[dict[str, Any]]:
    """The rows about one person, by what tells them apart: no photo is read for it."""
    names = {*_SAY.get(table, ()), *(_once(table, column) or ())} - {column}
    names |= {"origin", "state"} & set(table._meta.db_fields)
    return list(await table.filter(**{column: id_}).order_by("id").values("id", *sorted(names)))


def _once(table: type[Model], column: str) -> tuple[str, ...] | None:
    """What there can be once alone with a person, by names in the database; None for nothing."""
    if table in _SAY:
        return _SAY[table]
    kinds = table._meta.fields_map
    for together in table._meta.unique_together:
        names = tuple(kinds[name].source_field or name for name in together)
        if column in names:
            return tuple(name for name in names if name != column)
    one_alone = any(kinds[name].source_field == column for name in table._meta.o2o_fields)
    return () if one_alone else None


def _sign(table: type[Model], one: dict[str, Any], names: Sequence[str] | None) -> object:
    if table is Way:
        return same_way(one["kind"], one["value"])
    return tuple(one[name] for name in names or ())


def _said(table: type[Model], one: dict[str, Any]) -> list[str | None]:
    told = (one[name] for name in _SAY.get(table, ()))
    return [None if value is None else str(value) for value in told]


async def _carry_over(row: Merge, left: Left | None) -> list[str]:
    """Have `kept` carry what cards told of `gone`, too; return the lines that are new."""
    theirs = await CarriedLines.get_or_none(contact_id=row.gone_id)
    if theirs is None:
        return []
    mine, _ = await CarriedLines.get_or_create(contact_id=row.kept_id, defaults={"lines": ""})
    lines = mine.lines.split("\n") if mine.lines else []
    told = {_property(line) for line in lines} & _ONCE
    new = [
        line
        for line in theirs.lines.split("\n")
        if line not in lines and _property(line) not in told
        if left is None or line in left["carried"]
    ]
    mine.lines = "\n".join((*lines, *new))
    await (mine.save(update_fields=["lines"]) if mine.lines else mine.delete())
    return new


def _property(line: str) -> str:
    """What a line of a card is about, without its group.

    >>> _property("item1.BDAY;VALUE=date:19900102")
    'BDAY'
    """
    return line.partition(":")[0].partition(";")[0].rpartition(".")[2].upper()
