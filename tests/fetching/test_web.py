"""What is asked, what is taken from an answer, and what is said of an answer nobody can use."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from netmentor.fetching.web import Fetched, Unfetchable
from tests.factories import NOON
from tests.fetching.asking import fetched, refused, web
from tests.fetching.servers import (
    Handler,
    Head,
    answering,
    by_path,
    flooding,
    redirecting,
    reply,
    saying,
    serving,
    silent,
    trickling,
)

OK = b"HTTP/1.1 200 OK\r\n"


async def test_an_answer_is_taken_with_what_its_headers_tell() -> None:
    handler = answering(
        body=b"BEGIN:VCALENDAR",
        content_type='Text/Calendar; method=PUBLISH; charset="UTF-8"',
        etag='W/"7"',
        last_modified="Tue, 24 Nov 2026 10:00:00 GMT",
    )

    found, server = await fetched(handler)

    assert found == Fetched(
        url=f"http://calendar.example:{server.port}/a.ics",
        status=200,
        body=b"BEGIN:VCALENDAR",
        media_type="text/calendar",
        charset="utf-8",
        etag='W/"7"',
        last_modified="Tue, 24 Nov 2026 10:00:00 GMT",
        moved_to="",
    )


async def test_a_request_says_who_asks_and_gives_nothing_away() -> None:
    _, server = await fetched(answering(set_cookie="a=b"), "/ä.ics?x=1#top")

    (head,) = server.asked
    assert (head.method, head.target) == ("GET", "/%C3%A4.ics?x=1")
    assert head.headers == {
        "host": f"calendar.example:{server.port}",
        "user-agent": "Test/1",
        "accept": "text/calendar, text/html;q=0.9, text/csv;q=0.9, */*;q=0.5",
        "accept-encoding": "identity",
        "connection": "close",
    }


async def test_a_host_of_ipv6_is_named_in_brackets() -> None:
    async with serving(answering()) as server:
        await web().get(f"http://[2606:4700::1111]:{server.port}/", now=NOON)

    assert server.asked[0].headers["host"] == f"[2606:4700::1111]:{server.port}"


@pytest.mark.parametrize(
    ("told", "media_type", "charset"),
    [
        ({}, "", ""),
        ({"content_type": "text/html"}, "text/html", ""),
        (
            {"content_type": "TEXT/CSV;charset=Windows-1252;header=present"},
            "text/csv",
            "windows-1252",
        ),
        ({"content_type": "calendar"}, "", ""),
        ({"content_type": "text/x y; charset=a b"}, "", ""),
        ({"content_type": "\xe9/\xe9; charset=\xe9"}, "", ""),
        ({"content_type": "text/calendar, text/html"}, "text/calendar", ""),
    ],
)
async def test_media_types_are_read_with_care(
    told: dict[str, Any], media_type: str, charset: str
) -> None:
    found, _ = await fetched(answering(**told))

    assert (found.media_type, found.charset) == (media_type, charset)


@pytest.mark.parametrize("etag", ["x" * 301, '"\x01"', '"é"', '"a\tb"'])
async def test_an_odd_validator_is_not_kept(etag: str) -> None:
    found, _ = await fetched(answering(etag=etag, last_modified="x" * 101))

    assert (found.etag, found.last_modified) == ("", "")


async def test_nothing_new_is_nothing_fetched() -> None:
    async with serving(by_path({"/a.ics": redirecting("/b.ics"), "/b.ics": answering(304)})) as at:
        found = await web().get(
            f"http://calendar.example:{at.port}/a.ics",
            etag='"7"',
            last_modified="Tue, 24 Nov 2026 10:00:00 GMT\r\nCookie: x",
            now=NOON,
        )
        await at.left()

    assert found == Fetched(url=f"http://calendar.example:{at.port}/b.ics", status=304)
    for head in at.asked:
        assert head.headers["if-none-match"] == '"7"'
        assert head.headers["if-modified-since"] == "Tue, 24 Nov 2026 10:00:00 GMTCookie: x"
        assert "cookie" not in head.headers


async def test_nothing_new_is_no_answer_to_who_did_not_ask() -> None:
    said = await refused(answering(304))

    assert (said.status, said.message) == (
        304,
        "calendar.example answers 304: it says that nothing is new, though that was not asked.",
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (204, "that is no page"),
        (206, "that is no page"),
        (300, "it leads elsewhere without saying where"),
        (302, "it leads elsewhere without saying where"),
        (401, "it wants a sign-in"),
        (403, "it wants a sign-in, or lets nobody in"),
        (404, "there is nothing at this address"),
        (410, "what was there is gone for good"),
        (418, "it refuses the request"),
        (429, "it asks to be left alone for a while"),
        (500, "it has trouble of its own"),
        (503, "it is out of service for a while"),
        (999, "that is no page"),
    ],
)
async def test_every_other_status_is_told_in_words(status: int, words: str) -> None:
    said = await refused(answering(status, b"" if status == 204 else b"secret"))

    assert said.message == f"calendar.example answers {status}: {words}."
    assert (said.status, said.retry_after) == (status, None)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        ("99999999999999999999", timedelta(days=7)),
        ("9" * 5000, timedelta(days=7)),
        ("Tue, 24 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta()),
        ("Fri, 24 Nov 2028 11:00:00 GMT", timedelta(days=7)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", timedelta(days=7)),
        ("Mon, 01 Jan 0001 00:00:00 +2359", timedelta()),
        ("Tue, 24 Nov 99999 11:00:00 GMT", None),
        ("Tue, 24 Nov 99999999999999999999 11:00:00 GMT", None),
        ("Tue, 24 Nov 2026 11:00:00 -0000", None),
        ("-5", None),
        ("soon", None),
        ("1.5", None),
        ("²", None),
    ],
)
async def test_how_long_to_wait_is_read_against_the_clock(
    status: int, told: str, wait: timedelta | None
) -> None:
    said = await refused(answering(status, retry_after=told))

    assert (said.status, said.retry_after) == (status, wait)


async def test_a_redirect_is_followed_and_one_for_good_is_told() -> None:
    async def elsewhere(head: Head, writer: asyncio.StreamWriter) -> None:
        port = head.headers["host"].rpartition(":")[2]
        writer.write(reply(302, location=f"//other.example:{port}/d"))

    paths = {
        "/a": redirecting("/b", 301),
        "/b": redirecting("c#top", 308),
        "/c": elsewhere,
        "/d": redirecting("/ä é".encode().decode("latin-1"), 301),  # UTF-8 on the wire
        "/%C3%A4%20%C3%A9": answering(body=b"found"),
    }

    async with serving(by_path(paths)) as server:
        at = f"http://calendar.example:{server.port}"
        found = await web().get(f"{at}/a", now=NOON)

    assert found.body == b"found"
    assert found.url == f"http://other.example:{server.port}/%C3%A4%20%C3%A9"
    assert found.moved_to == f"{at}/c"


async def test_a_redirect_for_the_moment_moves_nothing() -> None:
    paths = {"/a.ics": redirecting("/b", 302), "/b": redirecting("/c", 301), "/c": answering()}

    found, _ = await fetched(by_path(paths))

    assert found.moved_to == ""


async def test_a_redirect_in_a_circle_ends() -> None:
    async with serving(by_path({"/a": redirecting("/b"), "/b": redirecting("/a")})) as server:
        with pytest.raises(Unfetchable, match=r"leads on and on: more than 5 redirects\."):
            await web().get(f"http://calendar.example:{server.port}/a", now=NOON)

    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "handler",
    [
        silent,
        trickling(b"", b"H"),
        trickling(b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
        trickling(b"", b"HTTP/1.1 102 Wait\r\n\r\n"),
        trickling(OK + b"Content-Length: 9999\r\n\r\n", b"."),
        trickling(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        trickling(OK + b"\r\n", b"."),
        flooding(b"", b"HTTP/1.1 102 Wait\r\n\r\n" * 99),
        saying(OK + b"Content-Length: 5\r\n\r\n1234"),
    ],
)
async def test_an_answer_that_takes_too_long_is_cut_off(handler: Handler) -> None:
    said = await refused(handler, seconds=0.3)

    assert said.message == "calendar.example did not finish its answer within 0.3 seconds."
    assert said.status == 0


async def test_redirects_share_one_time_limit() -> None:
    """Each answer comes within the limit; five of them do not."""

    async def slow(head: Head, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(reply(302, location="/a.ics"))

    said = await refused(slow, seconds=0.4)

    assert "did not finish" in said.message


async def test_a_name_that_is_looked_up_for_ever_is_cut_off() -> None:
    async def never(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(Unfetchable, match="did not finish"):
        await web(resolve=never, seconds=0.1).get("http://calendar.example/", now=NOON)


@pytest.mark.parametrize(
    "handler",
    [
        answering(body=b"x" * 1001),
        saying(OK + b"Content-Length: 9999999999\r\n\r\n"),
        flooding(OK + b"\r\n", b"x" * 5000),
        flooding(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        flooding(OK + b"Content-Length: 999\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
async def test_an_answer_too_large_is_cut_off(handler: Handler) -> None:
    said = await refused(handler, largest=1000)

    assert said.message == "What calendar.example answers is larger than 1000 bytes."


async def test_an_answer_of_the_largest_size_is_taken() -> None:
    found, _ = await fetched(answering(body=b"x" * 1000), largest=1000)

    assert len(found.body) == 1000


async def test_the_largest_size_is_five_megabytes() -> None:
    said = await refused(saying(OK + b"Content-Length: 5242881\r\n\r\n"))

    assert said.message == "What calendar.example answers is larger than 5 MB."
