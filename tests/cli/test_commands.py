"""Every command ends with 0, 1 or 2, and says why in a sentence; never with a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from netmentor import __version__
from netmentor.__main__ import main
from netmentor.cli.refusals import sentence
from netmentor.errors import Conflict
from netmentor.settings import Settings
from tests.cli.processes import CHECKOUT, environ, free_port, netmentor

COMMANDS = ["serve", "work", "migrate", "backup", "restore", "doctor"]


def test_the_version_is_told(home: Settings) -> None:
    done = netmentor(home, "--version")

    assert (done.returncode, done.stdout) == (0, f"NetMentor {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["dance"], ["backup"], ["restore"], ["migrate", "up"], ["doctor", "--xml"], ["--port"]],
)
def test_wrong_usage_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage: netmentor" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"usage: netmentor {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--port", "0"],
        ["work"],
        ["migrate"],
        ["backup", "."],
        ["restore", "x"],
        ["doctor"],
    ],
)
def test_a_wrong_setting_is_refused_by_name_everywhere(
    home: Settings,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NETMENTOR_DATA", str(home.data))
    monkeypatch.setenv("NETMENTOR_MAIL_FROM", "nobody")

    assert main(arguments) == 1
    assert capsys.readouterr().err == (
        "netmentor: NETMENTOR_MAIL_FROM: use one plain address, such as post@example.org.\n"
    )


def test_migrate_goes_forward_and_back_and_says_so(empty_database: Settings) -> None:
    there = netmentor(empty_database, "migrate")
    again = netmentor(empty_database, "migrate")
    back = netmentor(empty_database, "migrate", "--to", "zero")

    assert (there.returncode, there.stdout.split()[0]) == (0, "Applied")
    assert (again.returncode, again.stdout) == (0, "Nothing to do.\n")
    assert (back.returncode, back.stdout.split()[0]) == (0, "Reverted")


def test_migrate_refuses_a_name_it_does_not_know(home: Settings) -> None:
    done = netmentor(home, "migrate", "--to", "9999")

    assert done.returncode == 1
    assert done.stderr.startswith("netmentor: There is no migration “9999”; there are 0001_initial")


def test_a_server_that_does_not_answer_is_refused_in_one_line(home: Settings) -> None:
    url = f"postgres://ada:moonlight@127.0.0.1:{free_port()}/netmentor"

    done = netmentor(home, "migrate", NETMENTOR_DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stderr.startswith("netmentor: The system refuses: ")
    assert done.stderr.count("\n") == 1
    assert "moonlight" not in done.stderr


def test_postgres_without_its_package_is_refused_with_the_command_that_helps(
    home: Settings,
) -> None:
    program = (
        "import sys; sys.modules['asyncpg'] = None\n"
        "from netmentor.__main__ import main; sys.exit(main(['migrate']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env=environ(home, NETMENTOR_DATABASE_URL="postgres://ada@127.0.0.1/netmentor"),
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (
        1,
        "netmentor: PostgreSQL needs one more package: pip install 'netmentor[postgres]'.\n",
    )


def test_a_defect_keeps_its_traceback() -> None:
    assert sentence(ValueError("a defect")) is None
    assert sentence(Conflict("A refusal.")) == "A refusal."


def test_the_program_runs_as_a_module_from_anywhere(home: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "netmentor", "migrate"],
        cwd=home.data,
        env={**environ(home), "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (0, "Nothing to do.\n"), done.stderr
