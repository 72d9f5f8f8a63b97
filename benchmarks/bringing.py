"""How long an address book takes to come in, and how much longer others wait meanwhile."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from benchmarks import meeting, probing
from benchmarks.measures import (
    LOOSELY,
    PATIENCE,
    Row,
    alone,
    at_most,
    beside,
    forget_peak,
    peak,
    spending,
)
from benchmarks.pages import PAUSE, SLOWED_BY_LESS_THAN
from benchmarks.places import Bench, Place
from netmentor import clock
from netmentor.accounts.queries import user_by_email
from netmentor.contacts.books import actions
from netmentor.contacts.books.models import ContactImport
from netmentor.contacts.books.rules import MOST_SENT, Doubles, State
from netmentor.db.connections import connected
from netmentor.jobs.imports import mind_imports
from netmentor.settings import Settings

GIVEN = 10_000  # cards on the command line
SECONDS = 30.0  # for those; half of them through a page have half of it
GROWTH = 20.0  # MiB
OWNER = "sample-0@example.org"  # of `meeting.fill`
PAGE = "/contacts"  # of somebody else
CARD = """\
BEGIN:VCARD
VERSION:3.0
N:{last};{first} {number};;;FACHE
FN:{first} {number} {last}
ORG:Sample Clinic {group};Operations
TITLE:Administrator
EMAIL;TYPE=INTERNET:book-{number}@example.org
TEL;TYPE=CELL:+1 614 555 {number:07}
item1.ADR;TYPE=WORK:;;{number} Main St;Columbus;OH;43004;
item1.X-ABLabel:_$!<Work>!$_
CATEGORIES:Ohio,Group {group}
NOTE:Talked about staffing after the panel\\, and about summer help for a clinic.
BDAY:1990-01-02
UID:book-{number}
END:VCARD
"""


@dataclass(frozen=True, slots=True)
class Came:
    """What an import took by the clock and of the processor, and MiB that its process grew by."""

    seconds: float
    spent: float
    grown: float = 0.0


def measure(bench: Bench) -> Iterator[Row]:
    """Measure both ways in, each on a fresh database, while somebody else reads a page."""
    for what, bring, count, most in (
        ("on the command line", _by_command, GIVEN, SECONDS),
        ("by the worker", _by_worker, MOST_SENT, SECONDS * MOST_SENT / GIVEN),
    ):
        count = 300 if bench.smoke else count
        with bench.place() as place:
            _, other = alone(meeting.fill, place.settings, 50)
            with place.served() as base:
                waits = _Waits(base, other, asked=20 if bench.smoke else 200)
                before = waits.idle()
                came, busy = bring(place, waits, book(place.folder / "book.vcf", count))
                idle = before + waits.idle()
        yield at_most(
            f"{count:,} vCards {what}",
            came.seconds,
            most,
            "s",
            loosely=bench.smoke,
            note=f"{came.spent:.2f} s of the processor",
        )
        yield _slowed(f"median wait for another's {PAGE} meanwhile", idle, busy, bench.smoke)
        if came.grown:
            what = "memory of the worker, beyond what it held before"
            yield at_most(what, came.grown, GROWTH, "MiB", loosely=False)


def book(path: Path, count: int) -> Path:
    """Write an address book of `count` people, about half a kilobyte each."""
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        for number in range(count):
            first, last = meeting.FIRST[number % 10], meeting.LAST[number // 10 % 8]
            file.write(CARD.format(first=first, last=last, number=number, group=number % 100))
    return path


@dataclass(frozen=True, slots=True)
class _Waits:
    """Somebody else who reads a page again and again."""

    base: str
    secret: str
    asked: int

    def idle(self) -> list[float]:
        self.until(lambda count: count >= 10)  # templates and statements are read the first time
        return self.until(lambda count: count >= self.asked)

    def until(self, over: Callable[[int], bool]) -> list[float]:
        headers = {"Cookie": f"netmentor={self.secret}"}
        return probing.answered(self.base, over, pause=PAUSE, path=PAGE, headers=headers)


def _slowed(what: str, idle: list[float], busy: list[float], is_loose: bool) -> Row:
    limit = SLOWED_BY_LESS_THAN * (LOOSELY if is_loose else 1)
    slowed = median(busy) / median(idle) - 1
    told = f"{slowed:+.0%} ({_told(busy)} against {_told(idle)} idle; {len(busy)} askings)"
    return Row(what, f"< {limit:+.0%}", told, slowed < limit)


def _told(waits: list[float]) -> str:
    return f"{median(waits) * 1000:.1f} ms, p95 {quantiles(waits, n=20)[-1] * 1000:.1f} ms"


def _by_command(place: Place, waits: _Waits, path: Path) -> tuple[Came, list[float]]:
    command = [sys.executable, "-m", "netmentor", "import", str(path), "--contacts-of", OWNER]
    began = time.perf_counter()
    with (place.folder / "import.log").open("wb") as log, spending() as spent:
        importing = subprocess.Popen(  # noqa: S603 - our own program
            command, env=place.environ, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            busy = waits.until(lambda _: importing.poll() is not None)
            importing.wait(PATIENCE)
        finally:
            importing.kill()
            importing.wait()
    if importing.returncode:
        told = (place.folder / "import.log").read_text(encoding="utf-8")
        raise RuntimeError(f"the import failed: {told[-2000:]}")
    return Came(time.perf_counter() - began, spent.seconds), busy


def _by_worker(place: Place, waits: _Waits, path: Path) -> tuple[Came, list[float]]:
    with beside(work, place.settings, path) as result:
        busy = waits.until(lambda _: result.ready())
        return result.get(PATIENCE), busy


def work(found: Settings, path: Path) -> Came:
    """Take a file in as a page does, and do what the worker does of it, with a yes between."""
    return asyncio.run(_work(found, path.name, path.read_bytes()))


async def _work(found: Settings, name: str, body: bytes) -> Came:
    async with connected(found):
        user = await user_by_email(OWNER)
        row = await actions.begin(user, name, body, now=clock.now())
        held, began = forget_peak(), time.perf_counter()
        with spending() as spent:
            await mind_imports()
            await actions.go(user, row.key, Doubles.JOIN, now=clock.now())
            await mind_imports()
        seconds, grown = time.perf_counter() - began, (peak() - held) / 2**20
        if (await ContactImport.get(id=row.id)).state != State.DONE:
            raise RuntimeError("the import did not come in")
    return Came(seconds, spent.seconds, grown)
