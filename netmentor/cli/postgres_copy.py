"""Copying a PostgreSQL database with its own programs, and filling an empty one from a copy."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

from tortoise.connection import get_connection

from netmentor.db.config import config
from netmentor.db.connections import connected
from netmentor.errors import Conflict, NotFound
from netmentor.settings import Settings

_INSTALLED = Path("/usr/lib/postgresql")  # of Debian and Ubuntu, a folder a version

# Neither the system's own nor an extension's: what our migrations made.
_TABLES = """
    SELECT format('TABLE %I.%I', n.nspname, c.relname) AS thing
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$)'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
_ROUTINES = """
    SELECT format('ROUTINE %s', p.oid::regprocedure) AS thing
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^(pg_|information_schema$)'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


class NoProgram(NotFound):
    """PostgreSQL's client programs are not installed."""


class ProgramFailed(Conflict):
    """PostgreSQL's program refused; the sentence is its own."""


class NotEmpty(Conflict):
    """There are tables already, and a restore overwrites nothing."""


def dump(settings: Settings, copy: Path) -> None:
    """Write the database as it is at one moment to the new file `copy`; writers go on."""
    _run(settings, "pg_dump", "--format=custom", "--no-comments", f"--file={copy}")


def load(settings: Settings, copy: Path) -> None:
    """Fill the empty database from `copy`, whole or not at all."""
    name = _credentials(settings)["PGDATABASE"]
    _run(settings, "pg_restore", "--single-transaction", f"--dbname={name}", str(copy))


async def refuse_tables(settings: Settings) -> None:
    """Raise NotEmpty if the database holds a table."""
    async with connected(settings):
        if await get_connection("default").execute_query_dict(_TABLES):
            raise NotEmpty(
                "The database is not empty, and a restore overwrites nothing. Make an empty"
                " database (createdb), name it in NETMENTOR_DATABASE_URL, and restore again."
            )


async def empty(settings: Settings) -> None:
    """Drop all that `load` brought in; for a database that was empty before."""
    async with connected(settings):
        connection = get_connection("default")
        for question in (_TABLES, _ROUTINES):
            for row in await connection.execute_query_dict(question):
                await connection.execute_script(f"DROP {row['thing']} CASCADE")


def _run(settings: Settings, program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's
        [
            program_for(program, asyncio.run(_version(settings))),
            "--no-owner",
            "--no-privileges",
            "--no-password",
            *arguments,
        ],
        env={**os.environ, **_credentials(settings)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise ProgramFailed(f"PostgreSQL refuses: {said[0]}")


async def _version(settings: Settings) -> int:
    """Return the server's major version, such as 15."""
    async with connected(settings):
        rows = await get_connection("default").execute_query_dict("SHOW server_version_num")
        return int(rows[0]["server_version_num"]) // 10_000


def program_for(program: str, version: int) -> str:
    """Return the path of the server's own: pg_restore 17 says what PostgreSQL 15 refuses."""
    installed = {path.parts[4]: path for path in _INSTALLED.glob(f"*/bin/{program}")}
    newest = max(installed.values(), default=None, key=lambda path: path.parts[4].zfill(4))
    found = installed.get(str(version)) or shutil.which(program) or newest
    if found is None:
        raise NoProgram(
            f"{program} is not installed; on Debian and Ubuntu: apt install postgresql-client."
        )
    return str(found)


def _credentials(settings: Settings) -> dict[str, str]:
    """libpq's variables; as arguments, the password would show in every list of processes."""
    told = config(settings)["connections"]["default"]["credentials"]
    names = {
        "PGHOST": told["host"],
        "PGPORT": told["port"],
        "PGUSER": told["user"],
        "PGPASSWORD": told["password"],
        "PGDATABASE": told["database"],
        "PGSSLMODE": told.get("ssl") or told.get("sslmode"),
    }
    return {name: str(value) for name, value in names.items() if value}
