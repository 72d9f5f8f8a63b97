"""Looks after other processes: starts them, starts them again when they end, ends them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=25)  # for a child that was asked to end
FIRST_PAUSE = timedelta(seconds=1)  # before a child is started again; doubled each time
LONGEST_PAUSE = timedelta(minutes=1)
LONG_LIVED = timedelta(minutes=1)  # a child that ran so long may start again quickly


@dataclass(frozen=True, slots=True)
class Child:
    """A program to keep running, with the descriptors it is handed.

    Its standard input is a pipe that nothing is written to. It closes when this process
    ends, by kill -9 too, and the child is to end then.
    """

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    descriptors: tuple[int, ...] = ()


async def keep_running(child: Child, ending: asyncio.Event) -> None:
    """Run `child`, again and again, until `ending` is set; then end it and return."""
    loop = asyncio.get_running_loop()
    pause = FIRST_PAUSE
    while not ending.is_set():
        began = loop.time()
        try:
            code: object = await _run(child, ending)
        except OSError as exc:  # the system has no room for another process
            code = exc
        if ending.is_set():
            return
        if loop.time() - began >= LONG_LIVED.total_seconds():
            pause = FIRST_PAUSE
        log.warning("%s ended (%s); again in %d s.", child.name, code, pause.total_seconds())
        await _first(asyncio.create_task(asyncio.sleep(pause.total_seconds())), ending)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _run(child: Child, ending: asyncio.Event) -> int:
    """Run `child` once and return its exit code; end it when `ending` is set, or on cancel."""
    process = await asyncio.create_subprocess_exec(
        *child.command,
        env=dict(child.environ),
        stdin=asyncio.subprocess.PIPE,
        pass_fds=child.descriptors,
        start_new_session=True,  # Ctrl+C goes to this process alone, which ends its children
    )
    try:
        await _first(asyncio.create_task(process.wait()), ending)
    finally:
        if process.returncode is None:
            process.terminate()
            await _wait_or_kill(process)
    return process.returncode or 0


async def _wait_or_kill(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), PATIENCE.total_seconds())
    except TimeoutError:
        process.kill()
        await process.wait()


async def _first(task: asyncio.Task[object], ending: asyncio.Event) -> None:
    """Return when `task` is done or `ending` is set, whatever comes first."""
    asked = asyncio.create_task(ending.wait())
    try:
        await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()
        asked.cancel()
