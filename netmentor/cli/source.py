"""netmentor source: the calendars that are read again and again, and how each fares."""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from netmentor import clock, settings
from netmentor.cli.importing import add_terms, tell, terms_of
from netmentor.cli.ready import carry_out
from netmentor.events.importing import sources, turns
from netmentor.events.importing.models import Source
from netmentor.events.importing.refreshing import Refreshed, refresh
from netmentor.events.importing.rules import Format, why_not_every
from netmentor.events.importing.sources import EVERY, BadSource
from netmentor.events.importing.turns import Busy
from netmentor.events.rules import Authority
from netmentor.fetching.web import Web
from netmentor.internships.importing.withdrawing import withdraw as withdraw_opportunities
from netmentor.jobs.sources import read_due_sources

Deed = Callable[[argparse.Namespace], Awaitable[int]]


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("source", help="connect calendars that are read again and again")
    deeds = command.add_subparsers(required=True, metavar="DEED")
    add = deeds.add_parser("add", help="connect a calendar and read it; again: change its terms")
    add.add_argument("url", metavar="URL")
    add.add_argument(
        "--authority",
        choices=[str(one) for one in Authority],
        help="what it may do: set fields, fill empty ones, or only propose (overwrite)",
    )
    add.add_argument("--every", type=int, metavar="HOURS", help=f"between readings ({EVERY})")
    add.add_argument("--format", choices=[str(one) for one in Format])
    add_terms(add)
    listing = deeds.add_parser("list", help="every source, when it was read, and what is amiss")
    listing.add_argument("--json", action="store_true", help="for programs")
    again = deeds.add_parser("refresh", help="read one source now, or all that are due")
    again.add_argument("key", nargs="?", metavar="KEY", help="as source list tells it")
    remove = deeds.add_parser("remove", help="never read a source again; its events stay")
    remove.add_argument("key", metavar="KEY")
    remove.add_argument(
        "--with-events", action="store_true", help="take back what only this source told, too"
    )
    for parser, deed in ((add, _add), (listing, _list), (again, _refresh), (remove, _remove)):
        parser.set_defaults(run=run, deed=deed)


def run(arguments: argparse.Namespace) -> int:
    deed: Deed = arguments.deed
    return carry_out(settings.load(), lambda _: deed(arguments))


async def _add(arguments: argparse.Namespace) -> int:
    every, authority = arguments.every, arguments.authority
    if every is not None and (reason := why_not_every(every)):
        raise BadSource(reason)
    terms = replace(terms_of(arguments), every_hours=every, authority=authority)
    source = await sources.connect(arguments.url, terms, now=clock.now())
    print(f"{source.key} is connected.")
    try:
        code = await _read(source)
        if code:
            print(f"It is tried again by and by; netmentor source remove {source.key} ends that.")
        return code
    except Busy:  # a worker was quicker
        print("It is being read at this moment; netmentor source list tells what comes of it.")
        return 0


async def _list(arguments: argparse.Namespace) -> int:
    rows = await sources.sources()
    if arguments.json:
        print(json.dumps([_told(source) for source in rows], indent=2))
        return 0
    for source in rows:
        state = "retired" if source.retired_at else source.trouble or "well"
        print(f"{source.key}  ({source.authority})  {source.address or source.name}")
        print(f"  last read {_when(source.read_at)}, next {_when(source.next_try_at)}: {state}")
    return 0


async def _refresh(arguments: argparse.Namespace) -> int:
    if arguments.key:
        return await _read(await sources.source_called(arguments.key))
    troubles = []

    def tell_it(source: Source, done: Refreshed) -> None:
        _say(source, done)
        troubles.extend([done.trouble] if done.trouble else [])

    if not await read_due_sources(tell=tell_it):
        due = await sources.due(now=clock.now())
        print("Others read what is due at this moment." if due else "No source is due.")
    return 1 if troubles else 0


async def _remove(arguments: argparse.Namespace) -> int:
    source = await sources.source_called(arguments.key)
    if not arguments.with_events:
        await sources.retire(source, now=clock.now())
        print(f"{source.key} is not read again; its events stay.")
        return 0
    if reason := sources.why_not_removable(source):
        raise BadSource(reason)
    async with turns.held(source, now=clock.now()):
        openings = await withdraw_opportunities(source, now=clock.now())
        gone = await sources.withdraw(source, now=clock.now())
    print(f"{source.key} is removed. Events that it alone told of, removed too: {gone:,}.")
    if openings:
        print(f"Internships and the like that it alone told of, removed too: {openings:,}.")
    return 0


async def _read(source: Source) -> int:
    """Read one source and say what came of it; 1 if nothing did."""
    if not source.address:
        print(f"{source.key} has no address; hand its file to netmentor import.")
        return 1
    if source.retired_at:
        print(f"{source.key} is retired; netmentor source add {source.address} connects it again.")
        return 1
    now = clock.now()
    async with turns.held(source, now=now):
        done = await refresh(source, Web(), now=now)
    _say(source, done)
    return 1 if done.trouble else 0


def _say(source: Source, done: Refreshed) -> None:
    if done.trouble:
        print(f"{source.key}: {done.trouble}")
    else:
        print(f"{source.key}: ", end="")
        tell(done.report, as_json=False)


def _told(source: Source) -> dict[str, Any]:
    moments = ("read_at", "tried_at", "next_try_at", "retired_at")
    words = ("key", "name", "address", "format", "authority", "every_hours", "failures", "trouble")
    return (
        {name: getattr(source, name) for name in words}
        | {"organization": source.organization.slug if source.organization else ""}
        | {name: at.isoformat() if (at := getattr(source, name)) else None for name in moments}
        | {"outcome": json.loads(source.outcome or "null")}
    )


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
