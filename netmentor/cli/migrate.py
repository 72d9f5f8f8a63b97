"""netmentor migrate: bring the tables to the version of the code, or back to an earlier one."""

from __future__ import annotations

import argparse
import asyncio

from netmentor import settings
from netmentor.cli import lock
from netmentor.db import migrate


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("migrate", help="bring the database to this version's tables")
    command.add_argument(
        "--to",
        metavar="NAME",
        help="go forward or back to this migration; back loses what the later ones hold",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    found = settings.load()
    with lock.in_use(found):
        if not asyncio.run(migrate.migrate(found, arguments.to)):
            print("Nothing to do.")
    return 0
