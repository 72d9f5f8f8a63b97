"""The process that reads address books of others, alone, as `events.importing.child` events."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

from netmentor.contacts.books import csvs
from netmentor.contacts.books.cards import cards_of
from netmentor.contacts.books.packing import Headers, packed
from netmentor.contacts.books.rules import Format
from netmentor.events.importing.child import Task, as_utf8, main
from netmentor.events.importing.items import UnreadableFile


def read(task: Task, file: BinaryIO) -> Iterator[str]:
    """Read cards or a table, `asked.most` people at the most."""
    body, is_cards = file.read(), task.asked.format == Format.VCARD
    found = cards_of(as_utf8(body)) if is_cards else csvs.read(body, task.asked.mapping)
    try:
        for count, one in enumerate(found, 1):
            if count > task.asked.most:
                most = f"{task.asked.most:,}"
                raise UnreadableFile(f"It holds more than {most} people; bring them in by parts.")
            yield packed(one)
    except csvs.UnknownColumns as exc:
        yield packed(Headers(exc.headers))


if __name__ == "__main__":
    sys.exit(main(read))
