"""Importing a large file: what it costs the first time, and again when little or nothing is new."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from icalendar import Calendar

from benchmarks import probing, sample
from benchmarks.measures import Row, alone, at_most, forget_peak, peak, spending
from benchmarks.places import ORGANIZATION, Bench, Place
from netmentor import clock
from netmentor.db.connections import connected
from netmentor.events.importing import sources
from netmentor.events.importing.models import Telling
from netmentor.events.importing.refreshing import asked_of
from netmentor.events.importing.rules import MOST_GIVEN
from netmentor.events.importing.sources import Terms
from netmentor.events.importing.sync import read_into
from netmentor.events.models import Event, EventOrganizer, EventTopic, Published, Series
from netmentor.organizations.models import CatalogueRevision, Organization
from netmentor.settings import Settings

TIMES_A_PARSE = 2.0
BESIDES = 1.0  # seconds
SAME_BYTES = 0.5  # seconds
SAME_EVENTS = 0.25  # of a parse, and SAME_BYTES: nothing is parsed, each event is only looked at
GROWTH = 20.0  # MiB
WARM_UP = 200  # events
_KEPT = (Event, EventOrganizer, EventTopic, Published, Telling, CatalogueRevision)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one reading, and what it cost: seconds of the processor, bytes of growth."""

    seconds: float
    grown: int
    added: int
    changed: int
    unchanged: int
    skipped: int


@dataclass(frozen=True, slots=True)
class State:
    """What a reading that finds nothing new leaves alone."""

    rows: str  # a digest
    tags: dict[str, str]  # ETags of feeds, by their address


def measure(bench: Bench) -> Iterator[Row]:
    """Measure all of it; the numbers are the least of the rounds."""
    parses, firsts = [], []
    for _ in range(1 if bench.smoke else 3):
        with bench.place() as place:
            file = bench.events(place.folder, 300 if bench.smoke else 10_000)
            parses.append(alone(parse, file))
            firsts.append(alone(read, place.settings, file))
    first, parsed = min(firsts, key=lambda one: one.seconds), min(parses)
    yield Row("events of the file", "all are added", _told(first), first.skipped == 0)
    yield at_most(
        "CPU of the first import, against twice icalendar's parse and 1 s",
        first.seconds,
        TIMES_A_PARSE * parsed + BESIDES,
        "s",
        loosely=bench.smoke,
        note=f"the parse {parsed:.2f} s; {(first.seconds - BESIDES) / parsed:.2f} × it, and 1 s",
    )
    with bench.place() as place:
        yield from _growth(bench, place)
    with bench.place() as place:
        yield from _again(bench, place, parsed)


def _growth(bench: Bench, place: Place) -> Iterator[Row]:
    file = bench.events(place.folder, 300 if bench.smoke else 10_000)
    warm_up = sample.write(place.folder / "warm-up.ics", WARM_UP, host="warm.example.org")
    one = alone(read, place.settings, file, warm_up)
    grown = one.grown / 2**20
    yield at_most(
        "memory of the importing process, beyond what it held before",
        grown,
        GROWTH,
        "MiB",
        loosely=False,
    )


def _again(bench: Bench, place: Place, parsed: float) -> Iterator[Row]:
    """Read the same once more, and with other stamps, while the service answers."""
    file = bench.events(place.folder, 300 if bench.smoke else 10_000)
    stamped = sample.restamped(file, place.folder / "stamped.ics")
    most_stamped = SAME_EVENTS * parsed + SAME_BYTES
    alone(read, place.settings, file)
    with place.served() as base:
        before = _state(place, base)
        for what, path, most in (
            ("CPU of an unchanged re-import", file, SAME_BYTES),
            ("CPU of a re-import where only every DTSTAMP is another", stamped, most_stamped),
        ):
            rounds = [_unlike(place, file, path) for _ in range(1 if bench.smoke else 3)]
            best = min(rounds, key=lambda one: one.seconds)
            yield at_most(what, best.seconds, most, "s", loosely=bench.smoke, note=_told(best))
            after = _state(place, base)
            yield Row(
                "… rows, catalogue revision and feeds after it",
                "as before",
                f"{'the same' if after == before else 'others'}; {len(after.tags)} ETags",
                after == before and best.added == best.changed == 0,
            )


def _unlike(place: Place, file: Path, path: Path) -> Reading:
    """Read `path` where the last reading was of `file`, however often it was read before."""
    if path != file:
        alone(read, place.settings, file)
    return alone(read, place.settings, path)


def _told(one: Reading) -> str:
    return (
        f"{one.added:,} added, {one.changed:,} changed, {one.unchanged:,} unchanged,"
        f" {one.skipped:,} skipped"
    )


def parse(path: Path) -> float:
    """The CPU of icalendar's own parse, in seconds."""
    body = path.read_bytes()
    with spending() as spent:
        Calendar.from_ical(body)
    return spent.seconds


def read(found: Settings, path: Path, warm_up: Path | None = None) -> Reading:
    """Read `path` as `netmentor import` does, after reading `warm_up`."""
    return asyncio.run(_read(found, path, warm_up))


async def _read(found: Settings, path: Path, warm_up: Path | None) -> Reading:
    async with connected(found):
        if warm_up:
            await _put(warm_up, "warm-up.ics")
        return await _put(path, "sample.ics")


async def _put(path: Path, name: str) -> Reading:
    now = clock.now()
    source = await sources.source_of_file(name, ORGANIZATION)
    await sources.agree(source, Terms(organization=ORGANIZATION, format="ics"))
    await source.save()
    asked = asked_of(source, "", "", most=MOST_GIVEN, now=now)
    held = forget_peak()
    with path.open("rb") as file, spending() as spent:
        report = await read_into(source, file, asked, now=now)
    grown = peak() - held
    await source.save(update_fields=["fingerprint"])
    return Reading(
        spent.seconds, grown, report.added, report.changed, report.unchanged, len(report.skipped)
    )


def _state(place: Place, base: str) -> State:
    rows, feeds = alone(look, place.settings)
    return State(rows, {feed: probing.tag(base, feed) for feed in feeds})


def look(found: Settings) -> tuple[str, list[str]]:
    """A digest of every row that feeds and pages are made of, and the addresses of all feeds."""
    return asyncio.run(_look(found))


async def _look(found: Settings) -> tuple[str, list[str]]:
    digest = hashlib.sha256()
    async with connected(found):
        for model in _KEPT:
            for row in await model.all().order_by("id").values_list():
                digest.update(repr(row).encode())
        slugs = [
            (f"/{kind}/{slug}.ics")
            for kind, model in (("organizations", Organization), ("series", Series))
            for (slug,) in await model.all().order_by("slug").values_list("slug")
        ]
    return digest.hexdigest(), ["/events.ics", "/events.ics?state=NY", *slugs]
