"""The floors and manners of the house hold, and the checks that say so can fail."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import architecture as house
from tests.architecture import Module

CHECKOUT = Path(__file__).parents[1]
HOME = {"Organization": "organizations", "Event": "events"}

Check = Callable[[Module], list[str]]


def modules(*folders: str) -> list[Module]:
    return [
        Module(str(path.relative_to(CHECKOUT)), path.read_text(encoding="utf-8"))
        for folder in folders
        for path in sorted((CHECKOUT / folder).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


CODE = modules("netmentor")
TABLES = house.tables(CODE)


def complaints(check: Check, among: list[Module]) -> str:
    return "\n".join(complaint for module in among for complaint in check(module))


def test_imports_and_table_names_go_down() -> None:
    assert complaints(lambda module: house.climbs(module, TABLES), CODE) == ""


def test_every_room_and_every_table_named_is_on_the_drawing() -> None:
    assert complaints(lambda module: house.strangers(module, TABLES), CODE) == ""


def test_the_drawing_has_no_empty_room() -> None:
    rooms = set().union(*house.FLOORS)

    assert rooms - {module.room for module in CODE} == set()


@pytest.mark.parametrize(
    "check",
    [
        house.hides_its_floor,
        house.goes_outdoors,
        house.needs_more_than_it_may,
        house.has_no_opening_sentence,
        house.is_a_drawer,
        house.grew_too_long,
        house.asks_another_clock,
        house.thinks_in_init,
    ],
)
def test_the_code_keeps_the_manners_of_the_house(check: Check) -> None:
    assert complaints(check, CODE) == ""


@pytest.mark.parametrize("check", [house.hides_its_floor, house.is_a_drawer, house.grew_too_long])
def test_tests_and_gates_keep_the_manners_that_are_theirs_too(check: Check) -> None:
    assert complaints(check, modules("tests", "gates")) == ""


def test_migrations_depend_on_no_room() -> None:
    """A migration that reads live code changes when the code does, long after it ran."""
    climbing = {m.path: m.rooms_imported - {"db"} for m in modules("migrations")}

    assert {path: rooms for path, rooms in climbing.items() if rooms} == {}


def test_dev_is_readable_to_the_pythons_it_refuses() -> None:
    source = (CHECKOUT / "netmentor" / "dev.py").read_text(encoding="utf-8")

    assert "from __future__" not in source
    assert ast.parse(source, feature_version=(3, 6))


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("netmentor/db/a.py", "from netmentor.events.models import Event", "must not know events"),
        ("netmentor/events/a.py", "import netmentor.web.page", "must not know web"),
        ("netmentor/events/a.py", "from netmentor import feeds", "must not know feeds"),
        ("netmentor/web/a.py", "from netmentor.feeds import public", "must not know feeds"),
        ("netmentor/jobs/a.py", "from netmentor.web import page", "must not know web"),
        ("netmentor/app.py", "from netmentor.cli import commands", "must not know cli"),
        ("netmentor/events/a.py", "from netmentor.cellar import x", "must not know cellar"),
        ("netmentor/organizations/models.py", "key('models.Event')", "must not know events"),
        ("netmentor/text.py", "from netmentor.errors import Invalid", "must not know errors"),
        ("netmentor/__init__.py", "from netmentor.app import create_app", "must not know app"),
    ],
)
def test_climbing_is_seen(path: str, source: str, complaint: str) -> None:
    [found] = house.climbs(Module(path, source), HOME)

    assert complaint in found


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("netmentor/events/a.py", "from netmentor.organizations.models import Organization"),
        ("netmentor/events/models.py", "key('models.Organization', 'models.Event')"),
        ("netmentor/events/a.py", "from netmentor.events.rules import Status"),
        ("netmentor/cli/a.py", "from netmentor.app import create_app"),
        ("netmentor/web/a.py", "from netmentor import __version__, clock"),
        ("netmentor/db/config.py", "modules = {'models': 'netmentor.events.models'}"),
    ],
)
def test_going_down_is_allowed(path: str, source: str) -> None:
    assert house.climbs(Module(path, source), HOME) == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("netmentor/cellar/a.py", "", "cellar is not on the drawing"),
        ("netmentor/events/models.py", "key('models.Evnet')", "no table is called Evnet"),
    ],
)
def test_strangers_are_seen(path: str, source: str, complaint: str) -> None:
    [found] = house.strangers(Module(path, source), HOME)

    assert complaint in found


def function(lines: int) -> str:
    return "def f():\n" + "    x = 1\n" * (lines - 1)


RULES = "netmentor/events/rules.py"
DEV = "netmentor/dev.py"
ANY = "netmentor/events/a.py"
INIT = "netmentor/events/__init__.py"


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [
        (house.hides_its_floor, ANY, "from . import rules"),
        (house.hides_its_floor, ANY, "from ..web import page"),
        (house.hides_its_floor, ANY, "def f():\n    import json"),
        (house.hides_its_floor, ANY, "async def f():\n    if 1:\n        import json"),
        (house.goes_outdoors, ANY, "from starlette.requests import Request"),
        (house.goes_outdoors, ANY, "import apscheduler.schedulers"),
        (house.goes_outdoors, ANY, "from netmentor.clock import now"),
        (house.goes_outdoors, ANY, "from netmentor import clock"),
        (house.needs_more_than_it_may, DEV, "from netmentor import paths"),
        (house.needs_more_than_it_may, DEV, "import pytest"),
        (house.needs_more_than_it_may, RULES, "import tortoise"),
        (house.needs_more_than_it_may, RULES, "from netmentor.events.models import Event"),
        (house.needs_more_than_it_may, RULES, "from netmentor.organizations.rules import kind"),
        (house.has_no_opening_sentence, ANY, "x = 1"),
        (house.has_no_opening_sentence, ANY, '"""Events"""'),
        (house.has_no_opening_sentence, INIT, "x = 1"),
        (house.is_a_drawer, "netmentor/events/utils.py", ""),
        (house.is_a_drawer, "tests/common/test_a.py", ""),
        (house.grew_too_long, ANY, "x = 1\n" * 301),
        (house.grew_too_long, ANY, function(41)),
        (house.grew_too_long, ANY, "async " + function(41)),
        (house.asks_another_clock, ANY, "at = datetime.now(UTC)"),
        (house.asks_another_clock, ANY, "at = datetime.datetime.utcnow()"),
        (house.asks_another_clock, ANY, "on = date.today()"),
        (house.asks_another_clock, ANY, "from time import time"),
        (house.asks_another_clock, ANY, "call_later(time.time)"),
        (house.thinks_in_init, INIT, "def f():\n    pass"),
    ],
)
def test_bad_manners_are_seen(check: Check, path: str, source: str) -> None:
    assert len(check(Module(path, source))) == 1


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [
        (house.goes_outdoors, "netmentor/jobs/a.py", "import apscheduler\nimport netmentor.clock"),
        (house.needs_more_than_it_may, DEV, "import json, subprocess"),
        (
            house.needs_more_than_it_may,
            RULES,
            "from datetime import date\nfrom netmentor.errors import Conflict",
        ),
        (house.has_no_opening_sentence, ANY, '"""Events,\nin time.\n\nAnd more"""'),
        (house.has_no_opening_sentence, INIT, ""),
        (house.grew_too_long, ANY, function(40)),
        (house.grew_too_long, ANY, 'def f():\n    """A.' + "\n" * 99 + '"""\n    return 1'),
        (house.asks_another_clock, "netmentor/clock.py", "datetime.now(UTC)"),
        (house.asks_another_clock, ANY, "clock.now(), time.monotonic(), event.date"),
        (house.thinks_in_init, INIT, '"""A."""\n__version__ = "1"'),
    ],
)
def test_good_manners_pass(check: Check, path: str, source: str) -> None:
    assert check(Module(path, source)) == []
