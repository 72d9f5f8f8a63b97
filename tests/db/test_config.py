from __future__ import annotations

from pathlib import Path

import pytest
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext

from netmentor.db.config import CONNECTIONS_PER_PROCESS, config
from netmentor.db.connections import connected
from netmentor.settings import Settings
from tests.conftest import settings_for

MAX_CONNECTIONS = 100  # PostgreSQL's default


def test_the_pool_of_four_processes_fits_into_an_untouched_server() -> None:
    assert CONNECTIONS_PER_PROCESS * 4 < MAX_CONNECTIONS


async def test_options_of_the_address_reach_the_driver(
    database_settings: Settings, tmp_path: Path
) -> None:
    if not database_settings.on_postgres:
        return  # a file has no driver options
    behind_a_pooler = settings_for(
        tmp_path, f"{database_settings.database_url}?statement_cache_size=0"
    )

    async with connected(behind_a_pooler):
        await get_connection("default").execute_query("SELECT 1")
        template = dict(get_connection("default")._template)  # type: ignore[attr-defined]

    assert template["statement_cache_size"] == 0
    assert (template["min_size"], template["max_size"]) == (1, CONNECTIONS_PER_PROCESS)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgres://ada:p%40ss%2Fword@db.example:6432/net%2Dmentor",
            ("db.example", 6432, "ada", "p@ss/word", "net-mentor"),
        ),
        ("postgresql://localhost/netmentor", ("localhost", 5432, "postgres", None, "netmentor")),
    ],
)
def test_an_address_is_read_with_its_escapes(
    tmp_path: Path, address: str, expected: tuple[object, ...]
) -> None:
    opened = config(settings_for(tmp_path, address))["connections"]["default"]["credentials"]

    names = ("host", "port", "user", "password", "database")
    assert tuple(opened[name] for name in names) == expected


async def test_every_table_has_a_module_that_the_configuration_names(tmp_path: Path) -> None:
    async with TortoiseContext() as context:
        await context.init(config=config(settings_for(tmp_path)))
        assert context.apps is not None
        tables = {model._meta.db_table for model in context.apps["models"].values()}

    assert {"event", "organization", "landmark", "published"} <= tables
