"""What operators copy names commands, folders and tests that exist."""

from __future__ import annotations

import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest

from netmentor.cli import parser
from tests.cli.processes import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
PROGRAM = "/opt/netmentor/bin/netmentor"


def unit(name: str) -> RawConfigParser:
    """Read a unit; of a name that comes twice, the last one counts here."""
    found = RawConfigParser(strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(DEPLOY / name)
    return found


@pytest.mark.parametrize("name", ["netmentor.service", "netmentor-backup.service"])
def test_units_run_commands_that_exist(name: str) -> None:
    program, *arguments = shlex.split(unit(name)["Service"]["ExecStart"])

    assert program == PROGRAM
    assert parser().parse_args(arguments).run


@pytest.mark.parametrize("name", ["netmentor.service", "netmentor-backup.service"])
def test_units_give_away_no_right_they_need_not(name: str) -> None:
    service = unit(name)["Service"]

    assert service["User"] == "netmentor"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["Environment"] == "NETMENTOR_DATA=/var/lib/netmentor"
    assert service["StateDirectory"] == "netmentor"


def test_the_backup_goes_where_its_unit_may_write() -> None:
    service = unit("netmentor-backup.service")["Service"]

    assert parser().parse_args(shlex.split(service["ExecStart"])[1:]).out == Path(
        service["ReadWritePaths"]
    )


def test_the_proxy_leads_to_where_serve_listens() -> None:
    asked = parser().parse_args(["serve"])

    assert f"reverse_proxy {asked.host}:{asked.port} " in (DEPLOY / "Caddyfile").read_text()


def test_every_file_of_the_folder_is_in_the_operations_page() -> None:
    page = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert [path.name for path in DEPLOY.iterdir() if path.name not in page] == []


def test_every_promise_names_tests_that_exist() -> None:
    page = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)

    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^(async )?def {name}\(", (CHECKOUT / path).read_text(), re.MULTILINE)
    ]

    assert len(named) > 10
    assert missing == []


def test_every_promise_is_shown_or_comes_later() -> None:
    page = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")
    promises = re.split(r"^\d+\. ", page.split("\n## ")[2], flags=re.MULTILINE)[1:]
    silent = [one for one in promises if not re.search(r"`tests/|\*Comes\s+later\*", one)]

    assert len(promises) == 10
    assert silent == []
