"""A small WebDAV server on loopback, over TLS: it keeps files, or does what it is told instead."""

from __future__ import annotations

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CERTIFICATE = Path(__file__).with_name("calendar.example.pem")
USER, PASSWORD = "ada", "Grün-4711"
HANG, CUT, EARLY = "hang", "cut", "early"  # says nothing; breaks off in a body; answers before it
HUNG_UP = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError)


@dataclass
class Cloud:
    """Folders and files by path; `says` is what is done at a method, a status or one of ours."""

    says: dict[str, int | str] = field(default_factory=dict)
    port: int = 0
    folders: set[str] = field(default_factory=lambda: {"/", "/dav/", "/dav/ada/"})
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # as "PUT /dav/ada/x.part"
    agents: set[str] = field(default_factory=set)
    came: asyncio.Event = field(default_factory=asyncio.Event)  # the body of a PUT began
    hung: asyncio.Event = field(default_factory=asyncio.Event)  # somebody waits for nothing

    def url(self, path: str = "/dav/ada/", host: str = "calendar.example") -> str:
        return f"https://{host}:{self.port}{path}"

    async def visit(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(*HUNG_UP, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            method, path, _ = first.split(" ", 2)
            pairs = (line.partition(":") for line in lines)
            told = {name.lower(): value.strip() for name, _, value in pairs}
            self.asked.append(f"{method} {path}")
            self.agents.add(told["user-agent"])
            status = await self._answer(method, path, told, reader)
            more = "Location: https://elsewhere.example/dav/\r\n" if 300 <= status < 400 else ""
            more += "Retry-After: 7200\r\n" if status == 503 else ""
            writer.write(f"HTTP/1.1 {status} So\r\n{more}Content-Length: 0\r\n\r\n".encode())
            await writer.drain()
            if status == 507:  # said before the file was read: whoever sends it may hear so
                while await reader.read(64 * 1024):
                    pass
        writer.close()

    async def _answer(
        self, method: str, path: str, told: dict[str, str], reader: StreamReader
    ) -> int:
        said = self.says.get(method)
        if said == HANG:
            self.hung.set()
            await asyncio.Event().wait()
        if method == "PUT" and said == CUT:
            await reader.readexactly(1_000)
            raise ConnectionAbortedError
        body = b""
        if method == "PUT" and said != EARLY:
            self.came.set()
            body = await reader.readexactly(int(told["content-length"]))
        if said == EARLY:
            return 507
        if isinstance(said, int):
            return said
        who = f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
        if told.get("authorization") != who:
            return 401
        return self._done(method, path, told, body)

    def _done(self, method: str, path: str, told: dict[str, str], body: bytes) -> int:
        parent = f"{path.rstrip('/').rpartition('/')[0]}/"
        if method == "PROPFIND":
            return 207 if path in self.folders or path in self.files else 404
        if method == "MKCOL":
            if path in self.folders:
                return 405
            self.folders |= {path} if parent in self.folders else set()
            return 201 if parent in self.folders else 409
        if method == "PUT":
            if parent in self.folders:
                self.files[path] = body
            return 201 if parent in self.folders else 409
        if path not in self.files:
            return 404
        if method == "MOVE":
            onto = urlsplit(told["destination"]).path
            self.files[onto] = self.files.pop(path)
            return 201
        del self.files[path]
        return 204


@asynccontextmanager
async def clouding(cloud: Cloud | None = None) -> AsyncIterator[Cloud]:
    """Run a cloud at calendar.example for the block, as `trusted` has this machine trust it."""
    cloud, visits = cloud or Cloud(), set[asyncio.Task[None]]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def visit(reader: StreamReader, writer: StreamWriter) -> None:
        visits.add(asyncio.ensure_future(cloud.visit(reader, writer)))

    listening = await asyncio.start_server(visit, "127.0.0.1", 0, ssl=context)
    cloud.port = listening.sockets[0].getsockname()[1]
    try:
        yield cloud
    finally:
        listening.close()
        for task in visits:
            task.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await listening.wait_closed()
