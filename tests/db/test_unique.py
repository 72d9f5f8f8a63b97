"""What is one alone is so by the database's own word, on new installations and on older ones."""

from __future__ import annotations

from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.context import get_current_context
from tortoise.models import Model

from netmentor.db.connections import connected
from netmentor.db.editors import unique_columns
from netmentor.db.migrate import migrate
from netmentor.db.reading import is_postgres, rows
from netmentor.settings import Settings
from tests.db.opening import quiet
from tests.db.rows import fill_every_table

_OF_POSTGRES = """
SELECT array_agg(a.attname ORDER BY k.place) FROM pg_index i
JOIN unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) ON true
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indrelid = CAST(? AS regclass) AND i.indisunique GROUP BY i.indexrelid
"""


async def test_what_the_models_say_is_unique_is_so(database: Settings) -> None:
    context = get_current_context()
    assert context is not None
    assert context.apps is not None
    missing = []
    for model in context.apps["models"].values():
        table = model._meta.db_table
        there = await _unique_in(table)
        missing += [(table, some) for some in _said(model) if some not in there]
    assert missing == []


async def _unique_in(table: str) -> set[tuple[str, ...]]:
    if is_postgres():
        return {tuple(some) for (some,) in map(tuple, await rows(_OF_POSTGRES, table))}
    return await unique_columns(get_connection("default"), table)


def _said(model: type[Model]) -> set[tuple[str, ...]]:
    fields: dict[str, Any] = model._meta.fields_map
    alone = {name for name in model._meta.db_fields if fields[name].unique and not fields[name].pk}
    keys = model._meta.fk_fields | model._meta.o2o_fields
    together = {
        tuple(fields[name].source_field if name in keys else name for name in some)
        for some in model._meta.unique_together
    }
    return together | {(name,) for name in alone}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_an_older_installation_gets_what_it_had_lost(database_settings: Settings) -> None:
    async with connected(database_settings):
        await fill_every_table()
    await migrate(database_settings, "0008", quiet)
    async with connected(database_settings):
        client = get_connection("default")
        await client.execute_query("DROP INDEX only_one_attendance_user_id_event_id")
        await client.execute_query(
            "INSERT INTO attendance"
            " (user_id, event_id, answer, why, note, goals, people, changed_at)"
            " SELECT user_id, event_id, 'went', '', 'later', '', '', changed_at FROM attendance"
        )

    await migrate(database_settings, None, quiet)

    async with connected(database_settings):
        found = [tuple(row) for row in await rows("SELECT answer, note FROM attendance")]
        assert found == [("went", "later")]
        assert ("user_id", "event_id") in await _unique_in("attendance")
