"""What finding costs the service: a list, a search, a month; and what a first visit weighs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from benchmarks import importing, loads
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench, Place
from gates.services import Service

LIST = "/events?kind=webinar&from=2027-01-01"
SEARCH = "/events?q=leadership"
MONTH = "/events?view=month&month=2027-03"
PAGE = 6.0  # ms
BY_POSTGRES = 4.0  # ms of PostgreSQL's own beside
SHEET = 20.0  # ms
LARGER = 1.3  # times what it costs with a tenth of the events
FIRST_VISIT = 25.0  # KB, compressed
REQUESTS = 8
EVENTS = (1_000, 10_000)
FEW = (100, 300)
_WHAT = {"list, 50 rows, filtered": LIST, "search, 50 rows": SEARCH}
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
_PARTS = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_ROWS = re.compile(rb'<li class="event"')
_TOLD = re.compile(rb"(\d+) events? with a date")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one asking of a page cost, in ms: the service, and PostgreSQL beside it."""

    own: float
    server: float
    body: bytes


def measure(bench: Bench) -> Iterator[Row]:
    """Measure all of it, with a thousand events and with ten thousand."""
    few, many = FEW if bench.smoke else EVENTS
    with bench.place() as place:
        alone(importing.read, place.settings, bench.events(place.folder, few))
        with place.running() as service:
            fewer = {what: _asked(bench, place, service, path) for what, path in _WHAT.items()}
    with bench.place() as place:
        alone(importing.read, place.settings, bench.events(place.folder, many))
        with place.running() as service:
            for what, path in _WHAT.items():
                asked = _asked(bench, place, service, path)
                yield from _page(bench, f"{what} of {many:,}", asked, fewer[what])
            yield _month(bench, _asked(bench, place, service, MONTH))
            yield from _first_visit(service)


def _asked(bench: Bench, place: Place, service: Service, path: str) -> Asked:
    count, rounds = (20, 1) if bench.smoke else (200, 5)
    body = loads.ask(service, path, {}).body
    own = min(loads.cpu_per_request(service, path, {}, count) for _ in range(rounds))
    server = asyncio.run(loads.spent_by_postgres(place, service, path, {}, count))
    return Asked(own * 1000, server * 1000, body)


def _page(bench: Bench, what: str, many: Asked, few: Asked) -> Iterator[Row]:
    note = f"{len(_ROWS.findall(many.body))} rows; with a tenth of the events {few.own:.2f} ms"
    yield at_most(what, many.own, PAGE, "ms", loosely=bench.smoke, note=note)
    ratio = many.own / few.own
    yield at_most(f"{what}, against a tenth of them", ratio, LARGER, "×", loosely=bench.smoke)
    if bench.server:
        title = f"{what}, PostgreSQL's own"
        yield at_most(title, many.server, BY_POSTGRES, "ms", loosely=bench.smoke)


def _month(bench: Bench, sheet: Asked) -> Row:
    told = _TOLD.search(sheet.body)
    count = int(told[1]) if told else 0
    beside = f"; PostgreSQL's own {sheet.server:.1f} ms" if bench.server else ""
    note = f"{len(sheet.body) / 1024:.0f} KB{beside}"
    what = f"month of {count} events"
    return at_most(what, sheet.own, SHEET, "ms", loosely=bench.smoke, note=note)


def _first_visit(service: Service) -> Iterator[Row]:
    """The list and what it brings along, as a browser fetches it that has nothing yet."""
    page = loads.ask(service, "/events", {}).body.decode()
    parts = sorted(set(map(unescape, _PARTS.findall(page))))
    bodies = [loads.ask(service, part, _BROWSER).body for part in ("/events", *parts)]
    weight = sum(map(len, bodies)) / 1024
    yield at_most("first visit, compressed", weight, FIRST_VISIT, "KB", loosely=False)
    yield at_most("… requests", len(bodies), REQUESTS, "", loosely=False)
