"""A copy is made whole in a file that nobody else sees, before the first byte of it goes out."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from netmentor.copies import sealing
from netmentor.copies.rules import LARGEST
from netmentor.errors import Conflict

PIECE = 64 * 1024  # bytes


class Unmade(Conflict):
    """There is no room for the copy here; the sentence says so."""


@dataclass(frozen=True, slots=True)
class Made:
    """A copy in a file without a name, which is gone when it is closed or its process ends."""

    file: IO[bytes]
    size: int  # bytes

    async def pieces(self) -> AsyncIterator[bytes]:
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece

    def whole(self) -> bytes:
        self.file.seek(0)
        return self.file.read()


@asynccontextmanager
async def made(
    pieces: AsyncIterable[bytes],
    recipient: str,
    *,
    folder: Path,
    beat: Callable[[], Awaitable[None]],
) -> AsyncIterator[Made]:
    """Keep what comes in a file of `folder` for the block, encrypted where there is a recipient.

    `beat` is called for each piece, and what it raises ends the making. Raises Unmade.
    """
    with TemporaryFile(dir=folder) as plain, TemporaryFile(dir=folder) as encrypted:
        try:
            size = await _written(pieces, plain, beat)
            if recipient:
                plain.seek(0)
                await asyncio.to_thread(sealing.encrypt, plain, encrypted, recipient)
                size = encrypted.tell()
            whole = Made(encrypted if recipient else plain, size)
        except OSError as exc:
            if exc.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise Unmade("This server has no room to make the copy. Tell whoever runs it.") from exc
        yield whole


async def _written(
    pieces: AsyncIterable[bytes], file: IO[bytes], beat: Callable[[], Awaitable[None]]
) -> int:
    size = 0
    async for piece in pieces:
        await beat()
        size += len(piece)
        if size > LARGEST:
            raise Unmade(f"The copy is larger than {LARGEST // 1024**3} GB: take it along by hand.")
        file.write(piece)
    file.flush()
    return size
