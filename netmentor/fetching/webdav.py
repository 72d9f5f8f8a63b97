"""Files into a folder of somebody's own cloud, by WebDAV (RFC 4918): whole, or not at all.

A password goes along, so only over HTTPS, only to public addresses, and never after a redirect.
"""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import httpcore2
from httpcore2 import AsyncConnectionPool

from netmentor import __version__
from netmentor.fetching import answers
from netmentor.fetching.addresses import normalized, why_not_fetchable, why_not_outside
from netmentor.fetching.web import TROUBLES, Unfetchable, Web, Wire, host_of, trouble

Beat = Callable[[], Awaitable[None]]
"""Called before each request and each piece; what it raises ends the sending."""

CLOUDS = Web(user_agent=f"NetMentor/{__version__} (copies)", seconds=60.0)  # of each wait
LONGEST = 30 * 60.0  # seconds of one request
_HALF = ".part"
_WORDS = {
    401: "it does not take the user name and the app password",
    403: "it does not let this user write there",
    404: "there is no such folder",
    405: "it takes no files at this address; a WebDAV address is needed",
    409: "the folder above it does not exist",
    411: "it takes no files at this address; a WebDAV address is needed",
    413: "the copy is too large for it",
    423: "the file or the folder is locked",
    501: "it takes no files at this address; a WebDAV address is needed",
    507: "it has no room left",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder and who may write in it; `url` ends in a slash."""

    url: str
    user_name: str
    password: str = field(repr=False)


def folder_address(url: str) -> str:
    """Return the address of a folder as it is kept: normal, with a slash at its end.

    >>> folder_address("Cloud.example/dav/Ada"), folder_address("https://cloud.example:443/a b/")
    ('https://cloud.example/dav/Ada/', 'https://cloud.example/a%20b/')
    """
    url = url.strip()
    return normalized(f"{url if '://' in url else f'https://{url}'}".rstrip("/") + "/")


def why_not_folder(url: str, web: Web = CLOUDS) -> str | None:
    """Say why nothing is sent to a folder at `url`, or None; `url` as `folder_address` has it.

    >>> why_not_folder("http://cloud.example/dav/")
    'Only an address that begins with https:// is sent to: a password goes along.'
    """
    if not url.startswith("https://"):
        return "Only an address that begins with https:// is sent to: a password goes along."
    if reason := why_not_fetchable(url, web.ports):
        return reason
    if urlsplit(url).query:
        return "The address of a folder has no question mark in it."
    return why_not_outside(url)


async def put_file(
    folder: Folder,
    name: str,
    pieces: AsyncIterable[bytes],
    size: int,
    *,
    beat: Beat,
    now: datetime,
    web: Web = CLOUDS,
) -> None:
    """Write a file of `size` bytes into a folder, which is made where its parent is there.

    It is written under another name and moved, in place of one of its name that is there: so
    nobody ever finds half a file under `name`. Raises Unfetchable with a sentence.
    """
    way = _Way(folder, web, beat, now)
    found = await way.ask("PROPFIND", "", {"Depth": "0"})
    if found == 404:
        way.expect(await way.ask("MKCOL", ""), 201, 405)
    else:
        way.expect(found, 207)
    try:
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        sent = await way.ask("PUT", name + _HALF, headers, _beating(pieces, beat))
        way.expect(sent, 200, 201, 204)
        onto = {"Destination": folder.url + name, "Overwrite": "T"}
        way.expect(await way.ask("MOVE", name + _HALF, onto), 201, 204)
    except Exception:
        with suppress(Unfetchable):
            await _Way(folder, web, _nothing, now).ask("DELETE", name + _HALF)
        raise


async def delete_file(folder: Folder, name: str, *, now: datetime, web: Web = CLOUDS) -> None:
    """Take a file out of a folder; one that is not there is as good as gone."""
    way = _Way(folder, web, _nothing, now)
    way.expect(await way.ask("DELETE", name), 200, 202, 204, 404, 410)


class _Way:
    """Requests about one folder, each on a connection of its own."""

    def __init__(self, folder: Folder, web: Web, beat: Beat, now: datetime) -> None:
        self._folder, self._web, self._beat, self._now = folder, web, beat, now
        self._host = host_of(folder.url)
        self._told: Mapping[str, str] = {}

    async def ask(
        self,
        method: str,
        name: str,
        more: Mapping[str, str] | None = None,
        content: AsyncIterator[bytes] | None = None,
    ) -> int:
        """Return the status of the answer; of what it says only its head is read."""
        if reason := why_not_folder(self._folder.url, self._web):
            raise Unfetchable(reason)
        await self._beat()
        try:
            async with asyncio.timeout(LONGEST):
                return await self._status(method, self._folder.url + name, more or {}, content)
        except TimeoutError as exc:
            raise Unfetchable(f"{self._host} took too long to take the copy.") from exc

    async def _status(
        self,
        method: str,
        url: str,
        more: Mapping[str, str],
        content: AsyncIterator[bytes] | None,
    ) -> int:
        wait = self._web.seconds
        waits = dict.fromkeys(("connect", "read", "write", "pool"), wait)
        try:
            async with (
                aclosing(Wire(self._web)) as wire,
                AsyncConnectionPool(
                    ssl_context=ssl.create_default_context(), network_backend=wire
                ) as pool,
                pool.stream(
                    method,
                    url,
                    headers=list({**self._headers(url), **more}.items()),
                    content=content,
                    extensions={"timeout": waits},
                ) as answer,
            ):
                self._told = answers.by_name(answer.headers)
                status: int = answer.status
                return status
        except (httpcore2.ReadTimeout, httpcore2.WriteTimeout) as exc:
            raise Unfetchable(f"{self._host} did not answer within {wait:g} seconds.") from exc
        except TROUBLES as exc:
            raise Unfetchable(trouble(self._host, exc)) from exc

    def expect(self, status: int, *good: int) -> None:
        """Raise Unfetchable unless the status is one of the good ones."""
        if status in good:
            return
        if 300 <= status < 400:
            words = "it leads elsewhere, and no password follows; enter the address it leads to"
        elif 200 <= status < 300:
            words = "that is no WebDAV address"
        else:
            words = _WORDS.get(status) or answers.in_words(status)
        wait = answers.retry_after(self._told, now=self._now)
        raise Unfetchable(f"{self._host} answers {status}: {words}.", status, wait)

    def _headers(self, url: str) -> dict[str, str]:
        who = f"{self._folder.user_name}:{self._folder.password}".encode()
        return {
            "Host": urlsplit(url).netloc,
            "User-Agent": self._web.user_agent,
            "Authorization": f"Basic {b64encode(who).decode()}",  # RFC 7617, in UTF-8
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


async def _beating(pieces: AsyncIterable[bytes], beat: Beat) -> AsyncIterator[bytes]:
    async for piece in pieces:
        await beat()
        yield piece


async def _nothing() -> None:
    """The beat of what is done in any case."""
