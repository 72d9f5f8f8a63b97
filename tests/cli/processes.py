"""Starts the program the way an operator does, on loopback, and ends it by its own number."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from netmentor.settings import Settings
from tests.cli import command

PATIENCE = 30.0  # seconds
CHECKOUT = Path(__file__).parents[2]
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environ(settings: Settings, **more: str) -> dict[str, str]:
    """The environment that gives a program these settings, and no other of ours."""
    inherited = {
        name: text for name, text in os.environ.items() if not name.startswith("NETMENTOR")
    }
    return {
        **inherited,
        "PYTHONUNBUFFERED": "1",
        "NETMENTOR_DATA": str(settings.data),
        "NETMENTOR_DATABASE_URL": settings.database_url,
        **more,
    }


def netmentor(settings: Settings, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return command.run(arguments, environ(settings, **more), CHECKOUT, PATIENCE)


@dataclass
class Running:
    """A program under way; what it says stands in `log`."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int = 0

    @property
    def pid(self) -> int:
        return self.process.pid

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code; for a signal's death that is negative."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", None, headers or {})
        try:
            with DIRECTLY.open(request, timeout=10) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()


@contextmanager
def running(program: list[str], env: Mapping[str, str], log: Path) -> Iterator[Running]:
    """Run a program for the block, with a terminal-less input; kill what is left of it after."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *program],
            cwd=CHECKOUT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(process, log)
    finally:
        process.kill()
        process.wait(PATIENCE)


@contextmanager
def serving(settings: Settings, *arguments: str, **more: str) -> Iterator[Running]:
    """Run `netmentor serve` on a free port until it says that it answers."""
    port = free_port()
    program = ["-m", "netmentor", "serve", "--port", str(port), *arguments]
    with running(program, environ(settings, **more), settings.data / "serve.log") as service:
        service.port = port
        until(lambda: "answers at" in service.said() or service.process.poll() is not None)
        assert service.process.poll() is None, service.said()
        yield service


def until(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    last_moment = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < last_moment, "it did not happen in time"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> dict[int, str]:
    """Process ids and command lines of the children of a process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            command = stat.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        if parent == pid:
            found[int(stat.parent.name)] = command
    return found


def alive(pid: int) -> bool:
    """True while the process runs; one that ended and was not waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@contextmanager
def writing_service(settings: Settings) -> Iterator[Running]:
    """Run the service with the routes of tests/cli/writing_service.py until it answers."""
    port = free_port()
    program = ["-m", "tests.cli.writing_service", str(port)]
    with running(program, environ(settings), settings.data / "writing.log") as service:
        service.port = port
        until(lambda: "ready" in service.said() or service.process.poll() is not None)
        assert service.process.poll() is None, service.said()
        yield service
