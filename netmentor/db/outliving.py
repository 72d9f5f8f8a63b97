"""Notes in the data folder that a backup taken before them does not undo: a line of JSON each."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def note_down(file: Path, told: dict[str, Any]) -> None:
    """Add a line to a file, and see it on the disk before anything else happens."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as notes:
        notes.write(f"{json.dumps(told)}\n")
        notes.flush()
        os.fsync(notes.fileno())


def noted(file: Path) -> list[dict[str, Any]]:
    """The lines of a file, in their order; none where there is no such file."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="ascii").splitlines()]
