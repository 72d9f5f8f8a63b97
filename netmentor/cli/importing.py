"""netmentor import: read one file, paste or address, and say what came of it.

Of opportunities an address is read as a file is: once, and never again by itself.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from netmentor import clock, settings
from netmentor.cli import giving, people
from netmentor.cli.ready import carry_out
from netmentor.errors import Invalid, NotFound
from netmentor.events.importing import sources, turns
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.refreshing import asked_of
from netmentor.events.importing.rules import MOST_GIVEN, Format, format_of
from netmentor.events.importing.sources import Terms
from netmentor.events.importing.sync import Report, read_into
from netmentor.events.importing.tables import TEMPLATE
from netmentor.events.writing import rehearsing, writing
from netmentor.fetching.web import Web
from netmentor.internships.importing import tables as opportunities
from netmentor.internships.importing.putting import asked_of_opportunities, name_of_page
from netmentor.internships.importing.putting import read_into as put_opportunities
from netmentor.internships.models import OpportunityTelling
from netmentor.internships.writing import writing as writing_opportunities

CATALOGUE, OPPORTUNITIES = "catalogue", "opportunities"
TOLD = 20  # of what was skipped, where a person reads


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed in, and what was told of it on the way; a file has no address."""

    body: BinaryIO
    media_type: str = ""
    charset: str = ""
    address: str = ""

    @property
    def beginning(self) -> bytes:
        self.body.seek(0)
        return self.body.read(200)


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "import", help="read a calendar, a web page with events, or a table, once"
    )
    command.add_argument("what", nargs="?", metavar="FILE_OR_URL", help="- reads a paste")
    command.add_argument(
        "--format",
        choices=[*map(str, Format), CATALOGUE, OPPORTUNITIES],
        help="what it is; told by its content if left out, but for opportunities",
    )
    add_terms(command)
    command.add_argument(
        "--contacts-of", metavar="EMAIL", help="an address book: its people become theirs"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would be done")
    command.add_argument("--json", action="store_true", help="for programs")
    command.add_argument("--template", action="store_true", help="print a table to fill in")
    command.set_defaults(run=run)


def add_terms(command: argparse.ArgumentParser) -> None:
    """Give a command the options that say how a source is read."""
    command.add_argument("--organization", metavar="ID", help="who organizes its events")
    command.add_argument("--zone", help="of times that name none (America/New_York)")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=HEADER",
        help="which header of a table is which of our columns; may be repeated",
    )


def terms_of(arguments: argparse.Namespace) -> Terms:
    """What the options of `add_terms` say; what is not named stays as it is."""
    return Terms(
        organization=arguments.organization,
        format=arguments.format if arguments.format in list(Format) else None,
        zone=arguments.zone,
        mapping=_mapping(arguments.map) if arguments.map else None,
    )


def _mapping(told: list[str]) -> dict[str, str]:
    """Read the values of `--map`."""
    pairs = [one.partition("=") for one in told]
    if bad := [name for name, sign, header in pairs if not (name and sign and header)]:
        raise Invalid(f"--map takes COLUMN=HEADER, not “{bad[0][:40]}”.")
    return {name.strip(): header.strip() for name, _, header in pairs}


def run(arguments: argparse.Namespace) -> int:
    if arguments.template:
        is_theirs = arguments.format == OPPORTUNITIES
        print(opportunities.TEMPLATE if is_theirs else TEMPLATE, end="")
        return 0
    if not arguments.what:
        raise Invalid("Name a file or an address, or - for a paste.")
    if arguments.contacts_of:
        told = carry_out(
            settings.load(),
            lambda _: people.bring_in(arguments, _name(arguments), _mapping(arguments.map)),
        )
        people.tell(told, as_json=arguments.json)
        return 0
    report = carry_out(settings.load(), lambda _: _import(arguments))
    tell(report, as_json=arguments.json)
    return 0


async def _import(arguments: argparse.Namespace) -> Report:
    if arguments.format == CATALOGUE:
        return await _catalogue(Path(arguments.what), dry_run=arguments.dry_run)
    with tempfile.TemporaryFile() as body:
        given = await _given(arguments.what, body)
        source = await _source(arguments, given)
        known = bool(source.id)
        if not known:
            await source.save()
        try:
            return await _put(source, arguments, given)
        finally:
            if not known and not await _tells(source):
                await source.delete()


async def _source(arguments: argparse.Namespace, given: Given) -> Source:
    """The source that is read, or one, not yet saved, that would be."""
    organization = arguments.organization or ""
    if arguments.format == OPPORTUNITIES:
        name = name_of_page(arguments.what) if given.address else _name(arguments)
        return await sources.source_of_file(f"Opportunities: {name}", organization)
    if given.address:
        return await sources.source_at(arguments.what)
    return await sources.source_of_file(_name(arguments), organization)


def _name(arguments: argparse.Namespace) -> str:
    return "paste" if arguments.what == "-" else Path(arguments.what).name


async def _tells(source: Source) -> bool:
    events, others = Telling.filter(source=source), OpportunityTelling.filter(source=source)
    return await events.exists() or await others.exists()


async def _put(source: Source, arguments: argparse.Namespace, given: Given) -> Report:
    """Read what was given as `source`, and keep the terms if it can be read."""
    now = clock.now()
    async with turns.held(source, now=now):
        terms = terms_of(arguments)
        await sources.agree(source, terms)
        # A page of an error is no reason to read a calendar as pages; a paste is of any kind.
        known = terms.format or (source.format if given.address and source.address else "")
        source.format = known or format_of(given.beginning, given.media_type)
        asked = asked_of(source, given.charset, given.address, most=MOST_GIVEN, now=now)
        read, keeping = read_into, writing
        if arguments.format == OPPORTUNITIES:
            asked = asked_of_opportunities(asked, source, now=now)
            read, keeping = put_opportunities, writing_opportunities
        report = await read(
            source,
            given.body,
            asked,
            now=now,
            progress=show_progress if sys.stderr.isatty() and not arguments.json else _silent,
            transaction=partial(rehearsing, keeping) if arguments.dry_run else keeping,
        )
        if not arguments.dry_run:
            source.read_at = source.tried_at = now
            source.retired_at = source.retired_at if given.address else None
            await source.save()
    return report


async def _given(what: str, body: BinaryIO) -> Given:
    """Fill `body` with what is at an address, in a file, or pasted."""
    if "://" in what:
        fetched = await Web().get(what, now=clock.now())
        body.write(fetched.body)
        body.flush()
        return Given(body, fetched.media_type, fetched.charset, fetched.url)
    giving.copy(what, body)
    return Given(body)


async def _catalogue(folder: Path, *, dry_run: bool) -> Report:
    try:
        async with rehearsing() if dry_run else writing():
            outcome = await load_catalogue(now=clock.now(), folder=folder)
    except OSError as exc:
        raise NotFound(f"{exc.filename} cannot be read: {exc.strerror}.") from exc
    if outcome is None:  # it is in already, word for word
        rows = Telling.filter(source__key=CATALOGUE, last_seen_at=None)
        return Report(unchanged=await rows.count())
    return Report(len(outcome.added), len(outcome.changed), len(outcome.unchanged))


def tell(report: Report, *, as_json: bool) -> None:
    """Print what came of a reading: for a program all of it, for a person the first of each."""
    if as_json:
        told = asdict(report)
        print(json.dumps(told | {"skipped": len(report.skipped), "because": told["skipped"]}))
        return
    counts = f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged"
    gone = f", {report.missing:,} no longer told" if report.missing else ""
    print(f"{counts}, {len(report.skipped):,} skipped{gone}.")
    for heading, places in (("Skipped", report.skipped), ("Noted", report.notes)):
        for one in places[:TOLD]:
            what = f" “{one.what[:60]}”" if one.what else ""
            print(f"  {heading}: line {one.line}{what}: {one.reason}")
        if len(places) > TOLD:
            print(f"  … and {len(places) - TOLD:,} more; --json tells all.")


def show_progress(done: int, of: int) -> None:
    """Write how far a reading is over the line before, on a terminal."""
    end = "\n" if done >= of else ""
    print(f"\r{done:,} of {of:,}", end=end, file=sys.stderr, flush=True)


def _silent(done: int, of: int) -> None:
    """Say nothing: nobody watches."""
