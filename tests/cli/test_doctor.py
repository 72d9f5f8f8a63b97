"""`netmentor doctor` tells what is wrong in one look, and fails for what keeps it from working."""

from __future__ import annotations

import json
import socket
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

from netmentor.cli.checks import Level
from netmentor.cli.observations import Answer, Inside, look_inside, visit
from netmentor.db.connections import connected
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.mail.pulse import Pulse, note_round
from netmentor.settings import Settings
from tests.cli.marks import NEWER, marked
from tests.cli.processes import free_port, netmentor, serving, until
from tests.factories import NOON
from tests.mail.posting import post_sample

NAMES = [
    "database",
    "https",
    "address",
    "mail",
    "queue",
    "letters",
    "backup",
    "worker",
    "sources",
    "disk",
    "zones",
    "clock",
]


def levels(settings: Settings, code: int, **more: str) -> dict[str, Any]:
    """Run the doctor, check its exit code, and return the level of each check by its name."""
    done = netmentor(settings, "doctor", "--json", **more)
    assert done.returncode == code, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] is (code == 0)
    assert [check["name"] for check in told["checks"]] == NAMES
    return {check["name"]: check["level"] for check in told["checks"]}


def test_a_fresh_service_is_healthy_with_warnings(home: Settings) -> None:
    with serving(home) as service:
        until(lambda: "worker" in marked(home))
        found = levels(home, 0, NETMENTOR_BASE_URL=f"http://localhost:{service.port}")

    assert {name: level for name, level in found.items() if name not in ("disk", "zones")} == {
        "database": Level.OK,
        "https": Level.WARN,
        "address": Level.OK,
        "mail": Level.WARN,
        "queue": Level.OK,
        "letters": Level.OK,
        "backup": Level.WARN,
        "worker": Level.OK,
        "sources": Level.OK,
        "clock": Level.OK,
    }


def test_each_line_is_a_level_a_name_and_a_sentence(home: Settings) -> None:
    done = netmentor(home, "doctor", NETMENTOR_BASE_URL=f"http://localhost:{free_port()}")

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line.split()[1] for line in lines] == NAMES
    assert {line.split()[0] for line in lines} <= {"ok", "warn", "fail"}
    assert all(line.endswith(".") for line in lines)
    assert "Connection refused." in lines[NAMES.index("address")]


def test_tables_of_another_version_fail(home: Settings) -> None:
    assert home.sqlite_path
    with closing(sqlite3.connect(home.sqlite_path, isolation_level=None)) as connection:
        connection.execute(NEWER)

    assert levels(home, 1)["database"] == Level.FAIL


def test_a_database_that_is_not_there_fails_and_is_not_made(home: Settings) -> None:
    missing = home.data / "missing.sqlite3"

    found = levels(home, 1, NETMENTOR_DATABASE_URL=f"sqlite://{missing}")

    assert found["database"] == Level.FAIL
    assert not missing.exists()


def test_a_file_that_is_no_database_fails(home: Settings) -> None:
    assert home.sqlite_path
    home.sqlite_path.write_bytes(b"no database " * 1000)

    done = netmentor(home, "doctor")

    assert done.returncode == 1
    assert "The database refuses: file is not a database." in done.stdout


def test_a_server_that_does_not_answer_fails_without_its_password(home: Settings) -> None:
    url = f"postgres://ada:moonlight@127.0.0.1:{free_port()}/netmentor"

    done = netmentor(home, "doctor", NETMENTOR_DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stdout.startswith("fail  database  ")
    assert "moonlight" not in done.stdout + done.stderr


async def test_a_database_is_looked_at_from_inside(database_settings: Settings) -> None:
    found = await look_inside(database_settings)

    assert (found.trouble, found.backup_at, found.worker_at) == (None, None, None)
    assert abs(found.ahead) < timedelta(seconds=5)


async def test_letters_are_counted_from_inside(database_settings: Settings) -> None:
    async with connected(database_settings):
        for key in ("waits", "one", "two"):
            await post_sample(database_settings, key)
        await OutgoingMail.exclude(key="waits").update(state="failed", over_at=NOON)
        await DeadAddress.create(address="gone@example.org", since=NOON, said="550 5.1.1")
        await note_round("The mail server cannot be reached.", now=NOON)

    found = await look_inside(database_settings)

    assert (found.failed, found.dead) == (2, 1)
    assert found.pulse == Pulse(next_due_at=NOON, trouble="The mail server cannot be reached.")


async def test_tables_that_are_missing_are_told(empty_database: Settings) -> None:
    found = await look_inside(empty_database)

    assert isinstance(found, Inside)
    assert not found.readable
    assert "netmentor migrate" in (found.trouble or "") or "no database" in (found.trouble or "")


def test_nobody_at_the_address_is_trouble_and_no_traceback() -> None:
    assert visit(f"http://127.0.0.1:{free_port()}").trouble


def test_somebody_who_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"

        assert visit(address, timedelta(seconds=0.2)).trouble == "timed out"


def test_an_answer_is_dated(home: Settings) -> None:
    with serving(home, "--no-jobs") as service:
        answer = visit(f"http://127.0.0.1:{service.port}")

    assert isinstance(answer, Answer)
    assert answer.trouble is None
    assert answer.ahead is not None
    assert abs(answer.ahead) < timedelta(seconds=5)
