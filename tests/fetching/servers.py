"""Small HTTP servers on loopback that do what they are told, good or bad."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

HUNG_UP = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified"}


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of one request; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]


Handler = Callable[[Head, StreamWriter], Awaitable[None]]


@dataclass(kw_only=True)
class Server:
    """What came to a server: connections, and the heads of the requests on them."""

    port: int = 0
    accepted: int = 0
    asked: list[Head] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)  # the first request did
    visits: set[asyncio.Task[object]] = field(default_factory=set)

    async def left(self) -> None:
        """Wait until every visitor has hung up; fail after five seconds."""
        if self.visits:
            _, staying = await asyncio.wait(self.visits, timeout=5)
            assert not staying, f"{len(staying)} connections are still open"


@asynccontextmanager
async def serving(
    handler: Handler, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """Serve `handler` at `port`, or a free one; connections stay open unless it closes them."""
    server = Server()

    async def visit(reader: StreamReader, writer: StreamWriter) -> None:
        server.accepted += 1
        if task := asyncio.current_task():
            server.visits.add(task)
        try:
            with suppress(*HUNG_UP, asyncio.CancelledError):  # cancelled when the test is over
                while not writer.is_closing():
                    head = _head(await reader.readuntil(b"\r\n\r\n"))
                    server.asked.append(head)
                    server.came.set()
                    await handler(head, writer)
                    await writer.drain()
        finally:
            writer.close()

    listening = await asyncio.start_server(visit, host, port, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in server.visits:
            task.cancel()
        await asyncio.gather(*server.visits, return_exceptions=True)
        await listening.wait_closed()


def reply(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """One whole answer; `etag="1"` becomes the header etag, `content_type` content-type."""
    told = {"content_length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'So')}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body if status != 304 else b"")


def answering(status: int = 200, body: bytes = b"", **headers: str) -> Handler:
    """The same answer to every request."""
    return saying(reply(status, body, **headers))


def redirecting(to: str, status: int = 302) -> Handler:
    """Every request is sent on to `to`."""
    return answering(status, location=to)


def saying(words: bytes, *, then_close: bool = False) -> Handler:
    """These bytes, be they HTTP or not."""

    async def handler(head: Head, writer: StreamWriter) -> None:
        writer.write(words)
        if then_close:
            await writer.drain()
            writer.close()

    return handler


def trickling(first: bytes, drop: bytes) -> Handler:
    """`first`, then `drop` after `drop`, slowly and for ever."""
    return _endlessly(first, drop, pause=0.01)


def flooding(first: bytes, wave: bytes) -> Handler:
    """`first`, then `wave` after `wave`, as fast as they are taken, for ever."""
    return _endlessly(first, wave, pause=0)


async def silent(head: Head, writer: StreamWriter) -> None:
    """Take the request and say nothing."""


async def hanging_up(head: Head, writer: StreamWriter) -> None:
    """Close as soon as the request is there."""
    writer.close()


async def resetting(head: Head, writer: StreamWriter) -> None:
    """Break the connection off, as a crash would."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def by_path(handlers: dict[str, Handler]) -> Handler:
    """A handler for each path; 404 for any other."""
    nothing = answering(404)

    async def handler(head: Head, writer: StreamWriter) -> None:
        await handlers.get(head.target, nothing)(head, writer)

    return handler


def _endlessly(first: bytes, again: bytes, *, pause: float) -> Handler:
    async def handler(head: Head, writer: StreamWriter) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(again)
            await writer.drain()
            await asyncio.sleep(pause)

    return handler


def _head(raw: bytes) -> Head:
    first, *rest = raw.decode("latin-1").strip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in rest)
    return Head(
        method=method,
        target=target,
        headers={name.lower(): value.strip() for name, _, value in pairs},
    )
