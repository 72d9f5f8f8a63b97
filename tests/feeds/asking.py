"""Asking the service for one address, past or by the shortcut, down to the order of headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    """One answer as the server is given it."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def header(self, wanted: str) -> str:
        return next(value.decode() for name, value in self.headers if name.decode() == wanted)


async def ask(app: ASGIApp, address: str, headers: Pairs = (), method: str = "GET") -> Reply:
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    await app(_scope(address, headers, method), _nothing_more, send)
    start, *bodies = messages
    body = b"".join(message["body"] for message in bodies)
    return Reply(start["status"], tuple(start["headers"]), body)


async def is_answered_by_shortcut(
    app: Starlette, address: str, headers: Pairs = (), method: str = "GET"
) -> bool:
    async def send(message: Message) -> None:
        pass

    taken: bool = await app.state.shortcut.answers(_scope(address, headers, method), send)
    return taken


async def is_answered_privately(
    app: Starlette, address: str, headers: Pairs = (), method: str = "GET"
) -> bool:
    async def send(message: Message) -> None:
        pass

    taken: bool = await app.state.private_feeds.answers(_scope(address, headers, method), send)
    return taken


def the_long_way(app: Starlette) -> ASGIApp:
    """The same service by its middleware and its router alone."""

    async def service(scope: Scope, receive: Receive, send: Send) -> None:
        await Starlette.__call__(app, scope, receive, send)

    return service


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _scope(address: str, headers: Pairs, method: str) -> Scope:
    path, _, query = address.partition("?")
    return {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "server": ("test.example", 80),
        "client": ("127.0.0.1", 50_000),
    }
