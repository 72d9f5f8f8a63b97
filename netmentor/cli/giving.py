"""What an operator hands in: a file, or a paste on standard input, as far as it may be large."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from netmentor.errors import NotFound
from netmentor.events.importing.reading import Unreadable
from netmentor.events.importing.rules import LARGEST_GIVEN


def copy(what: str, body: BinaryIO) -> None:
    """Fill `body` with a file, or with what is pasted."""
    try:
        with sys.stdin.buffer if what == "-" else Path(what).open("rb") as given:
            while some := given.read(1 << 20):
                body.write(some)
                if body.tell() > LARGEST_GIVEN:
                    raise Unreadable(f"{what} is larger than {LARGEST_GIVEN // 2**20} MB.")
    except OSError as exc:
        raise NotFound(f"{what} cannot be read: {exc.strerror}.") from exc
    body.flush()
