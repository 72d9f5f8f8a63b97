"""A subscription through vdirsyncer into khal: what moved has moved, what is off is off."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gates.calendars.subscribing import (
    act,
    is_refused,
    settle_in,
    shown,
    subscribe,
    synchronize,
)
from gates.services import SERVE, serving

SAMPLES = "/events.ics?organization=sample-association&from=2026-12-01"
BEFORE = {
    "2026-12-09 12:00 Sample that stays CONFIRMED",
    "2026-12-09 12:00 Sample that moves CONFIRMED",
    "2026-12-09 12:00 Sample that is canceled CONFIRMED",
}
AFTER = {
    "2026-12-09 12:00 Sample that stays CONFIRMED",
    "2026-12-16 12:00 Sample that moves CONFIRMED",
    "2026-12-09 12:00 Canceled: Sample that is canceled CANCELLED",
}
THANKS = "2026-12-10  Say thanks; with a comma, and “quotes” (Sample Priya) CONFIRMED"


@pytest.fixture
def subscriber(stocked: Path, tmp_path: Path) -> Path:
    """A folder with a service's data and the settings of both programs."""
    shutil.copytree(stocked, tmp_path / "data")
    return settle_in(tmp_path)


def test_what_moves_and_what_is_canceled_arrives_as_such(subscriber: Path) -> None:
    with serving(SERVE, subscriber) as base:
        act("stage", "first", subscriber / "data")
        subscribe(subscriber, base + SAMPLES)
        synchronize(subscriber)
        assert shown(subscriber) == BEFORE

        act("stage", "second", subscriber / "data")
        synchronize(subscriber)

        assert shown(subscriber) == AFTER
        assert len(list((subscriber / "calendar").iterdir())) == 3  # moved, not doubled


def test_what_is_mine_moves_is_done_and_stops_at_a_revoked_address(subscriber: Path) -> None:
    with serving(SERVE, subscriber) as base:
        tokens = json.loads(act("owner", "first", subscriber / "data"))
        subscribe(subscriber, f"{base}/feeds/{tokens['full']}.ics")
        synchronize(subscriber)
        survey = "2026-12-10  Send the survey (Sample Priya) CONFIRMED"
        assert shown(subscriber) == BEFORE | {survey, THANKS}

        act("owner", "second", subscriber / "data")
        synchronize(subscriber)

        assert shown(subscriber) == AFTER | {THANKS}
        assert len(list((subscriber / "calendar").iterdir())) == 4

        act("owner", "third", subscriber / "data")
        assert is_refused(subscriber)
        assert shown(subscriber) == AFTER | {THANKS}  # and nothing was taken away
