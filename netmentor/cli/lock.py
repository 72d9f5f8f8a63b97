"""Who uses the data folder: many at once to work with it, one alone to replace what is in it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from netmentor.errors import Conflict
from netmentor.settings import Settings

NAME = "in-use.lock"


class InUse(Conflict):
    """Somebody uses the data folder in a way that excludes this."""


@contextmanager
def in_use(settings: Settings) -> Iterator[None]:
    """Hold the data folder for the block, together with others; raise InUse during a restore."""
    with _held(settings, fcntl.LOCK_SH, "A restore is under way; try again when it is done."):
        yield


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the data folder for the block with nobody else; raise InUse while anything runs."""
    with _held(
        settings,
        fcntl.LOCK_EX,
        f"NetMentor is running on {settings.data}; stop it first, then try again.",
    ):
        yield


@contextmanager
def _held(settings: Settings, kind: int, refusal: str) -> Iterator[None]:
    """The system gives the lock back when the process ends, however it ends."""
    with (settings.data / NAME).open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise InUse(refusal) from exc
        yield
