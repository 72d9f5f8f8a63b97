"""A child that ends is started again, ever more patiently; none outlives the one that keeps it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from netmentor.cli import supervisor
from netmentor.cli.supervisor import Child, keep_running
from tests.cli.processes import alive, until

STARTED = "import os, sys, pathlib; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')"
FAIL = f"{STARTED}; sys.exit(3)"
WAIT = f"{STARTED}; sys.stdin.read()"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def child(program: str, log: Path) -> Child:
    return Child("The sample", (sys.executable, "-c", program, str(log)), os.environ)


async def started(log: Path, times: int = 1) -> list[int]:
    """Return the process ids of the children that were started, once they are so many."""

    def pids() -> list[int]:
        return [int(line) for line in log.read_text().split()] if log.exists() else []

    await asyncio.to_thread(until, lambda: len(pids()) >= times)
    return pids()


@on_linux
async def test_a_child_ends_when_it_is_to_end(tmp_path: Path) -> None:
    ending = asyncio.Event()
    keeping = asyncio.create_task(keep_running(child(WAIT, tmp_path / "log"), ending))
    [pid] = await started(tmp_path / "log")

    ending.set()
    await keeping

    assert not alive(pid)


@on_linux
async def test_a_child_ends_when_its_keeper_is_canceled(tmp_path: Path) -> None:
    keeping = asyncio.create_task(keep_running(child(WAIT, tmp_path / "log"), asyncio.Event()))
    [pid] = await started(tmp_path / "log")

    keeping.cancel()
    await asyncio.wait({keeping})

    assert not alive(pid)


async def test_a_child_that_fails_comes_again_after_a_pause_that_doubles(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ending = asyncio.Event()
    keeping = asyncio.create_task(keep_running(child(FAIL, tmp_path / "log"), ending))
    loop = asyncio.get_running_loop()
    began = loop.time()

    await started(tmp_path / "log", times=2)
    took = loop.time() - began
    await asyncio.to_thread(until, lambda: len(caplog.messages) >= 2)
    ending.set()
    await keeping

    assert took >= supervisor.FIRST_PAUSE.total_seconds()
    assert caplog.messages[:2] == [
        "The sample ended (3); again in 1 s.",
        "The sample ended (3); again in 2 s.",
    ]


async def test_a_program_that_cannot_start_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ending = asyncio.Event()
    missing = Child("The sample", ("/nowhere/program",), {})

    keeping = asyncio.create_task(keep_running(missing, ending))
    await asyncio.sleep(0.2)
    ending.set()
    await keeping

    assert "No such file or directory" in caplog.text
