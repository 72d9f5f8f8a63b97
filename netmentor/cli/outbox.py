"""netmentor outbox: where letters are, another try for those that failed, and the end of some."""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from netmentor import clock, settings
from netmentor.cli.ready import carry_out
from netmentor.errors import NotFound
from netmentor.mail import outbox, pulse, queries
from netmentor.mail.queries import Sight
from netmentor.mail.words import moment_words
from netmentor.text import how_long

Deed = Callable[[argparse.Namespace], Awaitable[int]]


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("outbox", help="letters: where they are, another try, their end")
    deeds = command.add_subparsers(required=True, metavar="DEED")
    listing = deeds.add_parser("list", help="the latest letters, first those that failed")
    listing.add_argument("--json", action="store_true", help="for programs")
    again = deeds.add_parser(
        "retry", help="send letters once more that failed, or that wait for another try"
    )
    drop = deeds.add_parser("drop", help="never send letters that wait or failed")
    for parser in (again, drop):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "numbers", nargs="*", type=_number, default=[], metavar="N", help="as outbox list tells"
        )
        which.add_argument("--failed", action="store_true", help="all that failed")
    for parser, deed in ((listing, _list), (again, _retry), (drop, _drop)):
        parser.set_defaults(run=run, deed=deed)


def run(arguments: argparse.Namespace) -> int:
    deed: Deed = arguments.deed
    return carry_out(settings.load(), lambda _: deed(arguments))


async def _list(arguments: argparse.Namespace) -> int:
    now = clock.now()
    letters = await queries.letters_in_sight(now=now)
    if arguments.json:
        print(json.dumps([_told(letter) for letter in letters], indent=2))
        return 0
    counts = await queries.counts_by_state()
    lag = (await pulse.feel()).lag(now=now)
    waits = f"; the queue has waited for {how_long(lag)}" if lag else ""
    print(", ".join(f"{count:,} {state}" for state, count in counts.items()) + waits)
    for letter in letters:
        print(f"{letter.id}  {letter.state}  {letter.letter} to {letter.to}")
        tries = f"{letter.attempts} {'try' if letter.attempts == 1 else 'tries'}"
        said = f": {letter.last_error}" if letter.last_error else ""
        print(f"  {moment_words(letter.state)} {letter.at:%Y-%m-%d %H:%M} UTC, {tries}{said}")
    return 0


async def _retry(arguments: argparse.Namespace) -> int:
    numbers = arguments.numbers or await queries.failed()

    async def retry(number: int) -> None:
        await outbox.try_again(number, now=clock.now())

    return await _each(numbers, retry, "is due now")


async def _drop(arguments: argparse.Namespace) -> int:
    numbers = arguments.numbers or await queries.failed()

    async def drop(number: int) -> None:
        await outbox.drop(number, why="An operator dropped it.", now=clock.now())

    return await _each(numbers, drop, "is not sent")


async def _each(numbers: list[int], do: Callable[[int], Awaitable[None]], done: str) -> int:
    """Do it to one letter after the other and say what came of each; 1 if some was refused."""
    code = 0
    for number in numbers:
        try:
            await do(number)
            print(f"Letter {number} {done}.")
        except NotFound as exc:
            print(f"Letter {number}: {exc.message}")
            code = 1
    if not numbers:
        print("No letter failed.")
    return code


def _told(letter: Sight) -> dict[str, Any]:
    return asdict(letter) | {"at": letter.at.isoformat()}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{text} is no number of a letter")
    return int(text)
