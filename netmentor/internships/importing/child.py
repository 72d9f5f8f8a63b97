"""The process that reads opportunities of others, alone, as `events.importing.child` events."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

from netmentor.events.importing.child import Task, as_utf8, main
from netmentor.events.importing.rules import Format
from netmentor.internships.importing import postings, tables
from netmentor.internships.importing.items import packed


def read(task: Task, file: BinaryIO) -> Iterator[str]:
    """Read a table or a page with job postings; what they tell is as of the day `since`."""
    asked, body = task.asked, as_utf8(file.read())
    if asked.format == Format.JSONLD:
        found = postings.read(
            body,
            charset=asked.charset,
            address=asked.address,
            zone=asked.zone,
            today=asked.since,
        )
    else:
        found = tables.read(body, mapping=asked.mapping, zone=asked.zone, today=asked.since)
    yield from map(packed, found)


if __name__ == "__main__":
    sys.exit(main(read))
