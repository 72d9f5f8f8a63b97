"""netmentor demo: sample people and events in an empty installation, and away again."""

from __future__ import annotations

import argparse

from netmentor import clock, settings
from netmentor.cli.ready import carry_out
from netmentor.demo import filling
from netmentor.errors import Denied
from netmentor.settings import Settings


class NotLocal(Denied):
    """An installation that others reach."""


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("demo", help="sample people and events, to look around")
    command.add_argument("--remove", action="store_true", help="take the sample data away again")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    found = settings.load()
    if not arguments.remove and not settings.is_local(found.base_url):
        raise NotLocal(
            f"{found.base_url} is reached by others: sample people, whose passwords are printed,"
            " go into a local installation only."
        )
    carry_out(found, _remove if arguments.remove else _fill)
    return 0


async def _fill(found: Settings) -> None:
    passwords = await filling.fill(found, now=clock.now())
    print("Sample data is in. Sign in as one of them; the passwords are shown this once:")
    for email, password in passwords.items():
        print(f"  {email}  {password}")
    print(f"{found.base_url}/sign-in")


async def _remove(found: Settings) -> None:
    count = await filling.remove(found, now=clock.now())
    print(f"{count} sample accounts are gone, and the sample events with them.")
