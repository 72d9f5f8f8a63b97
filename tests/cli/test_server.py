"""The web server ends politely, and cuts off who sends too slowly."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from netmentor.cli.deadline import DeadlineProtocol
from netmentor.settings import Settings
from tests.cli.processes import writing_service

GET = b"GET /length HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Hasty(DeadlineProtocol):
    DEADLINE = timedelta(seconds=0.5)
    SLOWEST = 200


async def length(request: Request) -> Response:
    await asyncio.sleep(float(request.query_params.get("wait", "0")))
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a small app behind a protocol that waits half a second."""
    app = Starlette(routes=[Route("/length", length, methods=["GET", "POST"])])
    config = uvicorn.Config(
        app, http=Hasty, ws="none", lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as door:
        task = asyncio.create_task(server.serve(sockets=[door]))
        yield door.getsockname()[1]
        server.should_exit = True
        await task


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """Return one answer, whose body is a single digit."""
    return await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(1)


async def trickle(port: int, piece: bytes, every: float, first: bytes = b"") -> float:
    """Send `piece` again and again; return the seconds until the connection was cut."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with line(port) as (reader, writer):
        writer.write(first)
        over = asyncio.create_task(reader.read())
        while not over.done() and loop.time() - began < 20:
            writer.write(piece)
            await asyncio.wait({over}, timeout=every)
        over.cancel()
        await asyncio.wait({over})
        if not over.cancelled():
            over.exception()
        return loop.time() - began


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (b"", b""),
        (b"GET /length HTTP/1.1\r\n", b"X-A: b\r\n"),
        (b"POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n", b"x"),
        (b"POST /length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"\r\n"),
        (GET, b"\r\n"),
    ],
    ids=["silence", "headers", "body", "chunks", "blank lines", "blank lines after a request"],
)
async def test_a_request_that_trickles_in_is_cut_off(port: int, first: bytes, piece: bytes) -> None:
    assert 0.4 < await trickle(port, piece, 0.05, first) < 10


async def test_a_long_body_may_take_its_time_and_not_stop(port: int) -> None:
    head = POST.replace(b"4", b"900")
    async with line(port) as (reader, writer):
        writer.write(head)
        for _ in range(9):  # at a rate of about a thousand a second, for two deadlines
            writer.write(b"x" * 100)
            await asyncio.sleep(0.1)
        assert (await answer(reader)).endswith(b"9")

    assert 0.4 < await trickle(port, b"", 0.05, head + b"x" * 800) < 10


async def test_quick_requests_on_one_line_go_on_past_the_deadline(port: int) -> None:
    async with line(port) as (reader, writer):
        for _ in range(8):
            writer.write(POST + b"abcd")
            assert (await answer(reader)).endswith(b"4")
            await asyncio.sleep(0.1)


async def test_an_answer_that_takes_long_is_not_cut_off(port: int) -> None:
    async with line(port) as (reader, writer):
        writer.write(GET.replace(b"/length", b"/length?wait=0.9"))
        assert (await answer(reader)).startswith(b"HTTP/1.1 200")


async def test_a_request_that_waits_for_the_answer_before_it_is_not_cut_off(port: int) -> None:
    async with line(port) as (reader, writer):
        writer.write(GET.replace(b"/length", b"/length?wait=0.9") + POST)
        assert (await answer(reader)).endswith(b"0")
        writer.write(b"abcd")
        assert (await answer(reader)).endswith(b"4")


async def test_endless_headers_are_refused_before_they_fill_the_memory(port: int) -> None:
    async with line(port) as (reader, writer):
        writer.write(b"GET /length HTTP/1.1\r\n" + b"X-A: b\r\n" * 9000)
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")


async def test_many_small_requests_at_once_are_no_large_headers(port: int) -> None:
    count = 100 * 1024 // len(GET)
    async with line(port) as (reader, writer):
        writer.write(GET * count)
        for _ in range(count):
            assert (await answer(reader)).startswith(b"HTTP/1.1 200")


async def test_the_service_itself_waits_eight_seconds(home: Settings) -> None:
    with writing_service(home) as service:
        cut = await asyncio.gather(
            trickle(service.port, b"", 0.5),
            trickle(service.port, b"X-A: b\r\n", 0.5, b"GET / HTTP/1.1\r\n"),
            trickle(service.port, b"x", 0.5, POST.replace(b"4", b"999")),
        )

        assert service.get("/healthz")[0] == 200

    assert 7.5 < min(cut) <= max(cut) < 15
    assert "Traceback" not in service.said()


async def test_a_request_in_flight_is_answered_when_the_service_ends(home: Settings) -> None:
    with writing_service(home) as service:
        async with line(service.port) as (reader, writer):
            writer.write(b"GET /slow?seconds=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.sleep(0.3)
            service.process.send_signal(signal.SIGTERM)
            reply = await reader.read()

        code = await asyncio.to_thread(service.process.wait, 10)

    assert reply.startswith(b"HTTP/1.1 200")
    assert reply.endswith(b"at last")
    assert code == 0


async def test_no_new_request_is_taken_when_the_service_ends(home: Settings) -> None:
    with writing_service(home) as service:
        async with line(service.port) as (_, writer):
            writer.write(b"GET /slow?seconds=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.sleep(0.3)
            service.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)

            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", service.port)
