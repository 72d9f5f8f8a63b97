"""Reading a file of people, by a process of its own that can be killed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import BinaryIO

from netmentor.contacts.books.packing import Found, unpacked
from netmentor.contacts.books.rules import Format
from netmentor.events.importing.items import Asked
from netmentor.events.importing.reading import answer_of

_PROGRAM = "netmentor.contacts.books.child"
_A_DAY = date(2000, 1, 1)  # nothing in an address book is told as of a day
SECONDS = 20.0


def format_of(body: bytes) -> Format:
    """What a file is, by its first line; anything that is no card is a table."""
    first = body[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00\r\n\t ").replace(b"\x00", b"")
    return Format.VCARD if first[:11].upper() == b"BEGIN:VCARD" else Format.CSV


@asynccontextmanager
async def read(
    file: BinaryIO, format_: Format, mapping: Mapping[str, str], *, most: int
) -> AsyncIterator[Iterator[Found]]:
    """Hand out what a file tells, a line at a time; raise Unreadable for what tells nothing."""
    asked = Asked(
        format=format_, zone="UTC", since=_A_DAY, until=_A_DAY, most=most, mapping=dict(mapping)
    )
    async with answer_of(file, asked, program=_PROGRAM, seconds=SECONDS) as lines:
        yield (unpacked(line) for line in lines)
