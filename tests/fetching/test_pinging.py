"""A ping reaches whoever the operator named, inside too, and says nothing of the secret path."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netmentor import __version__
from netmentor.fetching.pinging import INSIDE_TOO, ping
from netmentor.fetching.web import Unfetchable
from tests.fetching.servers import (
    Handler,
    answering,
    by_path,
    flooding,
    hanging_up,
    redirecting,
    saying,
    serving,
    silent,
)

SECRET = "/ping/moonlight"
OK = b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    "handler", [answering(), answering(204), answering(202, b"OK"), flooding(OK, b"x" * 9000)]
)
async def test_any_answer_of_success_is_one_and_is_not_read_to_its_end(handler: Handler) -> None:
    async with serving(handler) as server:
        await ping(f"http://127.0.0.1:{server.port}{SECRET}?status=up")
        await server.left()

    (head,) = server.asked
    assert (head.method, head.target) == ("GET", f"{SECRET}?status=up")
    assert head.headers == {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": f"NetMentor/{__version__} (heartbeat)",
        "connection": "close",
    }


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (answering(404), "localhost answers 404: there is nothing at this address."),
        (answering(500), "localhost answers 500: it has trouble of its own."),
        (answering(304), "localhost answers 304: it leads elsewhere, and a ping does not follow."),
        (saying(b"220 sample.example\r\n\r\n"), "localhost gave no answer in HTTP."),
        (hanging_up, "localhost gave no answer in HTTP."),
    ],
)
async def test_any_other_answer_is_trouble_in_a_sentence(handler: Handler, said: str) -> None:
    async with serving(handler) as server:
        with pytest.raises(Unfetchable) as refused:
            await ping(f"http://localhost:{server.port}{SECRET}")

    assert refused.value.message == said
    assert "moonlight" not in refused.value.message


async def test_a_redirect_is_not_followed() -> None:
    async with serving(by_path({"/a": redirecting("/b"), "/b": answering()})) as server:
        with pytest.raises(Unfetchable, match="answers 302"):
            await ping(f"http://127.0.0.1:{server.port}/a")
        await server.left()

    assert [head.target for head in server.asked] == ["/a"]


async def test_whoever_says_nothing_is_not_waited_for_long() -> None:
    assert INSIDE_TOO.seconds == 10
    async with serving(silent) as server:
        with pytest.raises(Unfetchable, match=r"did not answer within 0\.2 seconds") as refused:
            await ping(f"http://127.0.0.1:{server.port}{SECRET}", replace(INSIDE_TOO, seconds=0.2))
        await server.left()

    assert "moonlight" not in refused.value.message


async def test_nobody_there_and_no_such_name_are_sentences() -> None:
    async with serving(silent) as server:
        gone = server.port
    for address in (f"http://127.0.0.1:{gone}", "http://nobody.invalid"):
        with pytest.raises(Unfetchable) as refused:
            await ping(f"{address}{SECRET}")
        assert refused.value.message.endswith(("cannot be reached.", "was not found."))
        assert "moonlight" not in refused.value.message
