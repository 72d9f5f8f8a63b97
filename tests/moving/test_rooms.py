"""Every table and every column goes along with its user, or stays for a reason."""

from __future__ import annotations

import pytest
from tortoise.context import get_current_context
from tortoise.models import Model

from netmentor.moving.rooms import CARRIED, LEFT
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")


def tables() -> set[type[Model]]:
    context = get_current_context()
    assert context is not None
    assert context.apps is not None
    return set(context.apps["models"].values())


async def test_every_table_goes_along_or_is_said_to_stay() -> None:
    carried = [one.table for one in CARRIED]
    assert len(set(carried)) == len(carried)
    assert not set(carried) & set(LEFT)
    assert {one.__name__ for one in tables() - {*carried, *LEFT}} == set()
    assert all(LEFT.values())


async def test_every_key_leads_to_what_came_before_or_is_named() -> None:
    before = set[type[Model]]()
    for one in CARRIED:
        before.add(one.table)
        for key, table in one.keys.items():
            assert table in before or key in one.named, f"{one.name}.{key}"


async def test_what_is_said_of_columns_is_said_of_columns_there_are() -> None:
    for one in CARRIED:
        known = set(one.table._meta.fields_map)
        spoken_of = {*one.left, *one.named, *one.words, *one.fresh}
        assert spoken_of <= known, one.name
        assert {*one.words, *one.fresh} <= set(one.columns), one.name
        assert one.body is None or one.body.column in one.columns


async def test_a_column_that_stays_has_a_value_by_itself() -> None:
    for one in CARRIED:
        anew = await one.anew(NOON)
        for name in one.left:
            field = one.table._meta.fields_map[name]
            has_one = field.null or field.has_db_default() or field.default is not None
            assert has_one or {name, f"{name}_id"} & set(anew), f"{one.name}.{name}"


async def test_who_has_it_is_told_by_the_way_there() -> None:
    for one in CARRIED:
        await one.table.filter(**{one.whose: 1}).exists()
