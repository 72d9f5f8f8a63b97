"""A subscriber of a feed: vdirsyncer fetches it, khal shows it, both with a home of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def settle_in(folder: Path) -> Path:
    """Write khal's settings into a folder and return it."""
    (folder / "khal.conf").write_text(
        "[calendars]\n[[netmentor]]\n"
        f"path = {folder}/calendar\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = America/Chicago\ndefault_timezone = America/Chicago\n"
        f"[sqlite]\npath = {folder}/khal.db\n"
    )
    return folder


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
    run(folder, *_sync(folder))


def is_refused(folder: Path) -> bool:
    """True where the address that was subscribed to gives nothing any more."""
    return _done(folder, *_sync(folder)).returncode != 0


def shown(folder: Path) -> set[str]:
    """What khal lists for December: start, title and status of each event."""
    form = "{start-date} {start-time} {title} {status}"
    listed = run(
        folder, "khal", "-c", str(folder / "khal.conf"), "list", "--day-format", "",
        "--format", form, "2026-12-01", "31d",
    )  # fmt: skip
    return {line.strip() for line in listed.splitlines() if line.strip()}


def act(script: str, step: str, data: Path) -> str:
    """Have a script of this folder change the data of a service that runs meanwhile.

    What another process did, the service knows of private feeds after a second at the latest.
    """
    command = (sys.executable, "-m", f"gates.calendars.{script}", step)
    told = run(CHECKOUT, *command, NETMENTOR_DATA=str(data))
    time.sleep(1)
    return told


def run(folder: Path, *command: str, **environ: str) -> str:
    done = _done(folder, *command, **environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _sync(folder: Path) -> tuple[str, ...]:
    return "vdirsyncer", "-c", str(folder / "vdirsyncer.conf"), "sync"


def _done(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
