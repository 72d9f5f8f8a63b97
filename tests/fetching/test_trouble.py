"""Answers that are none, connections that break, certificates that do not hold: a sentence each."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.fetching.web import Unfetchable, Web, resolved
from tests.factories import NOON
from tests.fetching.asking import fetched, refused, web
from tests.fetching.servers import (
    Handler,
    answering,
    hanging_up,
    redirecting,
    resetting,
    saying,
    serving,
    silent,
    trickling,
)

CERTIFICATE = Path(__file__).with_name("calendar.example.pem")  # until 2199; its key is no secret
OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(50_000_000))

NO_HTTP = "calendar.example gave no answer in HTTP."
BROKE_OFF = "calendar.example broke off before its answer was whole."
UNREACHABLE = "calendar.example cannot be reached."
COMPRESSED = "calendar.example answers compressed, which was not asked for."


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [
        (hanging_up, NO_HTTP),
        (saying(b"", then_close=True), NO_HTTP),
        (saying(b"220 mail.example ESMTP\r\n\r\n"), NO_HTTP),
        (saying(b"\x16\x03\x01\x00\xff" * 99, then_close=True), NO_HTTP),
        (saying(b"HTTP/2 200\r\n\r\n", then_close=True), NO_HTTP),
        (saying(b"HTTP/1.1 abc OK\r\n\r\n"), NO_HTTP),
        (saying(OK + b"no header\r\n\r\n"), NO_HTTP),
        (saying(OK + b"X: a\x00b\r\n\r\n"), NO_HTTP),
        (saying(OK + b"Content-Length: -1\r\n\r\n"), NO_HTTP),
        (saying(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n"), NO_HTTP),
        (saying(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n"), NO_HTTP),
        (saying(OK + b"X: " + b"x" * 200_000), NO_HTTP),
        (saying(OK + b"X: 1\r\n" * 50_000), NO_HTTP),
        (saying(OK + b"Content-", then_close=True), NO_HTTP),
        (saying(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), NO_HTTP),
        (saying(OK + b"Content-Length: 9\r\n\r\nshort", then_close=True), BROKE_OFF),
        (saying(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", then_close=True), BROKE_OFF),
        (saying(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), BROKE_OFF),
        (resetting, BROKE_OFF),
    ],
)
async def test_what_is_no_whole_answer_is_told(handler: Handler, sentence: str) -> None:
    said = await refused(handler)

    assert said.message == sentence
    assert said.retry_after is None


NAMES = "Content-Length Content-Encoding Content-Type Location ETag Retry-After Transfer-Encoding"
VALUES = "5 99999999999 chunked identity http://[ /a.ics text/calendar;charset= Tue,".split()
STARTS = ["", "HTTP/1.1 200 OK", "HTTP/1.1 301 Moved\r\nLocation: /", "HTTP/1.1 304 Same"]
pieces = st.sampled_from(
    [f"{name}: " for name in NAMES.split()] + VALUES + ["\r\n", "\r\n\r\n", "5\r\nabcde", "\xff"]
)
rubbish = st.lists(pieces | st.text("\x00\xe9: 1a\t\n", max_size=5), max_size=20).map("".join)


@settings(deadline=None)
@given(st.sampled_from(STARTS), rubbish)
def test_whatever_is_answered_is_an_answer_or_a_sentence(start: str, rest: str) -> None:
    async def ask() -> None:
        async with serving(saying(f"{start}{rest}".encode("latin-1"), then_close=True)) as server:
            with suppress(Unfetchable):
                await web().get(f"http://calendar.example:{server.port}/", etag='"7"', now=NOON)

    asyncio.run(ask())


async def test_an_answer_that_ends_where_the_connection_does_is_whole() -> None:
    found, _ = await fetched(saying(b"HTTP/1.0 200\r\n\r\nBEGIN:VCALENDAR", then_close=True))

    assert found.body == b"BEGIN:VCALENDAR"


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "br", "deflate", "gzip, gzip", "identity, x"])
async def test_a_compressed_answer_is_refused_unread(coding: str) -> None:
    said = await refused(answering(body=BOMB, content_encoding=coding))

    assert (said.message, said.status) == (COMPRESSED, 200)


@pytest.mark.parametrize("codings", [(b"identity", b"gzip"), (b"gzip", b"identity")])
async def test_a_compressed_answer_told_in_two_headers_is_refused(codings: list[bytes]) -> None:
    handler = saying(OK + b"Content-Encoding: %b\r\ncontent-encoding: %b\r\n\r\n" % tuple(codings))

    assert (await refused(handler)).message == COMPRESSED


@pytest.mark.parametrize("told", [{}, {"content_encoding": "identity"}, {"content_encoding": ""}])
async def test_compressed_bytes_stay_as_they_came(told: dict[str, Any]) -> None:
    found, _ = await fetched(answering(body=BOMB, content_type="application/gzip", **told))

    assert found.body == BOMB


async def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://calendar.example:{nobody.getsockname()[1]}/"
        with pytest.raises(Unfetchable) as said:
            await web().get(url, now=NOON)

    assert (said.value.message, said.value.status) == (UNREACHABLE, 0)


async def test_the_next_number_is_tried_where_one_does_not_answer() -> None:
    async def two(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.3", "127.0.0.1"]

    found, _ = await fetched(answering(body=b"second"), resolve=two)

    assert found.body == b"second"


@pytest.mark.parametrize("trouble", [socket.gaierror(-2, "unknown"), UnicodeError("too long")])
async def test_a_name_that_is_not_found_is_told(trouble: Exception) -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise trouble

    with pytest.raises(Unfetchable, match=r"^The name calendar\.example was not found\.$"):
        await web(resolve=unknown).get("http://calendar.example/", now=NOON)


async def test_the_system_is_asked_for_numbers_alone() -> None:
    assert await resolved("127.0.0.1", 80) == ["127.0.0.1"]
    assert await resolved("::1", 80) == ["::1"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "", "http://[::1", "x" * 9999, "\ud800"])
async def test_what_is_no_address_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(Unfetchable):
        await Web(user_agent="Test").get(url, now=NOON)


@pytest.mark.parametrize(
    "handler",
    [silent, trickling(b"", b"H"), trickling(OK + b"Content-Length: 9999\r\n\r\n", b".")],
)
async def test_who_is_called_off_hangs_up(handler: Handler) -> None:
    async with serving(handler) as server:
        url = f"http://calendar.example:{server.port}/"
        asking = asyncio.create_task(web().get(url, now=NOON))
        await server.came.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await server.left()


@pytest.fixture
def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the certificate of calendar.example."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.mark.usefixtures("trusted")
async def test_https_goes_to_the_number_under_the_name(tls: ssl.SSLContext) -> None:
    named: list[str | None] = []
    tls.sni_callback = lambda connection, name, context: named.append(name)

    async with serving(answering(body=b"safe"), tls=tls) as server:
        found = await web().get(f"webcal://calendar.example:{server.port}/", now=NOON)
        await server.left()

    assert (found.body, found.url) == (b"safe", f"https://calendar.example:{server.port}/")
    assert named == ["calendar.example"]
    assert server.asked[0].headers["host"] == f"calendar.example:{server.port}"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("host", ["other.example", "127.0.0.1"])
async def test_a_certificate_of_another_name_does_not_hold(tls: ssl.SSLContext, host: str) -> None:
    async with serving(answering(), tls=tls) as server:
        with pytest.raises(Unfetchable, match=f"^{host} shows a certificate that does not hold: "):
            await web().get(f"https://{host}:{server.port}/", now=NOON)

    assert server.asked == []


async def test_a_certificate_that_nobody_vouches_for_does_not_hold(tls: ssl.SSLContext) -> None:
    async with serving(answering(), tls=tls) as server:
        with pytest.raises(Unfetchable) as said:
            await web().get(f"https://calendar.example:{server.port}/", now=NOON)

    assert said.value.message == (
        "calendar.example shows a certificate that does not hold: self-signed certificate."
    )
    assert server.asked == []


@pytest.mark.usefixtures("trusted")
async def test_who_led_over_https_does_not_lead_to_http(tls: ssl.SSLContext) -> None:
    async with serving(redirecting("http://calendar.example/"), tls=tls) as server:
        with pytest.raises(Unfetchable) as said:
            await web().get(f"https://calendar.example:{server.port}/", now=NOON)

    assert said.value.message == "calendar.example leads from HTTPS to where others read along."


async def plaintext(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer without TLS, whatever came."""
    await reader.read(100)
    writer.write(OK + b"Content-Length: 0\r\n\r\n")
    writer.close()


async def test_who_does_not_speak_https_is_told() -> None:
    server = await asyncio.start_server(plaintext, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unfetchable) as said:
            await web().get(f"https://calendar.example:{port}/", now=NOON)

    assert said.value.message == "calendar.example does not speak HTTPS as it should."


async def test_a_handshake_that_never_ends_is_cut_off() -> None:
    async with serving(silent) as server:
        with pytest.raises(Unfetchable, match=r"did not finish its answer within 0\.3 seconds"):
            await web(seconds=0.3).get(f"https://calendar.example:{server.port}/", now=NOON)
        await server.left()
