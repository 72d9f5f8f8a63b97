"""Starts and ends the service the way an operator does, on this machine alone."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0  # seconds until a service must be ready, setting up included
OWN_ADDRESSES_ONLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def answer(url: str) -> tuple[int, bytes]:
    """Return status and body of a GET; 0 while nobody listens."""
    try:
        with OWN_ADDRESSES_ONLY.open(url, timeout=10) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()
    except OSError:
        return 0, b""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs: its address, and the number of its process."""

    base: str
    pid: int


@contextmanager
def serving(
    command: list[str], folder: Path, environ: Mapping[str, str] = os.environ
) -> Iterator[str]:
    """Run `command` with `--port` of a free port in `folder`; yield its address once it is ready.

    Its data lies in `folder`, too. The process is ended by its own number, within 30 seconds.
    """
    with running(command, folder, environ) as service:
        yield service.base


@contextmanager
def running(
    command: list[str], folder: Path, environ: Mapping[str, str] = os.environ
) -> Iterator[Service]:
    """As `serving`, for whoever needs to know the process."""
    port = free_port()
    log = folder / "service.log"
    base = f"http://127.0.0.1:{port}"
    settings = {"NETMENTOR_DATA": str(folder / "data"), "NETMENTOR_BASE_URL": base}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=folder,
            env={**environ, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(process, base, log)
        yield Service(base, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            process.kill()


def wait_until_ready(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    last_moment = time.monotonic() + PATIENCE
    while answer(f"{base}/readyz")[0] != 200:
        if process.poll() is not None or time.monotonic() > last_moment:
            raise AssertionError(f"the service did not get ready:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)
