"""How much longer other people wait for a page while somebody imports a large file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import probing
from benchmarks.measures import LOOSELY, PATIENCE, Row
from benchmarks.places import ORGANIZATION, Bench, Place

SLOWED_BY_LESS_THAN = 0.5
PAGE = "/series/ache-congress"  # it costs the same before and after: the list grows meanwhile
PAUSE = 0.05  # seconds between the beginnings of two askings


@dataclass(frozen=True, slots=True)
class Waits:
    """Median seconds for `PAGE`: with nothing else to do, and during the import."""

    idle: float
    busy: float
    asked: int

    @property
    def slowed(self) -> float:
        return self.busy / self.idle - 1


def measure(bench: Bench) -> Iterator[Row]:
    """Measure it; the number is the least of the rounds, each on a fresh database."""
    rounds = [_round(bench) for _ in range(1 if bench.smoke else 3)]
    best = min(rounds, key=lambda one: one.slowed)
    limit = SLOWED_BY_LESS_THAN * (LOOSELY if bench.smoke else 1)
    every = ", ".join(f"{one.slowed:+.0%}" for one in rounds)
    yield Row(
        f"median wait for {PAGE} during an import",
        f"< {limit:+.0%}",
        f"{best.slowed:+.0%} ({best.busy * 1000:.1f} ms against {best.idle * 1000:.1f} ms idle;"
        f" rounds {every}; {best.asked} askings)",
        best.slowed < limit,
    )


def _round(bench: Bench) -> Waits:
    """The idle wait is half before the import and half after it."""
    asked = 20 if bench.smoke else 100
    with bench.place() as place, place.served() as base:
        file = bench.events(place.folder, 300 if bench.smoke else 10_000)
        _idle(base, asked)  # templates and statements are read for the first time
        before = _idle(base, asked)
        busy = _busy(place, base, file)
        after = _idle(base, asked)
    return Waits((median(before) + median(after)) / 2, median(busy), len(busy))


def _idle(base: str, asked: int) -> list[float]:
    return probing.answered(base, lambda count: count >= asked, pause=PAUSE, path=PAGE)


def _busy(place: Place, base: str, file: Path) -> list[float]:
    command = [sys.executable, "-m", "netmentor", "import", str(file)]
    with (place.folder / "import.log").open("wb") as log:
        importing = subprocess.Popen(  # noqa: S603 - our own program
            [*command, "--organization", ORGANIZATION],
            env=place.environ,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            waits = probing.answered(
                base, lambda _: importing.poll() is not None, pause=PAUSE, path=PAGE
            )
            importing.wait(PATIENCE)
        finally:
            importing.kill()
            importing.wait()
    if importing.returncode:
        told = (place.folder / "import.log").read_text(encoding="utf-8")
        raise RuntimeError(f"the import failed: {told[-2000:]}")
    return waits
