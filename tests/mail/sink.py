"""A small mail server on loopback that takes letters, or does with them what it is told."""

from __future__ import annotations

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

DROP, HANG = "drop", "hang"
_LONGEST = 16 * 1024 * 1024  # bytes of a letter
HUNG_UP = (OSError, asyncio.IncompleteReadError, asyncio.CancelledError)


@dataclass
class Sink:
    """What came; `says` is what is answered to a command, or to "greeting" and "letter"."""

    says: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    commands: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)  # a letter did
    open: list[StreamWriter] = field(default_factory=list)

    def hang_up(self, farewell: str = "") -> None:
        """Close every connection, with a word or without."""
        for writer in self.open:
            writer.write(farewell.encode())
            writer.close()
        self.open.clear()

    async def visit(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.open.append(writer)
        with suppress(*HUNG_UP):
            await self._say(writer, "greeting", "220 sample.example")
            while line := (await reader.readuntil(b"\r\n")).decode().strip():
                self.commands.append(line)
                word = line.split()[0].upper()
                await self._say(writer, word, self._usual(word))
                if word == "DATA":
                    await self._take(reader, writer)
                if word == "QUIT":
                    break
        writer.close()

    async def _take(self, reader: StreamReader, writer: StreamWriter) -> None:
        message = await reader.readuntil(b"\r\n.\r\n")
        self.letters.append(message.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
        self.came.set()
        await self._say(writer, "letter", "250 taken")

    async def _say(self, writer: StreamWriter, word: str, usual: str) -> None:
        said = self.says.get(word, usual)
        if said == HANG:
            await asyncio.Event().wait()
        if said == DROP:
            raise ConnectionAbortedError
        writer.write(said.encode() + b"\r\n")
        await writer.drain()

    def _usual(self, word: str) -> str:
        usual = {"EHLO": "250-sample.example\r\n250 AUTH PLAIN LOGIN", "DATA": "354 go on"}
        return usual.get(word, {"QUIT": "221 bye", "AUTH": "235 welcome"}.get(word, "250 fine"))


@asynccontextmanager
async def mail_server(
    says: Mapping[str, str] | None = None, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Sink]:
    """Run a sink for the block; it answers as a server does, but for what `says` says."""
    sink = Sink(says or {})
    visits: set[asyncio.Task[None]] = set()

    def visit(reader: StreamReader, writer: StreamWriter) -> None:
        visits.add(asyncio.ensure_future(sink.visit(reader, writer)))

    listening = await asyncio.start_server(visit, "127.0.0.1", 0, ssl=tls, limit=_LONGEST)
    sink.port = listening.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        listening.close()
        for task in visits:
            task.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await listening.wait_closed()
