"""Many may use the data folder at once; who replaces what is in it is alone."""

from __future__ import annotations

import signal

import pytest

from netmentor.cli.lock import InUse, alone, in_use
from netmentor.settings import Settings
from tests.cli.processes import environ, running, until

HOLD = (
    "import time; from netmentor import settings; from netmentor.cli.lock import in_use\n"
    "with in_use(settings.load()): print('held', flush=True); time.sleep(60)"
)


def test_several_may_use_the_folder_at_once(home: Settings) -> None:
    with in_use(home), in_use(home):
        pass


def test_nobody_is_alone_while_another_uses_the_folder(home: Settings) -> None:
    with in_use(home), pytest.raises(InUse, match=r"is running on .*; stop it first"), alone(home):
        pass


def test_nobody_uses_the_folder_while_another_is_alone(home: Settings) -> None:
    with alone(home), pytest.raises(InUse, match=r"A restore is under way"), in_use(home):
        pass


def test_a_process_that_is_killed_leaves_no_lock_behind(home: Settings) -> None:
    with running(["-c", HOLD], environ(home), home.data / "hold.log") as holder:
        until(lambda: "held" in holder.said())
        with pytest.raises(InUse), alone(home):
            pass

        holder.end(signal.SIGKILL)

    with alone(home):
        pass
