"""The wheel carries all that it needs, and serves from a folder that never saw the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from gates.services import answer, serving

CHECKOUT = Path(__file__).parents[1]
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")
# The installed program must not find the checkout by the way.
FOREIGN = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def run(*command: str | Path, folder: Path, **environ: str) -> str:
    """Run a program to its end in `folder`; return what it printed, or fail with it."""
    done = subprocess.run(
        command, cwd=folder, env=FOREIGN | environ, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_in(folder: str, inside: str) -> set[str]:
    """The files of a folder of the checkout, as they are called in the wheel."""
    top = CHECKOUT / folder
    return {
        f"{inside}/{path.relative_to(top)}"
        for path in top.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def content_of(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", out, CHECKOUT, folder=out)
    [made] = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh virtual environment with the wheel installed."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=True)
    run(home / "bin" / "python", *PIP, "install", wheel, folder=home)
    return home / "bin"


def test_wheel_carries_code_templates_migrations_static_files_and_catalogue(wheel: Path) -> None:
    wanted = (
        files_in("netmentor", "netmentor")
        | files_in("templates", "netmentor/templates")
        | files_in("migrations", "netmentor/migrations")
    )

    assert content_of(wheel) == wanted
    assert {"netmentor/migrations/__init__.py", "netmentor/static/netmentor.css"} <= wanted
    assert {"netmentor/templates/base.html", "netmentor/catalogue/editions.json"} <= wanted


def test_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, folder=CHECKOUT)
    [sdist] = tmp_path.glob("*.tar.gz")
    run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", tmp_path, sdist, folder=tmp_path)
    [made] = tmp_path.glob("*.whl")

    assert content_of(made) == content_of(wheel)


def test_the_installed_program_is_not_the_checkout(programs: Path, tmp_path: Path) -> None:
    where = run(
        programs / "python", "-c", "import netmentor; print(netmentor.__file__)", folder=tmp_path
    )

    assert Path(where.strip()).is_relative_to(programs.parent)


def test_installed_elsewhere_it_migrates_and_serves(programs: Path, tmp_path: Path) -> None:
    netmentor = programs / "netmentor"
    run(netmentor, "migrate", folder=tmp_path, NETMENTOR_DATA=str(tmp_path / "data"))

    with serving([str(netmentor), "serve"], tmp_path, FOREIGN) as base:
        page = answer(f"{base}/events")
        feed = answer(f"{base}/events.ics")
        style = answer(f"{base}/static/netmentor.css")

    assert [status for status, _ in (page, feed, style)] == [200, 200, 200]
    assert b"<!doctype html>" in page[1][:100].lower()
    assert feed[1].startswith(b"BEGIN:VCALENDAR\r\n")
