"""The service with three routes more, for tests alone: one that writes, a slow one, a reading one.

Run as `python -m tests.cli.writing_service PORT` with the settings in the environment.
"""

from __future__ import annotations

import asyncio
import socket
import sys

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from netmentor import clock, settings
from netmentor.app import create_app
from netmentor.cli import logs
from netmentor.cli.server import WebServer
from netmentor.db import signs
from netmentor.db.transactions import transaction


async def write(request: Request) -> Response:
    """Write two rows that belong together; 201 says that they are on disk."""
    name = request.path_params["name"]
    async with transaction():
        await signs.record(f"{name}-first", at=clock.now())
        await signs.record(f"{name}-second", at=clock.now())
    return PlainTextResponse(name, 201)


async def take_long(request: Request) -> Response:
    await asyncio.sleep(float(request.query_params["seconds"]))
    return PlainTextResponse("at last")


async def read(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def main(port: int) -> None:
    logs.configure()
    found = settings.load()
    app = create_app(found)
    app.router.routes += [
        Route("/writes/{name}", write, methods=["POST"]),
        Route("/slow", take_long),
        Route("/length", read, methods=["POST"]),
    ]
    with socket.create_server(("127.0.0.1", port)) as door:
        WebServer(app, found, began=lambda: print("ready", flush=True)).run(sockets=[door])


if __name__ == "__main__":
    main(int(sys.argv[1]))
