"""README.md and docs/ say all that the code offers, and nothing that it does not."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Mount, Route

from netmentor import __version__
from netmentor.app import create_app
from netmentor.cli import parser
from netmentor.settings import Settings
from tests.architecture import FLOORS

CHECKOUT = Path(__file__).parents[1]
NOT_OURS = {"node_modules", "data", "dist", "build", "__pycache__", ".git", ".venv"}
# Put together here, so that this file does not contain what it looks for.
MACHINES = re.compile("|".join([r"(?<![\w.])/wo" + "rk/", "/tmp/" + "w/", "/ro" + "ot/"]))
REGISTRIES = re.compile(r"py" + r"pi\.org|pythonhost" + r"ed|npm" + r"js\.|deb\.deb" + "ian")
SETTING = re.compile(r"NETMENTOR_[A-Z_]*[A-Z]")
PATH_IN_CODE = re.compile(r"`(/[^`\s]*)`")


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def files(*endings: str) -> list[Path]:
    """Our files with such an ending, or all; what tools keep in hidden folders is not ours."""
    return [
        path
        for path in sorted(CHECKOUT.rglob("*"))
        if path.is_file() and (not endings or path.suffix in endings)
        if not NOT_OURS & set(path.relative_to(CHECKOUT).parts)
        if not re.match(r"\.(?!ci/)\w+/", str(path.relative_to(CHECKOUT)))
    ]


def code_of(markdown: str) -> str:
    """All that stands in backticks or fences, a piece a line."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", markdown, re.DOTALL | re.MULTILINE)
    unfenced = re.sub(r"^```.*?^```", "", markdown, flags=re.DOTALL | re.MULTILINE)
    return "\n".join([*fenced, *re.findall(r"`([^`]+)`", unfenced)])


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command that can be typed, as "backup" or "source add"."""
    return dict(_commands(parser()))


def _commands(above: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in above._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                below = list(_commands(command))
                yield from ((f"{name} {further}", each) for further, each in below)
                if not below:
                    yield name, command


def options(command: argparse.ArgumentParser) -> set[str]:
    flags = {flag for action in command._actions for flag in action.option_strings}
    return {flag for flag in flags if flag.startswith("--")} - {"--help"}


def addresses(routes: list[BaseRoute], before: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, Route):
            yield before + re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        elif isinstance(route, Mount):
            yield from (
                addresses(route.routes or [], before + route.path)
                if route.routes
                else [f"{before}{route.path}/…"]
            )


def test_every_setting_is_in_the_operations_page() -> None:
    read = set(SETTING.findall(text("netmentor/settings.py")))

    assert read - set(SETTING.findall(text("docs/operations.md"))) == set()


def test_every_setting_in_the_docs_is_read_somewhere() -> None:
    told = {name for path in files(".md") for name in SETTING.findall(path.read_text())}
    read = {name for path in files(".py") for name in SETTING.findall(path.read_text())}

    assert told - read == set()


def test_every_command_and_option_is_in_the_operations_page() -> None:
    told = code_of(text("docs/operations.md"))

    missing = {
        f"{name} {option}".strip()
        for name, command in commands().items()
        for option in ["", *options(command)]
        if not re.search(rf"netmentor {name}\b[^\n]*{option}(?![\w-])", told)
    }

    assert missing == set()


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md", "SECURITY.md"])
def test_every_command_in_the_docs_exists_with_its_options(page: str) -> None:
    known = commands()
    names = "|".join([*sorted(known, key=len, reverse=True), "[a-z]+"])
    told = re.findall(rf"(?:^|\s|/)netmentor ({names})\b([^\n]*)", code_of(text(page)))

    strange = {
        f"{name} {option}".strip()
        for name, rest in told
        for option in ["", *re.findall(r"--[a-z-]+", rest)]
        if name not in known or (option and option not in options(known[name]))
    }

    assert strange == set()


@pytest.mark.parametrize("code", [0, 1, 2])
def test_every_exit_code_is_in_the_operations_page(code: int) -> None:
    assert re.search(rf"^\| *`?{code}`? *\|", text("docs/operations.md"), re.MULTILINE)


def test_the_architecture_page_lists_the_routes_as_they_are(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path,
        database_url=f"sqlite://{tmp_path}/docs.sqlite3",
        base_url="http://localhost:8000",
        secret_key="moonlight" * 4,
        mail_from="netmentor@localhost",
        trusted_proxies=(),
    )
    _, section = text("docs/architecture.md").split("\n## Routes\n")

    told = PATH_IN_CODE.findall(section.split("\n## ")[0])

    assert sorted(told) == sorted(set(addresses(create_app(settings).routes)))


def test_the_architecture_page_names_every_room() -> None:
    drawing = text("docs/architecture.md").split("```")[1]
    rooms = set().union(*FLOORS) - {"dev"}

    assert {room for room in rooms if not re.search(rf"\b{room}(/|\.py)", drawing)} == set()


def test_the_two_commands_stand_first_in_the_readme() -> None:
    first_fence = re.findall(r"^```\w*\n(.*?)^```", text("README.md"), re.DOTALL | re.MULTILINE)[0]

    assert "python3 -m netmentor.dev serve" in first_fence
    assert "python3 -m netmentor.dev test" in first_fence


def test_links_between_our_pages_lead_somewhere() -> None:
    broken = {
        f"{page.relative_to(CHECKOUT)}: {target}"
        for page in files(".md")
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#|/", target)  # an address of the service: tests/web asks it
        if not (page.parent / target.split("#")[0]).exists()
    }

    assert broken == set()


def test_decisions_are_numbered_without_gaps() -> None:
    pages = sorted((CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert [
        page.name
        for number, page in enumerate(pages, 1)
        if not page.read_text(encoding="utf-8").startswith(f"# {number}. ")
    ] == []


def test_the_changelog_tells_of_this_version() -> None:
    assert re.search(rf"^## \[?{re.escape(__version__)}\b", text("CHANGELOG.md"), re.MULTILINE)


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = {}
    for path in files():
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        if found := MACHINES.search(content) or REGISTRIES.search(content):
            named[str(path.relative_to(CHECKOUT))] = found[0]

    assert named == {}
