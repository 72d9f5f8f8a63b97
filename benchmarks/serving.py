"""What feeds cost the service: nothing new, a whole feed, a feed built anew; and its memory.

The service runs as operators run it, with its log; the bare app beside it keeps none.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import importing, loads
from benchmarks.loads import Cost
from benchmarks.measures import Row, alone, at_most, resident, spending
from benchmarks.places import Bench, Place
from gates.services import Service
from netmentor import clock
from netmentor.calendars.publish import vevent
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.feeds.copies import compressed
from netmentor.organizations.actions import bump_catalogue
from netmentor.settings import Settings

FEED = "/events.ics"
NOTHING_NEW = 2.7  # times a bare 304; on PostgreSQL with what was known within the last second
STRICTLY_FRESH = 5.5  # times a bare 304, on PostgreSQL
LARGER = 1.2  # times what it costs with a tenth of the events
FROM_CACHE = 1.5  # times a bare answer of the same bytes
COLD = 15.0  # ms
HELD = 120.0  # MiB
EVENTS = (1_000, 10_000)
FEW = (100, 300)
PLAIN = {"Accept-Encoding": "identity"}
ALWAYS_FRESH = {"NETMENTOR_FEED_MEMORY": "0"}


@dataclass(frozen=True, slots=True)
class Polls:
    """What "nothing new" costs, and with PostgreSQL asked each time, and that server beside."""

    usual: Cost
    fresh: Cost | None = None
    server: float = 0.0


def measure(bench: Bench) -> Iterator[Row]:
    """Measure all of it, with a thousand events and with ten thousand."""
    few, many = FEW if bench.smoke else EVENTS
    with bench.place() as place:
        _fill(bench, place, few)
        polls = _polls(bench, place)
        yield from _nothing_new(bench, polls)
        with place.running() as service:
            yield from _from_cache(bench, service)
        with place.running(ALWAYS_FRESH) as service:  # or a second passes before it is built anew
            yield from _cold(bench, place, service)
        yield _one_changed(place, few)
    with bench.place() as place:
        _fill(bench, place, many)
        yield _no_dearer(bench, polls, _polls(bench, place), many)
        with place.running() as service:
            yield _memory(place, service, many)
        yield _one_changed(place, many)


def _fill(bench: Bench, place: Place, count: int) -> None:
    alone(importing.read, place.settings, bench.events(place.folder, count))


def _polls(bench: Bench, place: Place) -> Polls:
    with place.running() as service:
        usual = _poll(bench, service)
    if not bench.server:
        return Polls(usual)
    with place.running(ALWAYS_FRESH) as service:
        fresh = _poll(bench, service)
        asked = {"If-None-Match": fresh.answer.header("etag")}
        server = asyncio.run(loads.spent_by_postgres(place, service, FEED, asked, _count(bench)))
    return Polls(usual, fresh, server)


def _poll(bench: Bench, service: Service) -> Cost:
    tag = loads.ask(service, FEED, {}).header("etag")
    asked = {"If-None-Match": tag, "Accept-Encoding": "gzip"}
    cost = loads.beside_bare(service, FEED, asked, count=_count(bench), rounds=_rounds(bench))
    if cost.answer.status != 304:
        raise loads.UnlikeTheFirst(f"{FEED} answers {cost.answer.status} and not 304")
    return cost


def _nothing_new(bench: Bench, polls: Polls) -> Iterator[Row]:
    how = "known within the last second" if polls.fresh else "read fresh"
    yield polls.usual.row(f"304 of a feed, its version {how}", NOTHING_NEW, loosely=bench.smoke)
    if polls.fresh:
        beside = f"PostgreSQL's own {polls.server * 1e6:,.0f} µs"
        what = "304 of a feed, its version read fresh"
        yield polls.fresh.row(what, STRICTLY_FRESH, loosely=bench.smoke, note=beside)


def _no_dearer(bench: Bench, few: Polls, many: Polls, count: int) -> Row:
    pairs = [(few.usual, many.usual)]
    if few.fresh and many.fresh:
        pairs.append((few.fresh, many.fresh))
    told = "; ".join(f"{more.ratio:.2f} × bare, then {fewer.ratio:.2f}" for fewer, more in pairs)
    return at_most(
        f"304 with {count:,} events, against a tenth of them",
        max(more.ratio / fewer.ratio for fewer, more in pairs),
        LARGER,
        "×",
        loosely=bench.smoke,
        note=told,
    )


def _from_cache(bench: Bench, service: Service) -> Iterator[Row]:
    for coding, most in (("identity", FROM_CACHE), ("gzip", None)):
        cost = loads.beside_bare(
            service,
            FEED,
            {"Accept-Encoding": coding},
            count=_count(bench) // 2,
            rounds=_rounds(bench),
        )
        size = f"{len(cost.answer.body):,} bytes"
        what = f"whole feed from the cache, {coding}"
        if most:
            yield cost.row(what, most, loosely=bench.smoke, note=size)
        else:
            yield Row(what, "–", f"{cost.ratio:.2f} × bare ({cost}; {size})", None)


def _cold(bench: Bench, place: Place, service: Service) -> Iterator[Row]:
    """Each asking comes after a change; what a change costs whoever makes it is not counted."""
    costs, body = alone(_built, place.settings, service, 3 if bench.smoke else 40)
    cost = min(costs) * 1000
    events = body.count(b"BEGIN:VEVENT")
    note = f"{events:,} VEVENTs, {len(body):,} bytes"
    yield at_most("whole feed built anew", cost, COLD, "ms", loosely=bench.smoke, note=note)
    with spending() as squeezed:
        compressed(body)
    told = f"{squeezed.seconds * 1000:.1f} ms"
    yield Row("… its compression, in a thread beside", "–", told, None)


def _built(found: Settings, service: Service, rounds: int) -> tuple[list[float], bytes]:
    """Seconds of the processor for each first asking after a change, and what was answered."""
    return asyncio.run(_build(found, service, rounds))


async def _build(found: Settings, service: Service, rounds: int) -> tuple[list[float], bytes]:
    costs = []
    answer = loads.ask(service, FEED, PLAIN)
    async with connected(found):
        for _ in range(rounds):
            async with transaction():
                await bump_catalogue(now=clock.now())
            before, last = loads.spent(service.pid), answer.header("etag")
            answer = loads.ask(service, FEED, PLAIN)
            costs.append(loads.spent(service.pid) - before)
            if answer.header("etag") == last:
                raise loads.UnlikeTheFirst(f"{FEED} is not built anew after a change")
    return costs, answer.body


def _one_changed(place: Place, count: int) -> Row:
    rendered = alone(_rendered, place.settings, place.folder / "sample.ics")
    what = f"VEVENTs rendered when one of {count:,} events changes"
    return Row(what, "1", str(rendered), rendered == 1)


def _rendered(found: Settings, file: Path) -> int:
    """Read the file again with another title for its first event; count the renderings."""
    told = file.read_bytes()
    first = told.index(b"SUMMARY:") + len(b"SUMMARY:")
    file.write_bytes(told[:first] + b"Changed " + told[first:])
    profile = cProfile.Profile()
    profile.runcall(importing.read, found, file)
    code = vevent.__code__
    counted = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    calls: int = counted.get((code.co_filename, code.co_firstlineno, code.co_name), (0, 0))[1]
    return calls


def _memory(place: Place, service: Service, count: int) -> Row:
    """Ask for every feed, plain and compressed, so that the cache is as full as it gets."""
    _, feeds = alone(importing.look, place.settings)
    for feed in feeds:
        for coding in ("identity", "gzip"):
            loads.ask(service, feed, {"Accept-Encoding": coding})
    held = resident(service.pid) / 2**20
    what = f"memory of the service with {count:,} events, {len(feeds)} feeds asked for"
    return at_most(what, held, HELD, "MiB", loosely=False)


def _count(bench: Bench) -> int:
    return 50 if bench.smoke else 100


def _rounds(bench: Bench) -> int:
    return 5 if bench.smoke else 75  # many short ones: some fall between what others do
