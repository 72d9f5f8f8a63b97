"""The two commands work on a fresh copy, with nothing in the environment but where packages are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gates.services import answer, serving

pytestmark = pytest.mark.xdist_group("dev")  # they share one copy, and setting it up takes long

CHECKOUT = Path(__file__).parents[1]
# What mypy keeps of what it has found stays: it looks again wherever a file is another one.
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".pytest_cache", ".ruff_cache", "__pycache__", "node_modules", "data"
)
PYTHON = str(Path(sys.base_prefix) / "bin" / "python3")  # the one that made our own environment
BARE = {
    name: value
    for name, value in os.environ.items()
    if name.startswith(("PIP_", "SSL_")) or name.lower().endswith("_proxy")
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "netmentor"
    shutil.copytree(CHECKOUT, folder, ignore=LEFT_OUT)
    return folder


def run_tests(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, "-m", "netmentor.dev", "test", *arguments],
        cwd=copy,
        env=BARE,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_serve_sets_everything_up_once_and_answers(copy: Path) -> None:
    shutil.rmtree(copy / ".venv", ignore_errors=True)  # whichever test came first
    with serving([PYTHON, "-m", "netmentor.dev", "serve"], copy, BARE) as base:
        assert answer(f"{base}/events")[0] == 200
    first = said(copy)

    with serving([PYTHON, "-m", "netmentor.dev", "serve"], copy, BARE):
        pass

    assert f"Making .venv with Python {sys.version.split()[0]}.\n" in first
    assert ".venv" not in said(copy)


def test_test_hands_arguments_and_exit_code_through(copy: Path) -> None:
    passed = run_tests(copy, "tests/test_settings.py", "-k", "secret")
    empty = run_tests(copy, "tests/test_settings.py", "-k", "nothing_is_called_this")

    assert (passed.returncode, " passed" in passed.stdout) == (0, True), passed.stdout
    assert empty.returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_test_stops_at_code_that_is_not_clean(copy: Path) -> None:
    stray = copy / "netmentor" / "stray.py"
    stray.write_text("import os\n")

    done = run_tests(copy)
    stray.unlink()

    assert done.returncode == 1
    assert "stray.py" in done.stdout
    assert "passed" not in done.stdout


def said(copy: Path) -> str:
    return (copy / "service.log").read_text(encoding="utf-8")
