"""A mail server of fault runs, in a process of its own: it outlives whoever talks to it.

It is told what to do in lines of JSON, and answers each with one: what to say to which command,
at which step to stop for once, whether to listen. `{"go": true}` lets it go on where it stopped.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from typing import Any

from tests.mail.sink import Sink

BEFORE, IN, AFTER, TAKEN = "before DATA", "in DATA", "after its dot", "after 250"
STEPS = (BEFORE, IN, AFTER, TAKEN)
_LONGEST = 2**24  # octets of a letter
_ID = re.compile(rb"^Message-ID: <([0-9a-f]+)@", re.MULTILINE)


class FaultySink(Sink):
    """`stop` names the step to stop at, once; `going` is set to go on."""

    stop = ""

    def __init__(self) -> None:
        super().__init__(says={})
        self.going = asyncio.Event()

    async def _say(self, writer: StreamWriter, word: str, usual: str) -> None:
        if word == "DATA":
            await self._stop_at(BEFORE)
        if word == "letter":
            await self._stop_at(AFTER)
        await super()._say(writer, word, usual)
        if word == "letter":
            await self._stop_at(TAKEN)

    async def _take(self, reader: StreamReader, writer: StreamWriter) -> None:
        first = await reader.readexactly(1)
        if self.stop == IN:  # what is read no further waits in the sender's kernel, or the sender
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            await self._stop_at(IN)
            writer.transport.resume_reading()  # type: ignore[attr-defined]
        letter = first + await reader.readuntil(b"\r\n.\r\n")
        if not self.says.get("letter", "").startswith(("4", "5")):
            self.letters.append(letter)
        await self._say(writer, "letter", "250 taken")

    async def _stop_at(self, step: str) -> None:
        if self.stop == step:
            self.stop = ""
            self.going.clear()
            tell({"stopped": step})
            await self.going.wait()

    def ids(self) -> list[str]:
        """The Message-ID of every letter that was taken, in hexadecimal."""
        return [found[1].decode() for letter in self.letters if (found := _ID.search(letter))]


async def main() -> None:
    loop = asyncio.get_running_loop()
    told = StreamReader()
    await loop.connect_read_pipe(lambda: StreamReaderProtocol(told), sys.stdin)
    sink, port, listening = FaultySink(), 0, None
    while line := await told.readline():
        command = json.loads(line)
        sink.says = command.get("says", sink.says)
        sink.stop = command.get("stop", sink.stop)
        if command.get("forget"):
            sink.letters.clear()
        if command.get("go"):
            sink.going.set()
        if "listen" in command and listening:
            listening.close()
        if command.get("listen"):
            listening = await _listening(sink, port)
            port = listening.sockets[0].getsockname()[1]
        tell({"port": port, "ids": sink.ids()})


async def _listening(sink: Sink, port: int) -> asyncio.Server:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # a letter does not fit into it
    door.bind(("127.0.0.1", port))
    return await asyncio.start_server(sink.visit, sock=door, limit=_LONGEST)


def tell(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
