"""Five hundred hosts on one port of this machine: most answer with a calendar, some never."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import closing, suppress

from benchmarks import sample

SILENT = 10  # each so many-th host takes a connection and says nothing


def name(number: int) -> str:
    """The name of a host; none of them is anybody's (RFC 6761)."""
    return f"chapter-{number}.example.org"


def is_silent(number: int) -> bool:
    return number % SILENT == 0


def answer(port: int, events: int) -> None:
    """Answer on `port` until the process is ended, each host with so many events of its own."""
    asyncio.run(_answer(port, events))


async def _answer(port: int, events: int) -> None:
    async def one(reader: StreamReader, writer: StreamWriter) -> None:
        with closing(writer), suppress(ConnectionError, asyncio.IncompleteReadError):
            await _converse(reader, writer, events)

    server = await asyncio.start_server(one, "127.0.0.1", port, backlog=512)
    async with server:
        await server.serve_forever()


async def _converse(reader: StreamReader, writer: StreamWriter, events: int) -> None:
    told = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    [line] = [line for line in told.splitlines() if line.lower().startswith("host:")]
    host = line.split(":")[1].strip()
    if is_silent(int(host.split(".")[0].removeprefix("chapter-"))):
        await reader.read()  # until whoever asks has had enough
        return
    body = "".join(sample.lines(events, host=host)).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/calendar; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
