"""What Tortoise takes in silence and does wrong, no line of ours asks of it.

Each rule stands beside a probe that shows the harm, so that a rule whose reason is gone
can go too.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from tortoise import fields
from tortoise.connection import get_connection
from tortoise.context import get_current_context
from tortoise.models import Model

from netmentor.db.models import Landmark
from netmentor.db.table import Table
from netmentor.paths import PACKAGE
from netmentor.settings import Settings
from tests.factories import NOON

CODE = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
MIGRATIONS = PACKAGE.parent / "migrations"
NETWORK = {"aiosmtplib", "ftplib", "http", "httpx", "httpx2", "smtplib", "socket", "urllib3"}


def lines_with(pattern: str) -> list[str]:
    return [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path, text in CODE.items()
        for line in text.splitlines()
        if re.search(pattern, line)
    ]


def imports_of(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    plain = {a.name.split(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return plain | {
        n.module.split(".")[0] for n in nodes if isinstance(n, ast.ImportFrom) and n.module
    }


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\bJSONField\b", id="M: JSON filters raise on SQLite"),
        pytest.param(r"\bselect_for_update\(", id="M: SQLite ignores select_for_update"),
        pytest.param(r"\bdb_default=", id="S: a default of SQLite's has no offset"),
        pytest.param(r"\.only\(", id="T: partial models cost more than whole ones"),
        pytest.param(r"\bDatetimeField\(", id="K and L: moments are MomentFields"),
        pytest.param(r"\bauto_now", id="times come from whoever asks the clock"),
        pytest.param(r"^class \w+\(Model\):", id="models are Tables: no file is read again"),
    ],
)
def test_no_line_uses_what_does_harm(pattern: str) -> None:
    assert lines_with(pattern) == []


def test_a_model_reads_how_it_was_written_and_a_table_does_not() -> None:
    class Described(Model):
        #: sample words
        name = fields.TextField()

    class Plain(Table):
        #: sample words
        name = fields.TextField()

    described = [one._meta.fields_map["name"].description for one in (Described, Plain)]
    assert described == ["sample words", None]


def test_rows_of_a_returning_statement_are_asked_for_as_dictionaries() -> None:
    """N: on PostgreSQL `execute_query` answers an UPDATE … RETURNING with no rows."""
    assert lines_with(r"execute_query\(.*RETURNING") == []


async def test_execute_query_loses_returned_rows_on_postgres(database: Settings) -> None:
    await Landmark.create(name="n", at=NOON)
    statement = "UPDATE landmark SET note = 'x' RETURNING name"

    _, rows = await get_connection("default").execute_query(statement)
    kept = await get_connection("default").execute_query_dict(statement)

    assert [dict(row) for row in rows] == ([] if database.on_postgres else [{"name": "n"}])
    assert kept == [{"name": "n"}]


def test_nothing_that_opens_a_transaction_can_reach_the_network() -> None:
    """O: on SQLite every read of the process waits for an open transaction."""
    offenders = {
        str(path.relative_to(PACKAGE)): imports_of(text) & NETWORK
        for path, text in CODE.items()
        if re.search(r"\btransaction\(\)", text) and imports_of(text) & NETWORK
    }
    assert offenders == {}


def test_nothing_that_opens_a_transaction_starts_tasks() -> None:
    """P: a task that outlives the transaction it was made in writes outside it, or fails."""
    starts = re.compile(r"\b(create_task|ensure_future|TaskGroup|gather)\b")
    offenders = [
        str(path.relative_to(PACKAGE))
        for path, text in CODE.items()
        if re.search(r"\btransaction\(\)", text) and starts.search(text)
    ]
    assert offenders == []


@pytest.mark.usefixtures("database")
async def test_no_column_leaves_its_value_to_the_database() -> None:
    """S: Tortoise's own default for a moment has neither offset nor fraction on SQLite."""
    context = get_current_context()
    assert context is not None
    assert context.apps is not None
    assert [
        f"{model.__name__}.{name}"
        for model in context.apps["models"].values()
        for name, field in model._meta.fields_map.items()
        if field.has_db_default()
    ] == []


def test_migrations_stand_on_their_own() -> None:
    """H: a drafted migration imports live enum classes, and orjson where that is installed."""
    allowed = {"netmentor.db.fields", "__future__"}
    for path in sorted(MIGRATIONS.glob("0*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {one for one in named if not one.startswith("tortoise")} <= allowed, path.name


def test_orjson_is_not_installed_beside_tortoise() -> None:
    """H: with it, the next migration drafted would need it to run."""
    assert importlib.util.find_spec("orjson") is None


def test_the_rules_find_what_they_look_for(tmp_path: Path) -> None:
    assert imports_of("import httpx\nfrom socket import create_connection") & NETWORK == {
        "httpx",
        "socket",
    }
