"""Reading a file that comes from outside, by a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import BinaryIO

from netmentor.errors import Invalid
from netmentor.events.importing.items import (
    LONGEST_SAID,
    REFUSED,
    Asked,
    Busy,
    Entry,
    Item,
    Skipped,
    packed,
    unpacked,
)
from netmentor.text import one_line

SECONDS = 5.0  # for a file to be found out about, and for each so many of its entries
AT_ONCE = 2_500  # entries of a large file that one process reads
_PROGRAM = "netmentor.events.importing.child"


class Unreadable(Invalid):
    """A file of which nothing can be taken; the sentence says why."""


@dataclass(slots=True)
class Contents:
    """What a file holds: its entries by key, and what had to be skipped before reading them."""

    entries: dict[str, Entry] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    partial: bool = False
    answer: BinaryIO | None = None  # of a file that is read as soon as it is found out about
    lines: dict[str, list[int]] = field(default_factory=dict)  # where its items stand in that


@asynccontextmanager
async def contents_of(
    file: BinaryIO, asked: Asked, *, seconds: float = SECONDS
) -> AsyncIterator[Contents]:
    """Find out what `file` holds; raise Unreadable where that is nothing we could take."""
    with tempfile.TemporaryFile() as answer:
        await _run(file, answer, asked, (), seconds)
        if asked.format == "ics":
            yield _outlined(answer)
        else:
            yield _already_read(answer)


@asynccontextmanager
async def items_of(
    file: BinaryIO,
    asked: Asked,
    contents: Contents,
    keys: Sequence[str],
    *,
    seconds: float = SECONDS,
) -> AsyncIterator[Iterator[Item | Skipped]]:
    """Hand out the items of these entries, each read from disk as it is wanted.

    All of them were parsed by then: a file that breaks its reader is refused whole.
    """
    if contents.answer is not None:
        yield _lines_at(contents.answer, [at for key in keys for at in contents.lines[key]])
        return
    with ExitStack() as open_files:
        answers = []
        for start in range(0, len(keys), AT_ONCE):
            answer = open_files.enter_context(tempfile.TemporaryFile())
            some = [contents.entries[key] for key in keys[start : start + AT_ONCE]]
            await _run(file, answer, asked, some, seconds)
            answers.append(answer)
        yield (_item(line) for answer in answers for line in answer)


@asynccontextmanager
async def answer_of(
    file: BinaryIO, asked: Asked, *, program: str = _PROGRAM, seconds: float = SECONDS
) -> AsyncIterator[BinaryIO]:
    """Hand out the lines that `program`, a module that calls `child.main`, makes of `file`.

    It has ended by then. Raises Unreadable where it found nothing we could take.
    """
    with tempfile.TemporaryFile() as answer:
        await _run(file, answer, asked, (), seconds, program)
        yield answer


async def busy_in(
    file: BinaryIO, asked: Asked, *, seconds: float = SECONDS
) -> tuple[list[Busy], int]:
    """Return the times that the calendar in `file` keeps busy, and how much could not be read.

    Raises Unreadable where that is nothing we could take. `asked.format` is "busy".
    """
    async with answer_of(file, asked, seconds=seconds) as lines:
        found = [unpacked(line) for line in lines]
    times = [one for one in found if isinstance(one, Busy)]
    return times, len(found) - len(times)


async def _run(
    file: BinaryIO,
    answer: BinaryIO,
    asked: Asked,
    entries: Iterable[Entry],
    seconds: float,
    program: str = _PROGRAM,
) -> None:
    """Have a process write to `answer` what it finds; what it finds is whole, or not there."""
    handles = (file.fileno(), answer.fileno())
    # What lies in the buffer here was read already; `file.seek` would let the process miss it.
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        program,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
        pass_fds=handles,
    )
    try:
        async with asyncio.timeout(seconds):
            await process.communicate(_task(handles, asked, entries))
    except TimeoutError as exc:
        raise Unreadable(f"Reading it took more than {seconds:g} seconds.") from exc
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    answer.seek(0)
    if process.returncode == REFUSED:
        raise Unreadable(one_line(json.loads(answer.read())[:LONGEST_SAID]))
    if process.returncode:
        raise Unreadable("It cannot be read: the program that tried ended half-way.")


def _task(handles: tuple[int, int], asked: Asked, entries: Iterable[Entry]) -> bytes:
    told = asdict(asked) | {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    first = json.dumps({"file": handles[0], "answer": handles[1], "asked": told})
    return "\n".join([first, *(packed(entry) for entry in entries)]).encode()


def _outlined(answer: BinaryIO) -> Contents:
    contents = Contents()
    for line in answer:
        found = unpacked(line)
        if isinstance(found, Entry):
            contents.entries[found.key] = found
        elif isinstance(found, Skipped):
            contents.skipped.append(found)
        else:
            contents.partial = True
    return contents


def _already_read(answer: BinaryIO) -> Contents:
    """Entries out of items: those of one key are one entry, told apart by what they say."""
    contents = Contents(answer=answer)
    digests: dict[str, hashlib._Hash] = {}
    at = 0
    for line in answer:
        found = unpacked(line)
        if isinstance(found, Item):
            words = packed(replace(found, line=0))  # wherever in the file it stands
            digests.setdefault(found.key, hashlib.sha256()).update(words.encode())
            contents.lines.setdefault(found.key, []).append(at)
            digest = digests[found.key].hexdigest()[:32]
            contents.entries[found.key] = Entry(
                key=found.key,
                digest=digest,
                title=found.title,
                day=found.starts_on.isoformat(),
                url=found.url,
            )
        elif isinstance(found, Skipped):
            contents.skipped.append(found)
        at += len(line)
    return contents


def _lines_at(answer: BinaryIO, places: Iterable[int]) -> Iterator[Item | Skipped]:
    for place in places:
        answer.seek(place)
        yield _item(answer.readline())


def _item(line: bytes) -> Item | Skipped:
    found = unpacked(line)
    if not isinstance(found, Item | Skipped):
        raise TypeError(f"an item was expected, not {found}")
    return found
