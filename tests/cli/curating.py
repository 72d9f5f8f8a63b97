"""`netmentor curate` in tests: what it says, and one event to say it of."""

from __future__ import annotations

import json
from subprocess import CompletedProcess
from typing import Any

from netmentor.settings import Settings
from tests.cli.inside import counts_of, inside
from tests.cli.processes import netmentor
from tests.events.telling import make_teller, tell
from tests.factories import make_draft

DRAFT = make_draft(external_id="sample-1")
ADDRESS, EVENT = "/events/sample-webinar-2026", "sample-webinar-2026"


def add_event(settings: Settings) -> None:
    """Let one source tell of one event."""

    async def told() -> None:
        await tell(await make_teller("sample-one"), DRAFT)

    inside(settings, told)


def curate(settings: Settings, *arguments: str) -> CompletedProcess[str]:
    done = netmentor(settings, "curate", *arguments)
    assert "Traceback" not in done.stderr
    return done


def said(settings: Settings, *arguments: str) -> str:
    """What a command says, without the end of its line."""
    done = curate(settings, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.removesuffix("\n")


def in_json(settings: Settings, *arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(said(settings, *arguments, "--json"))
    return rows


def refusal(settings: Settings, *arguments: str) -> str:
    """The sentence of a command that is refused and changes nothing."""
    before = counts_of(settings)
    done = curate(settings, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert counts_of(settings) == before
    return done.stderr.removeprefix("netmentor: ").removesuffix("\n")
