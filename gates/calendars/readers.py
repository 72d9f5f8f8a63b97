"""Other people's calendar programs, each asked what it sees in a calendar of ours.

Every reader answers with the same small facts, so that the test can compare them with
what was published. One that reports a fault, or ends with another code than 0, raises.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ical.calendar_stream import IcsCalendarStream

HERE = Path(__file__).parent


class Refused(Exception):
    """The program does not take the calendar; its own words say why."""


@dataclass(frozen=True, order=True)
class Seen:
    """One event as a program sees it: `starts` is a UTC moment, or a day, in ISO form."""

    uid: str
    starts: str
    status: str


def run(*command: str | Path, given: bytes | None = None) -> str:
    """Run a program to its end; return what it printed, or raise what it said instead."""
    done = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    if done.returncode:
        raise Refused((done.stderr or done.stdout).decode(errors="replace")[-2000:])
    return done.stdout.decode()


def moment(value: datetime | date | None) -> str:
    """A start as `Seen` has it; "" for none."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if value else ""


def ical_js(body: bytes) -> set[Seen]:
    return _rows(run("node", HERE / "read_ical_js.mjs", given=body))


def node_ical(body: bytes) -> set[Seen]:
    return _rows(run("node", HERE / "read_node_ical.mjs", given=body))


def libical(body: bytes) -> set[Seen]:
    return _rows(run(_libical_program(), given=body))


def strict_ical(body: bytes) -> set[Seen]:
    """The `ical` package of PyPI, which validates each property it knows."""
    try:
        found = IcsCalendarStream.calendar_from_ics(body.decode())
    except Exception as exc:  # its parser and its validation raise several kinds
        raise Refused(str(exc)) from exc
    return {
        Seen(event.uid, moment(event.dtstart), (event.status or "").upper())
        for event in found.events
    }


def calcurse(body: bytes) -> int:
    """Import into calcurse; return how many items it took. It raises if one was skipped."""
    with TemporaryDirectory(prefix="calcurse-") as name:
        folder = Path(name)
        file = folder / "feed.ics"
        file.write_bytes(body)
        said = run("calcurse", "-D", folder / "data", "-C", folder / "conf", "-i", file)
    counts = {
        word: int(number) for number, word in re.findall(r"(\d+) (app|event|todo|skipped)", said)
    }
    if counts["skipped"]:
        raise Refused(said)
    return counts["app"] + counts["event"] + counts.get("todo", 0)


READERS: dict[str, Callable[[bytes], set[Seen]]] = {
    "ical.js": ical_js,
    "node-ical": node_ical,
    "libical": libical,
    "ical": strict_ical,
}


def _rows(printed: str) -> set[Seen]:
    return {Seen(*row) for row in json.loads(printed)}


@cache
def _workshop() -> TemporaryDirectory[str]:
    """A folder that goes when the interpreter does."""
    return TemporaryDirectory(prefix="libical-")


@cache
def _libical_program() -> Path:
    """Compile the small C program beside this file against the system's libical."""
    program = Path(_workshop().name) / "read_libical"
    flags = run("pkg-config", "--cflags", "--libs", "libical").split()
    run("gcc", "-Wall", "-Werror", "-o", program, HERE / "read_libical.c", *flags)
    return program
