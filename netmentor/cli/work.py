"""netmentor work: do what is due, until told to end."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal

from netmentor import settings
from netmentor.cli import lock, logs
from netmentor.cli.ready import opened
from netmentor.cli.server import end_with_parent
from netmentor.jobs import timetable
from netmentor.settings import Settings

SUPERVISED = "NETMENTOR_SUPERVISED"  # set by `serve` for its own worker, which ends with it


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("work", help="run a worker alone, beside `serve --no-jobs`")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    logs.configure()
    found = settings.load()
    with lock.in_use(found):
        asyncio.run(_work(found))
    return 0


async def _work(found: Settings) -> None:
    loop = asyncio.get_running_loop()
    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    if os.environ.get(SUPERVISED):
        end_with_parent(lambda: loop.call_soon_threadsafe(ending.set))
    async with opened(found), timetable.running(timetable.timetable_of(found)):
        await ending.wait()
