"""netmentor serve: bring the database up to date, and answer until told to end."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlencode

import uvloop

from netmentor import __version__, clock, settings
from netmentor.accounts.invitations import invite_first_administrator
from netmentor.app import create_app
from netmentor.cli import lock, logs, memory
from netmentor.cli.server import WebServer
from netmentor.cli.supervisor import Child, keep_running
from netmentor.cli.work import SUPERVISED
from netmentor.db.connections import connected
from netmentor.db.migrate import migrate
from netmentor.errors import Conflict, Invalid
from netmentor.events.actions import keep_moments_true
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.internships import zones as of_opportunities
from netmentor.internships.importing.catalogue import load_opportunities
from netmentor.settings import Settings

EVERYWHERE = ("0.0.0.0", "::", "127.0.0.1", "::1", "localhost")  # noqa: S104 - shown as localhost
ANOTHER = "import sys; from netmentor.cli.server import run_another; run_another(int(sys.argv[1]))"


class PortTaken(Conflict):
    """Somebody else listens there."""


class DidNotStart(Conflict):
    """The service ended before it answered; the log says why."""


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "serve", help="run the service: migrates, answers, and keeps a worker running"
    )
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    command.add_argument("--port", default=8000, type=_port, help="port to listen on (%(default)s)")
    command.add_argument(
        "--workers", default=1, type=_count, metavar="N", help="web processes (%(default)s)"
    )
    command.add_argument(
        "--no-jobs", action="store_true", help="keep no worker running; `netmentor work` is one"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    logs.configure()
    memory.give_back_large_pieces()
    found = settings.load()
    with lock.in_use(found), closing(_door(arguments.host, arguments.port)) as door:
        if not os.environ.get("NETMENTOR_BASE_URL"):
            found = replace(found, base_url=_base_url(arguments.host, door))
        set_up = asyncio.run(_prepare(found))
        children = _children(arguments, door, {**os.environ, "NETMENTOR_BASE_URL": found.base_url})
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(_serve(found, door, children, set_up))
        except SystemExit as exc:  # uvicorn's way to say that the lifespan failed
            raise DidNotStart("The service did not start; the log says why.") from exc
    return 0


async def _prepare(found: Settings) -> str:
    """Make everything ready; return the line with the link that sets up, where nobody has yet."""
    await migrate(found, say=lambda line: print(line, flush=True))
    async with connected(found):
        await load_catalogue(now=clock.now())
        await load_opportunities(now=clock.now())
        await keep_moments_true(now=clock.now())
        await of_opportunities.keep_moments_true(now=clock.now())
        token = await invite_first_administrator(now=clock.now())
    address = f"{found.base_url}/sign-up?{urlencode({'invite': token})}"
    return f"Set up the first administrator: {address}\n" if token else ""


async def _serve(found: Settings, door: socket.socket, children: list[Child], set_up: str) -> None:
    """Answer until a signal asks to end; the children end at the same time."""
    ending = asyncio.Event()
    host, port = door.getsockname()[:2]
    line = f"NetMentor {__version__} answers at {found.base_url} (listening on {host}:{port}).\n"
    server = WebServer(
        create_app(found),
        found,
        began=lambda: print(line + set_up, end="", flush=True),
        ending=ending.set,
    )
    async with asyncio.TaskGroup() as tasks:
        for child in children:
            tasks.create_task(keep_running(child, ending))
        try:
            await server.serve(sockets=[door])
        finally:
            ending.set()


def _children(
    arguments: argparse.Namespace, door: socket.socket, environ: Mapping[str, str]
) -> list[Child]:
    """The worker, and the web processes beyond this one."""
    handle = door.fileno()
    another = Child(
        "A web process", (sys.executable, "-c", ANOTHER, str(handle)), environ, (handle,)
    )
    worker = Child(
        "The worker", (sys.executable, "-m", "netmentor", "work"), {**environ, SUPERVISED: "1"}
    )
    return [another] * (arguments.workers - 1) + ([] if arguments.no_jobs else [worker])


def _door(host: str, port: int) -> socket.socket:
    """Listen at once, so that a second service is refused before it touches anything."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        return socket.create_server(
            address, family=family, backlog=2048, dualstack_ipv6=host == "::"
        )
    except socket.gaierror as exc:
        raise Invalid(f"{host} is no address to listen on.") from exc
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} on {host} is in use; choose another one with --port."
            ) from exc
        raise Invalid(f"Cannot listen on {host}, port {port}: {exc.strerror}.") from exc


def _base_url(host: str, door: socket.socket) -> str:
    name = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{door.getsockname()[1]}"


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port; use 1 to 65535, or 0 for a free one")
    return int(text)


def _count(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text} is no number of processes; use 1 to 64")
    return int(text)
