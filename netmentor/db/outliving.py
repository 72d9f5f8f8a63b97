"""Notes in the data folder that a backup taken before them does not undo: a line of JSON each."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def note_down(file: Path, told: dict[str, Any]) -> None:
    """Add a line to a file, and see it on the disk before anything else happens."""
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as notes:
        size = os.fstat(handle).st_size
        is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        notes.write(b"\n" * is_torn + json.dumps(told).encode("ascii") + b"\n")
        notes.flush()
        os.fsync(notes.fileno())


def noted(file: Path) -> list[dict[str, Any]]:
    """The lines of a file, in their order; none where there is no such file.

    A line that was cut off, by a full disk or a kill, is none: what it was of was not begun.
    """
    if not file.exists():
        return []
    found = []
    for line in file.read_text(encoding="ascii").splitlines():
        with suppress(json.JSONDecodeError):
            found.append(json.loads(line))
    return found
