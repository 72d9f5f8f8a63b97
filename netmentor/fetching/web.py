"""The only way out to the web: public addresses, one answer at a time, with limits."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpcore2
from httpcore2 import AsyncConnectionPool, AsyncNetworkBackend, AsyncNetworkStream

from netmentor import __version__
from netmentor.errors import Invalid
from netmentor.fetching import answers
from netmentor.fetching.addresses import PORTS, is_public, normalized, why_not_fetchable

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # host and port to numeric addresses

LARGEST = 5 * 1024 * 1024  # bytes
SECONDS = 20.0  # for all of it, redirects included
_MOST_TRIED = 4  # numbers of one host
_SECONDS_TRIED = 5  # each of them
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered. `url` is where that was found, after redirects.

    Status 200 with a body, or 304 without. `moved_to` is where permanent redirects lead,
    up to the first that is not; "" where there are none. What a header did not tell is "".
    """

    url: str
    status: int
    body: bytes = b""
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""


class Unfetchable(Invalid):
    """Nothing usable came; the sentence says why. `status` is 0 where nobody answered."""

    def __init__(self, message: str, status: int = 0, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


async def resolved(host: str, port: int) -> Sequence[str]:
    """Ask the system for the numbers of `host`, once."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The way out, and what is allowed on it.

    Each host is resolved once and every number it has must be allowed; the connection goes
    to a number that was checked, so that a name which changes its mind gains nothing.
    Proxies of the environment are not asked; no cookie and no password is sent.
    """

    user_agent: str = f"NetMentor/{__version__} (calendar reader)"
    resolve: Resolve = resolved
    may_connect: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = PORTS  # None: any
    seconds: float = SECONDS
    largest: int = LARGEST
    redirects: int = 5

    async def get(
        self, url: str, *, etag: str = "", last_modified: str = "", now: datetime
    ) -> Fetched:
        """Fetch `url`; raise Unfetchable with a sentence where nothing usable comes.

        With a validator of an earlier answer, status 304 says that nothing is new.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        try:
            async with asyncio.timeout(self.seconds):
                return await self._follow(normalized(url), asked, now=now)
        except TimeoutError as exc:
            said = f"{host_of(url)} did not finish its answer within {self.seconds:g} seconds."
            raise Unfetchable(said) from exc

    async def _follow(self, url: str, asked: Mapping[str, str], *, now: datetime) -> Fetched:
        if reason := why_not_fetchable(url, self.ports):
            raise Unfetchable(reason)
        moved_to, for_good = "", True
        for _ in range(self.redirects + 1):
            answer = await self._ask(url, asked, now=now)
            if isinstance(answer, Fetched):
                return replace(answer, moved_to=moved_to)
            status, location = answer
            url = self._target(url, status, location)
            for_good = for_good and status in _FOR_GOOD
            moved_to = url if for_good else moved_to
        raise Unfetchable(f"{host_of(url)} leads on and on: more than {self.redirects} redirects.")

    def _target(self, url: str, status: int, location: str) -> str:
        try:
            target = normalized(urljoin(url, location))
            reason = why_not_fetchable(target, self.ports)
        except ValueError:
            target, reason = "", "That is no address of a page."
        if reason:
            said = f"{host_of(url)} leads on to an address that is not read. {reason}"
            raise Unfetchable(said, status)
        if url.startswith("https:") and not target.startswith("https:"):
            raise Unfetchable(
                f"{host_of(url)} leads from HTTPS to where others read along.", status
            )
        return target

    async def _ask(
        self, url: str, asked: Mapping[str, str], *, now: datetime
    ) -> Fetched | tuple[int, str]:
        """One request: what was fetched, or the status and target of a redirect."""
        headers = {
            "Host": urlsplit(url).netloc,  # httpcore2 would leave out the brackets of IPv6
            "User-Agent": self.user_agent,
            "Accept": "text/calendar, text/html;q=0.9, text/csv;q=0.9, */*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **{name: value for name, value in asked.items() if value},
        }
        tls = ssl.create_default_context() if url.startswith("https:") else None
        try:
            async with (
                aclosing(Wire(self)) as wire,
                AsyncConnectionPool(ssl_context=tls, network_backend=wire) as pool,
                pool.stream("GET", url, headers=list(_encoded(headers))) as answer,
            ):
                told = answers.by_name(answer.headers)
                if answer.status in _REDIRECTS and (location := answers.location(told)):
                    return answer.status, location
                if answer.status == 304 and any(asked.values()):
                    return Fetched(url=url, status=304)
                if answer.status != 200:
                    raise _refusal(url, answer.status, told, now=now)
                return await self._read(url, told, answer.aiter_stream())
        except TROUBLES as exc:
            raise Unfetchable(trouble(host_of(url), exc)) from exc

    async def _read(
        self, url: str, told: Mapping[str, str], parts: AsyncIterable[bytes]
    ) -> Fetched:
        if answers.is_encoded(told):
            said = f"{host_of(url)} answers compressed, which was not asked for."
            raise Unfetchable(said, 200)
        return Fetched(
            url=url,
            status=200,
            body=await self._body(url, answers.announced(told), parts),
            media_type=answers.media_type(told),
            charset=answers.charset(told),
            etag=answers.etag(told),
            last_modified=answers.last_modified(told),
        )

    async def _body(self, url: str, announced: int, parts: AsyncIterable[bytes]) -> bytes:
        size = f"{self.largest // 2**20} MB" if self.largest >= 2**20 else f"{self.largest} bytes"
        too_large = Unfetchable(f"What {host_of(url)} answers is larger than {size}.", 200)
        if announced > self.largest:
            raise too_large
        body = bytearray()
        try:
            async for part in parts:
                body += part
                if len(body) > self.largest:
                    raise too_large
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as exc:
            said = f"{host_of(url)} broke off before its answer was whole."
            raise Unfetchable(said, 200) from exc
        return bytes(body)


class Wire(AsyncNetworkBackend):
    """Connects to numbers alone, each of them one that `web` allows; closes what it opened."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._wire = httpcore2.AnyIOBackend()
        self._opened: AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own signature
        local_address: str | None = None,
        socket_options: Iterable[object] | None = None,
    ) -> AsyncNetworkStream:
        try:
            numbers = await self._web.resolve(host, port)
        except (OSError, UnicodeError) as exc:
            raise Unfetchable(f"The name {host} was not found.") from exc
        if not all(self._web.may_connect(number) for number in numbers):
            raise Unfetchable(f"{host} leads inside, to an address that is not public.")
        failure: Exception = httpcore2.ConnectError("no number")
        for number in numbers[:_MOST_TRIED]:
            try:
                self._opened = await self._wire.connect_tcp(number, port, timeout=_SECONDS_TRIED)
                return self._opened
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as exc:
                failure = exc
        raise failure

    async def aclose(self) -> None:
        # httpcore2 leaves a connection open that is called off in its TLS handshake
        if self._opened:
            await self._opened.aclose()


TROUBLES = (
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    OSError,
)


def trouble(host: str, exc: Exception) -> str:
    """A sentence for what the library met; it hands the cause on as the first argument."""
    cause = exc.args[0] if exc.args else exc
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"{host} shows a certificate that does not hold: {cause.verify_message.strip('.')}."
    if isinstance(cause, ssl.SSLError) or isinstance(exc, ssl.SSLError):
        return f"{host} does not speak HTTPS as it should."
    if isinstance(exc, httpcore2.ConnectError | httpcore2.ConnectTimeout):
        return f"{host} cannot be reached."
    if isinstance(exc, httpcore2.ProtocolError):
        return f"{host} gave no answer in HTTP."
    return f"{host} broke off before its answer was whole."


def _refusal(url: str, status: int, told: Mapping[str, str], *, now: datetime) -> Unfetchable:
    said = f"{host_of(url)} answers {status}: {answers.in_words(status)}."
    return Unfetchable(said, status, answers.retry_after(told, now=now))


def _encoded(headers: Mapping[str, str]) -> Iterable[tuple[bytes, bytes]]:
    for name, value in headers.items():
        yield name.encode(), re.sub(r"[^\x20-\x7e]", "", value).encode()


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "The address")[:100]
    except ValueError:
        return "The address"
