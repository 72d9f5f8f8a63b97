"""A short call to an address of the operator's own, which may well lie inside."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import aclosing
from urllib.parse import urlsplit

from httpcore2 import AsyncConnectionPool

from netmentor import __version__
from netmentor.fetching import answers
from netmentor.fetching.addresses import normalized
from netmentor.fetching.web import TROUBLES, Unfetchable, Web, Wire, host_of, trouble

INSIDE_TOO = Web(
    user_agent=f"NetMentor/{__version__} (heartbeat)",
    may_connect=lambda number: True,
    ports=None,
    seconds=10.0,
)


async def ping(url: str, web: Web = INSIDE_TOO) -> None:
    """Ask for `url` once; raise Unfetchable unless the answer is one of success (2xx).

    No redirect is followed: it would carry the call to where the operator did not send it. What
    is answered is not read. Sentences name the host, and never the path, which is a secret.
    """
    host = host_of(url)
    try:
        async with asyncio.timeout(web.seconds):
            status = await _status_of(normalized(url), web)
    except TimeoutError as exc:
        raise Unfetchable(f"{host} did not answer within {web.seconds:g} seconds.") from exc
    except TROUBLES as exc:
        raise Unfetchable(trouble(host, exc)) from exc
    if 300 <= status < 400:
        raise Unfetchable(
            f"{host} answers {status}: it leads elsewhere, and a ping does not follow.", status
        )
    if not 200 <= status < 300:
        raise Unfetchable(f"{host} answers {status}: {answers.in_words(status)}.", status)


async def _status_of(url: str, web: Web) -> int:
    headers = {"Host": urlsplit(url).netloc, "User-Agent": web.user_agent, "Connection": "close"}
    tls = ssl.create_default_context() if url.startswith("https:") else None
    async with (
        aclosing(Wire(web)) as wire,
        AsyncConnectionPool(ssl_context=tls, network_backend=wire) as pool,
        pool.stream("GET", url, headers=list(headers.items())) as answer,
    ):
        status: int = answer.status
        return status
