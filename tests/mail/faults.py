"""A fault run: a database, a mail server that can be told to fail, and workers to be hurt."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from netmentor import clock
from netmentor.db.transactions import transaction
from netmentor.mail.letters import Letter
from netmentor.mail.models import OutgoingMail
from netmentor.mail.outbox import post_letter
from netmentor.mail.rules import OVER, MailState
from netmentor.settings import Settings
from tests.cli.processes import CHECKOUT, alive, environ
from tests.factories import NOON

PATIENCE = 60.0  # seconds; a busy machine may need some of them
FINE = {"EHLO": "250-sample.example\r\n250 PIPELINING"}
SHORT, LONG = 0.6, 60.0  # seconds of a lease that is to lapse, and of one that is not


class Program:
    """A program that is told lines and answers lines."""

    def __init__(self, module: str, environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=CHECKOUT,
            env=os.environ | environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    async def ask(self, told: dict[str, Any]) -> str:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return await self.hear()

    async def hear(self) -> str:
        assert self._process.stdout
        return await asyncio.wait_for(asyncio.to_thread(self._process.stdout.readline), PATIENCE)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def program(module: str, **environ: str) -> Iterator[Program]:
    started = Program(module, environ)
    try:
        yield started
    finally:
        started.end()


@dataclass
class Run:
    """One database, and the two programs that all runs share."""

    settings: Settings
    server: Program
    nursery: Program
    port: int = 0
    workers: list[int] = field(default_factory=list)
    due: list[str] = field(default_factory=list)

    async def tell(self, **told: Any) -> Any:
        answer = json.loads(await self.server.ask(told))
        self.port = answer.get("port", self.port)
        return answer

    async def stopped(self) -> None:
        """Wait until the server has stopped where it was told to."""
        assert "stopped" in json.loads(await self.server.hear())

    async def post(
        self, fault: str, letters: int, *, lines: int = 1, now: datetime | None = None
    ) -> None:
        """Make so many letters due, the first of so many lines; only these are counted."""
        posted_at = now or clock.now()
        self.due = [f"{fault}:{number}" for number in range(letters)]
        long = Letter("Sample", "Sample data.\n" * lines, "<p>Sample data.</p>\n")
        short = replace(long, text="Sample data.\n")
        async with transaction():
            for key in self.due:
                letter, to = long if key == self.due[0] else short, "reader@example.org"
                await post_letter(self.settings, "sample", letter, key=key, to=to, now=posted_at)

    async def work(
        self, *, lease: float = LONG, patience: float = 20.0, busy_timeout: int = 10_000
    ) -> int:
        """Start a worker, and return its number; `busy_timeout` is in milliseconds."""
        log = self.settings.data / f"worker-{len(self.workers)}.log"
        told = {
            "environ": {
                name: text
                for name, text in environ(self.settings).items()
                if name.startswith("NETMENTOR")
            },
            "server": f"smtp://127.0.0.1:{self.port}",
            "lease": lease,
            "patience": patience,
            "busy_timeout": busy_timeout,
            "log": str(log),
        }
        pid = int(await self.nursery.ask(told))
        self.workers.append(pid)
        return pid

    async def hurt(self, pid: int, number: signal.Signals) -> None:
        """Send a signal; of one that ends the worker, wait for the end."""
        os.kill(pid, number)
        if number in (signal.SIGKILL, signal.SIGTERM):
            await until(lambda: _answer(not alive(pid)))

    async def end_workers(self, number: signal.Signals = signal.SIGTERM) -> None:
        for pid in self.workers:
            if alive(pid):
                await self.hurt(pid, number)
        self.workers.clear()

    async def all_taken(self) -> bool:
        """True when every letter is out, marked or not."""
        return len(set((await self.tell())["ids"])) == len(self.due)

    async def all_over(self) -> bool:
        return not await OutgoingMail.filter(key__in=self.due, state__not_in=OVER).exists()

    async def all_tried(self) -> bool:
        waiting = OutgoingMail.filter(key__in=self.due, attempts=0)
        return not await waiting.exists()

    async def let_pauses_pass(self) -> None:
        await OutgoingMail.filter(state=MailState.DUE).update(due_at=NOON)

    async def told(self, fault: str) -> tuple[int, int, int]:
        """Print how it went, and return how many were sent, doubled and lost.

        Fails where a letter went out more often than anybody can have been unsure of it, under
        another Message-ID, or is neither out nor given up in sight.
        """
        copies = Counter((await self.tell())["ids"])
        mails = await OutgoingMail.filter(key__in=self.due)
        of = {mail.key: copies[_message_id(mail.key)] for mail in mails}
        sent = sum(mail.state == MailState.SENT for mail in mails)
        doubled = sum(count > 1 for count in of.values())
        seen = [mail for mail in mails if mail.state in OVER]
        lost = len(self.due) - len([m for m in seen if of[m.key] or m.state != MailState.SENT])
        kind = "postgres" if self.settings.on_postgres else "sqlite"
        print(f"{kind}: {fault}, {len(self.due)} due, {sent} sent, {doubled} doubled, {lost} lost")
        assert lost == 0
        assert set(copies) <= {_message_id(mail.key) for mail in await OutgoingMail.all()}
        for mail in mails:
            assert of[mail.key] <= 1 + mail.unsure, mail.key
            assert mail.state != MailState.FAILED or mail.last_error
        return sent, doubled, lost


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def _answer(value: bool) -> bool:
    return value


def _message_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]
