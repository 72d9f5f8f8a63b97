"""netmentor export and netmentor import-account: all that is somebody's as a file, and back."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from netmentor import clock, settings
from netmentor.accounts.queries import user_by_email
from netmentor.cli.ready import carry_out
from netmentor.errors import Invalid
from netmentor.moving.arriving import Arrived, take_in
from netmentor.moving.leaving import zip_of
from netmentor.settings import Settings
from netmentor.text import one_line


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    out = commands.add_parser("export", help="write all that is kept of an account into a ZIP")
    out.add_argument("email", metavar="EMAIL")
    out.add_argument("file", metavar="OUT.zip", type=Path)
    out.set_defaults(run=export)
    into = commands.add_parser("import-account", help="bring a ZIP of export into an empty account")
    into.add_argument("email", metavar="EMAIL")
    into.add_argument("file", metavar="IN.zip", type=Path)
    into.set_defaults(run=bring_in)


def export(arguments: argparse.Namespace) -> int:
    email, place = one_line(arguments.email), arguments.file
    with _whole(place) as into:
        carry_out(settings.load(), lambda found: _export(found, email, into))
    print(f"All that is kept of {email} is in {place}: {place.stat().st_size:,} bytes.")
    return 0


def bring_in(arguments: argparse.Namespace) -> int:
    email, place = one_line(arguments.email), arguments.file
    with place.open("rb") as file:
        arrived = carry_out(settings.load(), lambda _: _bring_in(email, file))
    print(f"{arrived.count:,} things are in, and are {email}’s now.")
    if lacking := {name: count for name, count in arrived.lacking.items() if count}:
        told = ", ".join(f"{count:,} of {name}" for name, count in lacking.items())
        print(f"Not brought in, for they are about what is not listed here: {told}.")
    return 0


async def _bring_in(email: str, file: BinaryIO) -> Arrived:
    return await take_in(await user_by_email(email), file, now=clock.now())


async def _export(found: Settings, email: str, into: BinaryIO) -> None:
    user = await user_by_email(email)
    async for piece in zip_of(user, base_url=found.base_url, now=clock.now()):
        into.write(piece)


@contextmanager
def _whole(place: Path) -> Iterator[BinaryIO]:
    """A file that appears at its place once it is written whole, or not at all."""
    if place.is_dir():
        raise Invalid(f"{place} is a folder; name a file.")
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with beside.open("xb") as into:
            yield into
            into.flush()
            os.fsync(into.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
