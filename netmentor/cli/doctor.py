"""netmentor doctor: what is not as it should be, each in a sentence."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
from dataclasses import asdict

from netmentor import clock, settings
from netmentor.calendars.zones import zone_data_version
from netmentor.cli import checks
from netmentor.cli.checks import Finding, Level
from netmentor.cli.mailing import send_test_letter
from netmentor.cli.observations import look_inside, visit
from netmentor.settings import Settings


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("doctor", help="check this installation")
    command.add_argument("--json", action="store_true", help="for programs that watch")
    command.add_argument(
        "--mail-to", metavar="EMAIL", help="send one test letter there, and nothing else"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.mail_to is not None:
        return asyncio.run(
            send_test_letter(settings.load(), arguments.mail_to, as_json=arguments.json)
        )
    findings = examine(settings.load())
    healthy = all(finding.level is not Level.FAIL for finding in findings)
    if arguments.json:
        told = {"ok": healthy, "checks": [asdict(finding) for finding in findings]}
        print(json.dumps(told, indent=2))
    else:
        for finding in findings:
            print(f"{finding.level:<5} {finding.name:<9} {finding.sentence}")
    return 0 if healthy else 1


def examine(found: Settings) -> list[Finding]:
    """Look at everything once; takes three seconds at most where nobody answers."""
    answer = visit(found.base_url)
    inside = asyncio.run(look_inside(found))
    now = clock.now()
    rooms = {found.data, *([found.sqlite_path.parent] if found.sqlite_path else [])}
    free = min(shutil.disk_usage(room).free for room in rooms if room.is_dir())
    return [
        checks.database(inside),
        checks.https(found.base_url),
        checks.address(found.base_url, answer),
        checks.mail(found.smtp_url),
        checks.queue(inside, now=now),
        checks.letters(inside),
        checks.backup(inside, now=now),
        checks.worker(inside, now=now),
        checks.sources(inside),
        checks.disk(free),
        checks.zones(zone_data_version(), now=now),
        checks.clocks(inside, answer),
    ]
