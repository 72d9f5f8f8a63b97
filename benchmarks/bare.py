"""A bare ASGI app that gives one finished answer to everything: what an answer costs at least.

`python -m benchmarks.bare FOLDER --port PORT` serves what `record` wrote into the folder, with
uvicorn, uvloop and httptools as the service has them, and no log.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

_HEAD, _BODY = "answer.json", "answer.body"


def record(folder: Path, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
    """Write down the answer to give; what the server itself puts on it is left out."""
    kept = [(name.lower(), value) for name, value in headers if name.lower() != "date"]
    (folder / _HEAD).write_text(json.dumps([status, kept]), encoding="utf-8")
    (folder / _BODY).write_bytes(body)


def answering(folder: Path) -> ASGIApp:
    """The app; it answers `/readyz` with 200, as the service does when it can be asked."""
    status, kept = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept],
    }
    body = {"type": "http.response.body", "body": (folder / _BODY).read_bytes()}
    ready = ({"type": "http.response.start", "status": 200, "headers": []}, {**body, "body": b""})

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for message in ready if scope["path"] == "/readyz" else (start, body):
            await send(message)

    return app


def main() -> None:
    told = argparse.ArgumentParser(prog="python -m benchmarks.bare", description=__doc__)
    told.add_argument("folder", type=Path)
    told.add_argument("--port", type=int, required=True)
    arguments = told.parse_args()
    uvicorn.run(
        answering(arguments.folder),
        port=arguments.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
