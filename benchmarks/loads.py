"""Asking a service again and again over one connection, and what each asking costs its processor.

The service keeps to one core and whoever asks to another. Beside it stands a bare app that
gives the same answer: what is compared is the ratio of the two, in one run.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from benchmarks import bare
from benchmarks.measures import Row, at_most
from benchmarks.places import ROOT, Place
from gates.services import Service, running
from netmentor.db.reading import is_postgres, rows

SECONDS = 30.0  # for one answer
WARM_UP = 20  # askings
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class UnlikeTheFirst(Exception):
    """A service answered one way, and then another."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, or sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, wanted: str) -> str:
        """The value of a header, "" if there is none."""
        return next((value for name, value in self.headers if name.lower() == wanted.lower()), "")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor that an asking costs the service and the bare app, at the least."""

    ours: float
    bare: float
    answer: Answer

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    def __str__(self) -> str:
        return f"{self.ours * 1e6:,.0f} µs against {self.bare * 1e6:,.0f} µs bare"

    def row(self, what: str, most: float, *, loosely: bool, note: str = "") -> Row:
        """A row that holds when the service needs no more than so many times the bare app."""
        told = f"{self}{f'; {note}' if note else ''}"
        return at_most(what, self.ratio, most, "× bare", loosely=loosely, note=told)


def beside_bare(
    service: Service,
    path: str,
    headers: Mapping[str, str],
    *,
    count: int,
    rounds: int,
) -> Cost:
    """Ask both for the same answer, in turns; of the rounds the least of each counts."""
    first = ask(service, path, headers)
    with tempfile.TemporaryDirectory(prefix="netmentor-bare-") as folder:
        bare.record(Path(folder), first.status, first.headers, first.body)
        command = [sys.executable, "-m", "benchmarks.bare", folder]
        environ = os.environ | {"PYTHONPATH": str(ROOT)}
        with running(command, Path(folder), environ) as other:
            pairs = [
                (
                    cpu_per_request(service, path, headers, count),
                    cpu_per_request(other, path, headers, count),
                )
                for _ in range(rounds)
            ]
    return Cost(min(ours for ours, _ in pairs), min(bare for _, bare in pairs), first)


def cpu_per_request(service: Service, path: str, headers: Mapping[str, str], count: int) -> float:
    """Seconds of the processor, user and system, that the service spends on each of `count`."""
    with apart(service.pid), _connection(service.base) as connection:
        request = _request(service.base, path, headers)
        first = _answered(connection, request)
        for _ in range(WARM_UP):
            _answered(connection, request)
        before = spent(service.pid)
        for _ in range(count):
            answer = _answered(connection, request)
            if (answer.status, answer.body) != (first.status, first.body):
                raise UnlikeTheFirst(f"{path} answers {first.status}, then {answer.status}")
        used = spent(service.pid) - before
    return used / count


def cpu_of_each(service: Service, requests: Sequence[Request]) -> float:
    """Seconds of the processor that the service spends on each; the first ones warm it up.

    Raises UnlikeTheFirst where one is answered by another status than the first.
    """
    with apart(service.pid), _connection(service.base) as connection:
        written = [_written(service.base, one) for one in requests]
        first = _answered(connection, written[0])
        for one in written[1:WARM_UP]:
            _answered(connection, one)
        before = spent(service.pid)
        for one in written[WARM_UP:]:
            if (answer := _answered(connection, one)).status != first.status:
                raise UnlikeTheFirst(f"{first.status} at first, then {answer.status}")
        return (spent(service.pid) - before) / len(written[WARM_UP:])


def ask(service: Service, path: str, headers: Mapping[str, str]) -> Answer:
    """Ask once."""
    with _connection(service.base) as connection:
        return _answered(connection, _request(service.base, path, headers))


async def spent_by_postgres(
    place: Place, service: Service, path: str, headers: Mapping[str, str], count: int
) -> float:
    """Seconds of PostgreSQL's own processor for one asking; 0 on SQLite. It runs here, too."""
    if not place.database_url:
        return 0.0
    connection = await asyncpg.connect(place.database_url)
    try:
        found = await connection.fetch(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        pids = [row["pid"] for row in found]
        before = spent(*pids)
        await asyncio.to_thread(cpu_per_request, service, path, headers, count)
        return (spent(*pids) - before) / (count + WARM_UP + 1)
    finally:
        await connection.close()


async def servers() -> list[int]:
    """The processes that PostgreSQL answers us with, none on SQLite; they run here, too."""
    if not is_postgres():
        return []
    found = await rows("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    return [pid for (pid,) in found]


def spent(*pids: int) -> float:
    """Seconds of the processor that the processes have used, all their threads together."""
    tasks = (task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(_nanoseconds(task) for task in tasks) / 1e9


def _nanoseconds(task: Path) -> int:
    """Linux counts them for each thread; `times` would tell hundredths of a second."""
    try:
        return int((task / "schedstat").read_text(encoding="ascii").split()[0])
    except FileNotFoundError:  # a thread that has ended
        return 0


@contextmanager
def apart(*pids: int) -> Iterator[None]:
    """Keep the processes to one core and this one to another, where there are two."""
    usual = os.sched_getaffinity(0)
    cores = sorted(usual)
    if len(cores) > 1:
        _keep_to(cores[:1], pids)
        os.sched_setaffinity(0, cores[1:])
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


def _keep_to(cores: Sequence[int], pids: Sequence[int]) -> None:
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), cores)


def _connection(base: str) -> socket.socket:
    parts = urlsplit(base)
    connection = socket.create_connection((parts.hostname or "", parts.port or 80), SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _request(base: str, path: str, headers: Mapping[str, str]) -> bytes:
    return _written(base, Request("GET", path, headers))


def _written(base: str, request: Request) -> bytes:
    told = {"Host": urlsplit(base).netloc, "User-Agent": "benchmark", "Accept": "*/*"}
    told |= request.headers
    if request.body:
        told["Content-Length"] = str(len(request.body))
    first = f"{request.method} {request.path} HTTP/1.1"
    lines = [first, *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + request.body


def _answered(connection: socket.socket, request: bytes) -> Answer:
    connection.sendall(request)
    got = bytearray()
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += _more(connection)
    head = bytes(got[: end + 2])
    length = _LENGTH.search(head)
    whole = end + 4 + (int(length[1]) if length else 0)
    while len(got) < whole:
        got += _more(connection)
    first, *lines = head.decode("latin-1").split("\r\n")[:-1]
    pairs = (line.partition(": ") for line in lines)
    return Answer(
        int(first.split()[1]),
        tuple((name, value) for name, _, value in pairs),
        bytes(got[end + 4 :]),
    )


def _more(connection: socket.socket) -> bytes:
    if not (more := connection.recv(1 << 20)):
        raise ConnectionError("the service hung up")
    return more
