"""Run the benchmarks and print what they came to as one table; exit 1 when a bar is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

from benchmarks import (
    applying,
    booking,
    bringing,
    finding,
    guessing,
    importing,
    internships,
    letters,
    meeting,
    mentoring,
    moving,
    pages,
    reminding,
    rendering,
    searching,
    serving,
    sources,
    subscribing,
    telling,
)
from benchmarks.measures import Row
from benchmarks.places import Bench
from tests import databases

BENCHMARKS: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "importing": importing.measure,
    "sources": sources.measure,
    "pages": pages.measure,
    "serving": serving.measure,
    "finding": finding.measure,
    "guessing": guessing.measure,
    "meeting": meeting.measure,
    "bringing": bringing.measure,
    "mentoring": mentoring.measure,
    "moving": moving.measure,
    "booking": booking.measure,
    "internships": internships.measure,
    "applying": applying.measure,
    "searching": searching.measure,
    "subscribing": subscribing.measure,
    "telling": telling.measure,
    "reminding": reminding.measure,
    "rendering": rendering.measure,
    "letters": letters.measure,
}
_HELD = {True: "yes", False: "**no**", None: "–"}


def main() -> int:
    arguments = _parser().parse_args()
    held = True
    print("| what | must reach | measured | held? |\n|---|---|---|---|", flush=True)
    on_server = arguments.database == "postgres"
    with databases.server(durable=True) if on_server else nullcontext("") as server:
        bench = Bench(smoke=arguments.smoke, server=server, file=arguments.file)
        for name in arguments.only or BENCHMARKS:
            for row in BENCHMARKS[name](bench):
                line = f"{name}: {row.what} | {row.bar} | {row.measured} | {_HELD[row.held]}"
                print(f"| {line} |", flush=True)
                held = held and row.held is not False
    return 0 if held else 1


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    made.add_argument("--smoke", action="store_true", help="small numbers, loose bars")
    made.add_argument(
        "--only", action="append", choices=[*BENCHMARKS], help="this one; may be repeated"
    )
    made.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    made.add_argument(
        "--file", type=_file, metavar="EVENTS.ics", help="read these in place of the sample"
    )
    return made


def _file(told: str) -> Path:
    path = Path(told).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{told} is no file")
    return path


if __name__ == "__main__":
    sys.exit(main())
