"""Mentoring programs of associations, as their own pages tell of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from netmentor.paths import CATALOGUE

_FILE = "mentoring_programs.json"


@dataclass(frozen=True, slots=True)
class Program:
    """One program. `term` is "6 to 12 months", or "" where its page does not say."""

    name: str
    organization: str
    term: str
    cadence: str
    who: str
    matching: str
    note: str
    url: str
    source_url: str
    verified_on: date


@cache
def programs(folder: Path = CATALOGUE) -> tuple[Program, ...]:
    """Every program that is known, in the order of the file."""
    rows = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    return tuple(_program(row) for row in rows)


def _program(row: dict[str, str | None]) -> Program:
    told = {name: value or "" for name, value in row.items()}
    return Program(
        name=told["name"],
        organization=told["organization"],
        term=_term(row["term_months_min"], row["term_months_max"]),
        cadence=_seen(told["cadence"]),
        who=_seen(told["who"]),
        matching=_seen(told["matching"]),
        note=told["note"],
        url=told["url"],
        source_url=told["source_url"],
        verified_on=date.fromisoformat(told["verified_on"]),
    )


def _term(least: object, most: object) -> str:
    """The length in words.

    >>> _term(6, 12), _term(6, 6), _term(None, None)
    ('6 to 12 months', '6 months', '')
    """
    if least is None or most is None:
        return ""
    return f"{least} months" if least == most else f"{least} to {most} months"


def _seen(text: str) -> str:
    """What a page says; of what was not seen there, nothing."""
    return "" if text.startswith("Not seen") else text
