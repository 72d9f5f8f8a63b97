"""The process that reads what comes from outside, alone, with little memory and no secrets.

Its parent gives it an open file, a task as JSON on standard input, and a file to write what
it finds to, a line each; and kills it when it takes too long (`reading`).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from netmentor.events.importing import ics, ics_busy, ics_items, jsonld, tables
from netmentor.events.importing.items import (
    REFUSED,
    Asked,
    Entry,
    Found,
    Skipped,
    UnreadableFile,
    packed,
    unpacked,
)

MEMORY = 256 * 1024 * 1024  # bytes of address space
LARGEST_ANSWER = 128 * 1024 * 1024  # bytes
PROCESSOR = 20  # seconds; the parent's clock ends it sooner


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Find the entries of the file behind descriptor `file`, or read those of `entries`."""

    file: int
    answer: int
    asked: Asked
    entries: tuple[Entry, ...] = ()


Reader = Callable[[Task, BinaryIO], Iterator[str]]  # the lines of the answer


def main(read: Reader) -> int:
    """Have `read` carry out one task; return 0, or REFUSED with a sentence as the answer."""
    _confine()
    task = _task(json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer)
    with os.fdopen(task.answer, "w", encoding="ascii") as answer:
        with os.fdopen(task.file, "rb") as file:
            try:
                for line in read(task, file):
                    answer.write(f"{line}\n")
            except UnreadableFile as exc:
                sentence = str(exc)
            except MemoryError:
                sentence = "Reading it takes more memory than a calendar or a table should."
            except RecursionError:
                sentence = "It is nested deeper than anything we read."
            else:
                return 0
        answer.seek(0)
        answer.truncate()
        answer.write(json.dumps(sentence))
    return REFUSED


def _confine() -> None:
    os.nice(10)  # pages come first
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_ANSWER),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _task(told: dict[str, Any], more: BinaryIO) -> Task:
    asked = told["asked"]
    days = {name: date.fromisoformat(asked[name]) for name in ("since", "until")}
    entries = tuple(one for line in more if isinstance(one := unpacked(line), Entry))
    return Task(
        file=told["file"], answer=told["answer"], asked=Asked(**asked | days), entries=entries
    )


def read_events(task: Task, file: BinaryIO) -> Iterator[str]:
    """Read entries of a calendar, or find out what a file holds, by its format."""
    read = _read_entries if task.entries else _read_all
    yield from map(packed, read(task, file))


def _read_all(task: Task, file: BinaryIO) -> Iterator[Found]:
    body = as_utf8(file.read())
    match task.asked.format:
        case "ics":
            yield from ics.outline(body, task.asked)
        case "busy":
            yield from ics_busy.read(body, task.asked)
        case "jsonld":
            asked = task.asked
            yield from jsonld.read(
                body, charset=asked.charset, address=asked.address, zone=asked.zone
            )
        case _:
            yield from tables.read(body, mapping=task.asked.mapping, zone=task.asked.zone)


def _read_entries(task: Task, file: BinaryIO) -> Iterator[Found]:
    body = as_utf8(file.read())
    calendar = ics.calendar_of(body, task.asked)
    for entry in task.entries:
        blocks = [body[place.offset : place.offset + place.length] for place in entry.places]
        try:
            yield from ics_items.items(entry, blocks, calendar, task.asked)
        except (MemoryError, RecursionError):
            raise
        except Exception:  # whatever it is, it is this entry's own
            yield Skipped(entry.places[0].line, "It cannot be read.", entry.key[:120])


def as_utf8(body: bytes) -> bytes:
    """Without the mark that some programs put first; what is in UTF-16 becomes UTF-8."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(b"\xef\xbb\xbf")


if __name__ == "__main__":
    sys.exit(main(read_events))
