"""Starts and ends the service the way an operator does, on this machine alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
SERVE = [sys.executable, "-m", "netmentor", "serve"]
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


@contextmanager
def serving_copy(data: Path, folder: Path, *options: str) -> Iterator[str]:
    """Serve a copy of `data` in `folder`, so that the next one finds nothing of what happens."""
    shutil.copytree(data, folder / "data")
    with serving([*SERVE, *options], folder) as base:
        yield base


def filled(data: Path, folder: Path, module: str, *words: str) -> Path:
    """Copy `data` into `folder` and run a module of ours on the copy; return the copy."""
    copy = folder / "data"
    shutil.copytree(data, copy)
    run_on(copy, module, *words)
    return copy


def run_on(data: Path, module: str, *words: str, said: str = "", base: str = "") -> str:
    """Run a module of ours on the data of a service, at `base` if it runs; return what it prints.

    What stops it is shown, with all that it printed.
    """
    environ = os.environ | {"NETMENTOR_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=CHECKOUT,
        env=environ | {"NETMENTOR_BASE_URL": base} if base else environ,
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wait_until_ready(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    last_moment = time.monotonic() + PATIENCE
    while answer(f"{base}/readyz")[0] != 200:
        if process.poll() is not None or time.monotonic() > last_moment:
            raise AssertionError(f"the service did not get ready:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)
