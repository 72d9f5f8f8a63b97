"""What the gates share: one service on real data, and the programs of others that judge it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gates.services import SERVE, serving, serving_copy

GATES = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent  # node, vdirsyncer and khal of the `gates` extra


def pytest_configure() -> None:
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the two that take longest, so that nobody waits for them at the end."""
    items.sort(key=lambda item: item.path.parent != GATES)


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service that has migrated and loaded the catalogue, and has ended."""
    folder = tmp_path_factory.mktemp("stocked")
    with serving(SERVE, folder):
        pass
    return folder / "data"


@pytest.fixture(scope="session")
def service(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one running service with the catalogue loaded, without a last slash."""
    folder = tmp_path_factory.mktemp("service")
    with serving_copy(stocked, folder) as base:
        yield base


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder of the npm packages that gates/package.json lists; `.ci/run` installs them."""
    folder = GATES / "node_modules"
    if not folder.is_dir():
        pytest.fail("run `npm install --ignore-scripts --no-package-lock` in gates/ first")
    return folder
