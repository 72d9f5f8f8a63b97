"""What may be typed after `netmentor`."""

from __future__ import annotations

import argparse

from netmentor import __version__
from netmentor.cli import (
    backup,
    curate,
    demo,
    doctor,
    importing,
    migrate,
    moving,
    outbox,
    restore,
    serve,
    source,
    user,
    work,
)


def parser() -> argparse.ArgumentParser:
    """Return the parser; what it parses has `run`, which takes it and returns the exit code."""
    made = argparse.ArgumentParser(
        prog="netmentor",
        description="NetMentor's commands. Settings come from NETMENTOR_* in the environment.",
        epilog="Exit codes: 0 done, 1 refused with a sentence, 2 wrong usage.",
    )
    made.add_argument("--version", action="version", version=f"NetMentor {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for command in (
        serve,
        work,
        migrate,
        importing,
        source,
        curate,
        user,
        moving,
        outbox,
        demo,
        backup,
        restore,
        doctor,
    ):
        command.describe(commands)
    return made
