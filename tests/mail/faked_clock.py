"""A clock that goes on by days at once, for whole processes and all they run: libfaketime's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from netmentor import clock

_LIBRARIES = "*/faketime/libfaketime.so.1"


class FakedClock:
    """What the clock shows to processes started with its `environ`; to this one it does not."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ahead"
        self._ahead = timedelta()
        self.go_on_to(clock.now())

    @property
    def environ(self) -> Mapping[str, str]:
        return {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # leases and pauses are measured by that one
        }

    def now(self) -> datetime:
        return clock.now() + self._ahead

    def go_on_to(self, at: datetime) -> None:
        """Have it show this now, and go on from there."""
        self._ahead = at - clock.now()
        new = self._file.with_suffix(".new")
        new.write_text(f"{self._ahead.total_seconds():+f}\n")
        new.replace(self._file)


def library() -> str:
    """The path of libfaketime; without it, such a run fails in CI and is skipped elsewhere."""
    found = next(Path("/usr/lib").glob(_LIBRARIES), None)
    if found is None:
        reason = "There is no libfaketime under /usr/lib; on Debian it comes with faketime."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason=reason)
    return str(found)
