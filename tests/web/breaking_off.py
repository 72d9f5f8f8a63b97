"""A browser that is closed while it sends a form."""

from __future__ import annotations

from typing import Any

import httpx2

from netmentor.app import create_app
from netmentor.settings import Settings


async def broken_off(
    client: httpx2.AsyncClient, settings: Settings, path: str, begun: bytes
) -> None:
    """Post the first part of a form of `--x` parts, signed in as `client` is, and go away."""
    cookies = "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)
    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": path,
        "raw_path": path.encode(), "query_string": b"", "scheme": "http", "root_path": "",
        "client": ("127.0.0.1", 1), "server": ("test.example", 80),
        "headers": [
            (b"host", b"test.example"), (b"cookie", cookies.encode()),
            (b"content-type", b"multipart/form-data; boundary=x"),
            (b"content-length", str(len(begun) + 5_000).encode()),
        ],
    }  # fmt: skip
    came = iter(
        [{"type": "http.request", "body": begun, "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Any:
        return next(came)

    async def send(message: Any) -> None:
        assert message.get("status", 400) == 400

    await create_app(settings)(scope, receive, send)
