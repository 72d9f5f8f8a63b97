"""A subscription through vdirsyncer into khal: what moved has moved, what is off is off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gates.services import serving

CHECKOUT = Path(__file__).parents[2]
SAMPLES = "/events.ics?organization=sample-association&from=2026-12-01"


@pytest.fixture
def subscriber(tmp_path: Path) -> Path:
    """A folder with the settings of both programs."""
    (tmp_path / "khal.conf").write_text(
        "[calendars]\n[[netmentor]]\n"
        f"path = {tmp_path}/calendar\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = America/Chicago\ndefault_timezone = America/Chicago\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    return tmp_path


def subscribe(folder: Path, address: str) -> None:
    (folder / "vdirsyncer.conf").write_text(
        f'[general]\nstatus_path = "{folder}/status"\n'
        '[pair subscription]\na = "feed"\nb = "calendar"\ncollections = null\n'
        'conflict_resolution = "a wins"\n'
        f'[storage feed]\ntype = "http"\nurl = "{address}"\n'
        f'[storage calendar]\ntype = "filesystem"\npath = "{folder}/calendar"\nfileext = ".ics"\n'
    )
    (folder / "calendar").mkdir()
    run(folder, "vdirsyncer", "-c", str(folder / "vdirsyncer.conf"), "discover")


def synchronize(folder: Path) -> None:
    run(folder, "vdirsyncer", "-c", str(folder / "vdirsyncer.conf"), "sync")


def shown(folder: Path) -> set[str]:
    """What khal lists for December: start, title and status of each event."""
    form = "{start-date} {start-time} {title} {status}"
    listed = run(
        folder, "khal", "-c", str(folder / "khal.conf"), "list", "--day-format", "",
        "--format", form, "2026-12-01", "31d",
    )  # fmt: skip
    return {line.strip() for line in listed.splitlines() if line.strip()}


def run(folder: Path, *command: str, **environ: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def put(stage: str, data: Path) -> None:
    """Have the sample source speak; the service runs meanwhile."""
    run(
        CHECKOUT,
        sys.executable,
        "-m",
        "gates.calendars.stage",
        stage,
        NETMENTOR_DATA=str(data),
    )


def test_what_moves_and_what_is_canceled_arrives_as_such(subscriber: Path) -> None:
    with serving([sys.executable, "-m", "netmentor", "serve"], subscriber) as base:
        put("first", subscriber / "data")
        subscribe(subscriber, base + SAMPLES)
        synchronize(subscriber)
        assert shown(subscriber) == {
            "2026-12-09 12:00 Sample that stays CONFIRMED",
            "2026-12-09 12:00 Sample that moves CONFIRMED",
            "2026-12-09 12:00 Sample that is canceled CONFIRMED",
        }

        put("second", subscriber / "data")
        synchronize(subscriber)

        assert shown(subscriber) == {
            "2026-12-09 12:00 Sample that stays CONFIRMED",
            "2026-12-16 12:00 Sample that moves CONFIRMED",
            "2026-12-09 12:00 Canceled: Sample that is canceled CANCELLED",
        }
        assert len(list((subscriber / "calendar").iterdir())) == 3  # moved, not doubled
