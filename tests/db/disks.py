"""A disk that is full, for tests in whose own process it is written."""

from __future__ import annotations

from tortoise.connection import get_connection
from tortoise.models import Model

from netmentor.db.reading import is_postgres

_ROOM = 1_000_000  # pages
_FULL = (
    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
    "CREATE TRIGGER full_disk BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION full_disk()",
)
_FREE = ("DROP TRIGGER full_disk ON {}", "DROP FUNCTION full_disk()")


async def fill_the_disk(table: type[Model], *, but: int = 0) -> None:
    """Let no row be added to `table` any more; with SQLite, nothing but so many pages of any."""
    connection = get_connection("default")
    if is_postgres():
        await _run(_FULL, table)
        return
    _, [[pages]] = await connection.execute_query("PRAGMA page_count")
    await connection.execute_query(f"PRAGMA max_page_count = {pages + but}")


async def make_room(table: type[Model]) -> None:
    if is_postgres():
        await _run(_FREE, table)
        return
    await get_connection("default").execute_query(f"PRAGMA max_page_count = {_ROOM}")


async def _run(steps: tuple[str, ...], table: type[Model]) -> None:
    for step in steps:
        await get_connection("default").execute_query(step.format(table._meta.db_table))
