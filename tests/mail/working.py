"""Workers of fault runs: for each line of JSON a process that carries what is due until it ends.

They are forked, so that each starts in no time; what they run is `deliver_due` as it is.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from datetime import timedelta
from typing import Any

from netmentor import settings
from netmentor.db import config
from netmentor.db.connections import connected
from netmentor.jobs.letters import deliver_due
from netmentor.mail.smtp import MailServer

SENDER = "post@netmentor.example"
_PAUSE = 0.02  # seconds between rounds

log = logging.getLogger(__name__)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    while line := sys.stdin.readline():
        pid = os.fork()
        if not pid:
            work(json.loads(line))
            os._exit(0)
        print(pid, flush=True)


def work(told: dict[str, Any]) -> None:
    logging.raiseExceptions = False  # where the disk is full, so is the log
    logging.basicConfig(filename=told["log"], force=True)
    config._SQLITE["busy_timeout"] = told["busy_timeout"]
    asyncio.run(_work(told))


async def _work(told: dict[str, Any]) -> None:
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    server = MailServer(told["server"], SENDER, timedelta(seconds=told["patience"]))
    async with connected(settings.load(told["environ"])):
        while not ending.is_set():
            try:
                await deliver_due(server, lease=timedelta(seconds=told["lease"]))
            except Exception:  # as the timetable does
                log.exception("The round broke off.")
            await asyncio.sleep(_PAUSE)


if __name__ == "__main__":
    main()
