"""netmentor curate: what waits for a person to decide, and the deciding."""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable
from typing import Any

from netmentor import clock, settings
from netmentor.cli.ready import carry_out
from netmentor.errors import Invalid
from netmentor.events.changes import facet_words
from netmentor.events.curating import actions, queries
from netmentor.events.curating.rules import Verdict

Deed = Callable[[argparse.Namespace], Awaitable[list[dict[str, Any]]]]


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("curate", help="settle what sources leave to people")
    deeds = command.add_subparsers(required=True, metavar="WHAT")
    doubles = deeds.add_parser("duplicates", help="events of two sources that may be one")
    verdict = doubles.add_mutually_exclusive_group()
    verdict.add_argument("--same", type=int, metavar="N", help="pair N is one event, for good")
    verdict.add_argument("--different", type=int, metavar="N", help="pair N is two, for good")
    wishes = deeds.add_parser("proposals", help="what sources would add or change")
    answer = wishes.add_mutually_exclusive_group()
    answer.add_argument("--accept", type=int, metavar="N", help="take proposal N")
    answer.add_argument("--dismiss", type=int, metavar="N", help="refuse proposal N")
    wishes.add_argument("fields", nargs="*", metavar="FIELD", help="only these of its fields")
    held = deeds.add_parser("locks", help="fields set by hand, which no source changes")
    change = held.add_mutually_exclusive_group()
    change.add_argument("--set", metavar="EVENT", help="set fields of the event, as title=…")
    change.add_argument("--release", metavar="EVENT", help="let sources say them again")
    held.add_argument("fields", nargs="*", metavar="FIELD[=VALUE]")
    missing = deeds.add_parser("missing", help="organizations whose calendar is unknown")
    for parser, deed in (
        (doubles, _duplicates),
        (wishes, _proposals),
        (held, _locks),
        (missing, _missing),
    ):
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.set_defaults(run=run, deed=deed)


def run(arguments: argparse.Namespace) -> int:
    deed: Deed = arguments.deed
    told = carry_out(settings.load(), lambda _: deed(arguments))
    if arguments.json:
        print(json.dumps(told, indent=2))
        return 0
    for one in told:
        print(one["sentence"])
    if not told:
        print("Nothing waits.")
    return 0


async def _duplicates(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    for number, verdict in (
        (arguments.same, Verdict.SAME),
        (arguments.different, Verdict.DIFFERENT),
    ):
        if number is not None:
            stays = await actions.settle_resemblance(number, verdict, now=clock.now())
            said = f"Pair {number} is settled: {verdict}."
            more = f" /events/{stays} stays." if verdict is Verdict.SAME else ""
            return [{"number": number, "verdict": verdict, "sentence": said + more}]
    return [
        {
            "number": pair.id,
            "events": [pair.one.slug, pair.other.slug],
            "reason": pair.reason,
            "sentence": f"{pair.id}: /events/{pair.one.slug} ({pair.one.source.key}) and"
            f" /events/{pair.other.slug} ({pair.other.source.key}). {pair.reason}",
        }
        for pair in await queries.open_resemblances()
    ]


async def _proposals(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    if arguments.accept is not None:
        slug = await actions.accept(arguments.accept, arguments.fields, now=clock.now())
        said = f"Proposal {arguments.accept} is taken: /events/{slug}."
        return [{"number": arguments.accept, "event": slug, "sentence": said}]
    if arguments.dismiss is not None:
        await actions.dismiss(arguments.dismiss, arguments.fields, now=clock.now())
        said = f"Proposal {arguments.dismiss} is dismissed."
        return [{"number": arguments.dismiss, "sentence": said}]
    if arguments.fields:
        raise Invalid("Name the proposal, with --accept or --dismiss.")
    return [
        {
            "number": one.number,
            "source": one.source,
            "event": one.slug,
            "changes": one.changes,
            "sentence": f"{one.number}: {one.source} would {_wish(one)}",
        }
        for one in await queries.proposals()
    ]


async def _locks(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    event = (arguments.set or arguments.release or "").removeprefix("/events/")
    if arguments.set:
        facets = await actions.lock(event, _values(arguments.fields), now=clock.now())
        said = f"/events/{event}: {', '.join(facets)} locked."
        return [{"event": event, "facets": facets, "sentence": said}]
    if arguments.release:
        released = await actions.release(event, arguments.fields, now=clock.now())
        said = f"/events/{event}: {', '.join(released)} released."
        return [{"event": event, "facets": released, "sentence": said}]
    if arguments.fields:
        raise Invalid("Name the event, with --set or --release.")
    return [
        {
            "event": held.event.slug,
            "facet": held.facet,
            "value": json.loads(held.value),
            "sentence": f"/events/{held.event.slug}: {held.facet},"
            f" since {held.locked_at:%Y-%m-%d}.",
        }
        for held in await queries.locks()
    ]


async def _missing(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    return [
        {
            "organization": one.slug,
            "name": one.name,
            "url": one.url,
            "sentence": f"{one.slug}: {one.name} ({one.url or 'no page known'})",
        }
        for one in await queries.organizations_without_calendar()
    ]


def _wish(proposal: queries.Proposal) -> str:
    """What a proposal comes to; of a new event what tells it from others is enough."""
    if not proposal.slug:
        _, when = proposal.changes["when"]
        return f"add “{proposal.title}”, {when['starts_on'] or 'without a date'}."
    words = (facet_words(facet, *both) for facet, both in proposal.changes.items())
    return f"change /events/{proposal.slug}: {' '.join(words)}"


def _values(told: list[str]) -> dict[str, object]:
    """Read FIELD=VALUE; topics are several, with commas."""
    values: dict[str, object] = {}
    for one in told:
        name, sign, value = one.partition("=")
        if not sign:
            raise Invalid(f"Write “{one[:40]}” with its value, as {one[:40]}=…")
        topics = [word.strip() for word in value.split(",") if word.strip()]
        values[name.strip()] = topics if name.strip() == "topics" else value.strip()
    return values
