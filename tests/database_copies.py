"""Copies of a PostgreSQL database, lent to one test after another while they are as good as new.

To copy one and drop it takes several times as long as to delete what a test has written, so a
copy is emptied and lent again: by somebody else, after each test. It is not where anything but
rows may have changed, where much was written, where somebody is still at it, or where it was
lent often enough for what was deleted to be in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import asyncpg

from tests.databases import with_database

OFTEN = 40
MUCH = 1024 * 1024  # bytes of all tables together

# Every change of a definition leaves a row with another xmin in one of these, or one row less.
_DEFINITIONS = {
    "pg_attrdef": "adrelid",
    "pg_attribute": "attrelid",
    "pg_class": "oid",
    "pg_constraint": "oid",
    "pg_extension": "oid",
    "pg_index": "indexrelid",
    "pg_namespace": "oid",
    "pg_proc": "oid",
    "pg_trigger": "tgrelid",
    "pg_type": "oid",
}
_OURS = 16384  # the first oid that PostgreSQL gives to what it does not bring along
_DEFINED = "SELECT concat_ws(' ', {})".format(
    ", ".join(
        f"(SELECT count(*) || ':' || max(xmin::text::bigint) FROM {table} WHERE {key} >= {first})"
        for table, key, first in [
            *((table, key, _OURS) for table, key in _DEFINITIONS.items()),
            ("tortoise_migrations", "id", 0),
        ]
    )
)
_FOUND = """
    SELECT
        (SELECT bool_or(state <> 'idle' OR NOT pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()) AS busy,
        (SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r'
            AND relnamespace = 'public'::regnamespace) AS bytes,
        ARRAY(SELECT relname::text FROM pg_class WHERE relkind = 'r'
            AND relnamespace = 'public'::regnamespace AND relname <> 'tortoise_migrations'
            AND pg_relation_size(oid) > 0) AS tables,
        ARRAY(SELECT sequencename::text FROM pg_sequences WHERE last_value IS NOT NULL
            AND schemaname = 'public' AND sequencename <> 'tortoise_migrations_id_seq') AS sequences
"""


@dataclass(slots=True)
class Copy:
    """One copy: where it is, how its tables were defined, and how often it was lent."""

    name: str
    address: str
    definitions: str
    lent: int = 0


async def made(server: str, template: str, name: str) -> Copy:
    """Make a database as `template` is, file by file: a third quicker than by its log."""
    connection = await asyncpg.connect(server)
    try:
        by_file = " STRATEGY file_copy" if connection.get_server_version().major >= 15 else ""
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}{by_file}")
    finally:
        await connection.close()
    address = with_database(server, name)
    connection = await asyncpg.connect(address)
    try:
        return Copy(name, address, await _definitions(connection))
    except asyncpg.UndefinedTableError:  # nothing of ours is in it: it is for one test alone
        return Copy(name, address, "")
    finally:
        await connection.close()


async def emptied(copy: Copy) -> bool:
    """Delete what a test has written; return False where the copy is not as it was made."""
    copy.lent += 1
    if not copy.definitions or copy.lent >= OFTEN:
        return False
    try:
        connection = await asyncpg.connect(copy.address)
    except (OSError, asyncpg.PostgresError):
        return False
    try:
        return await _emptied(copy, connection)
    except asyncpg.PostgresError:  # the given server may let nobody put its rules aside
        return False
    finally:
        await connection.close()


async def _emptied(copy: Copy, connection: Any) -> bool:
    found = await connection.fetchrow(_FOUND)
    if found["busy"] or found["bytes"] > MUCH:
        return False
    if await _definitions(connection) != copy.definitions:
        return False
    deletes = (f"DELETE FROM {_quoted(table)}" for table in found["tables"])
    restarts = (f"SELECT setval('\"{name}\"', 1, false)" for name in found["sequences"])
    # In any order: the rules between tables are put aside.
    steps = ["BEGIN", "SET LOCAL session_replication_role = replica", *deletes, *restarts, "COMMIT"]
    await connection.execute("; ".join(steps))
    if found["tables"]:
        # Rows would come in another order where there is room between those that were deleted.
        await connection.execute(
            f"VACUUM (PROCESS_TOAST false) {', '.join(map(_quoted, found['tables']))}"
        )
    return True


def _quoted(name: str) -> str:
    return f'"{name}"'


async def _definitions(connection: Any) -> str:
    return str(await connection.fetchval(_DEFINED))
