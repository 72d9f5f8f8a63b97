"""The web server inside a process: uvicorn, set up for this service."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket

import uvicorn
from starlette.applications import Starlette

from netmentor import settings
from netmentor.app import create_app
from netmentor.cli import lock, logs, memory
from netmentor.cli.deadline import DeadlineProtocol
from netmentor.settings import Settings

LONGEST_GOODBYE = 20  # seconds for requests in flight; systemd waits longer


class WebServer(uvicorn.Server):
    """uvicorn's server, which says when it begins and when it is to end.

    On SIGTERM and SIGINT it takes no more connections, finishes the requests in flight,
    and returns. uvicorn's own handlers would then end the process by the same signal,
    with the processes that this one looks after still running.
    """

    def __init__(
        self,
        app: Starlette,
        found: Settings,
        began: Callable[[], object] = lambda: None,
        ending: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(_config(app, found))
        self._began = began
        self._ending = ending

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self._began()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.end)
        yield

    def end(self) -> None:
        """End after the requests in flight; asked a second time, at once."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._ending()


def _config(app: Starlette, found: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=DeadlineProtocol,
        loop="uvloop",
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        proxy_headers=bool(found.trusted_proxies),
        forwarded_allow_ips=list(found.trusted_proxies),
        server_header=False,
        timeout_graceful_shutdown=LONGEST_GOODBYE,
    )


def run_another(descriptor: int) -> None:
    """Be one more web process on the listening socket that `netmentor serve` handed down."""
    logs.configure()
    memory.give_back_large_pieces()
    found = settings.load()
    server = WebServer(create_app(found), found)
    end_with_parent(server.end)
    with lock.in_use(found), socket(fileno=descriptor) as door:
        server.run(sockets=[door])


def end_with_parent(end: Callable[[], object]) -> None:
    """Call `end`, from a thread, when standard input closes: the parent is gone, killed or not."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        end()

    threading.Thread(target=wait, daemon=True).start()
