"""The two commands say what would help when they cannot go on, and leave nothing running."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
BARE = {"PIP_CONFIG_FILE": os.devnull}  # no registry but the one that a test names


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as setting up reads, without a `.venv`."""
    shutil.copytree(CHECKOUT / "netmentor", tmp_path / "netmentor")
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def dev(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command with nothing in its environment but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "netmentor.dev", *arguments],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("arguments", [[], ["start"], ["--help"]])
def test_wrong_usage_is_told_the_two_commands(arguments: list[str]) -> None:
    done = dev(CHECKOUT, *arguments)

    assert done.returncode == 2
    assert "netmentor.dev serve" in done.stderr
    assert "netmentor.dev test" in done.stderr


def test_an_installed_package_is_refused(checkout: Path) -> None:
    (checkout / "pyproject.toml").unlink()

    done = dev(checkout, "serve")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "works in a checkout" in done.stderr


def test_a_python_without_ensurepip_is_told_what_to_install(checkout: Path) -> None:
    program = (
        "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = ['dev', 'test'];"
        "runpy.run_module('netmentor.dev', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_registry_that_is_not_there_is_told_with_the_last_lines_of_pip(checkout: Path) -> None:
    done = dev(checkout, "test", PIP_NO_INDEX="1", **BARE)

    assert done.returncode == 1
    assert "hatchling" in done.stderr
    assert "registry that answers" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv" / "netmentor.json").exists()


def test_a_stop_while_installing_ends_pip_and_its_children(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent_registry:
        address = f"http://127.0.0.1:{silent_registry.getsockname()[1]}/simple"
        process = subprocess.Popen(
            [sys.executable, "-m", "netmentor.dev", "serve"],
            cwd=checkout,
            env={"PIP_INDEX_URL": address, "PIP_NO_CACHE_DIR": "1", **BARE},
            stdout=subprocess.DEVNULL,
        )
        try:
            silent_registry.settimeout(60)
            asked, _ = silent_registry.accept()
            process.terminate()

            assert process.wait(timeout=5) == 128 + signal.SIGTERM
        finally:
            process.kill()
        # The pip inside pip waits 15 s for an answer; the line closes sooner when it is ended.
        asked.settimeout(5)
        with asked:
            while asked.recv(65536):
                pass
