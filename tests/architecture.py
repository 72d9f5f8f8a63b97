"""The rules of the house as functions: code goes in as text, complaints come out.

The drawing is in docs/architecture.md; `FLOORS` is the same drawing, from the ground up.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

FLOORS = (  # a room imports from lower floors, never from a neighbor
    {"errors", "clock", "text", "paths"},
    {"settings", "sought"},
    {"db"},
    {"calendars", "fetching", "mail"},
    {"accounts", "organizations", "guides"},
    {"events", "copies"},
    {"contacts"},
    {"mentoring", "internships"},
    {"agenda", "searching"},
    {"reminders"},
    {"moving"},
    {"keeping"},
    {"demo"},
    {"web", "feeds", "jobs"},
    {"app"},
    {"cli"},
    {"__main__", "dev"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
DOORS_AND_ROOF = {"web", "feeds", "jobs", "app", "cli", "__main__"}
OUTDOORS = {"starlette", "starlette_compress", "uvicorn", "apscheduler"}
DRAWERS = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "misc"}
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?|timezone\.now)$"
)
LONGEST_FUNCTION = 40  # lines, docstring not counted
LONGEST_FILE = 300  # lines


@dataclass(frozen=True)
class Module:
    """One file of code; `path` is relative to the checkout, as "netmentor/events/rules.py"."""

    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def room(self) -> str:
        """The name on the drawing: "events", or "settings"; "" for netmentor/__init__.py."""
        first = self.path.split("/")[1].removesuffix(".py")
        return "" if first == "__init__" else first

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Dotted names that the module imports anywhere, as "netmentor.events.rules.Status"."""
        return tuple(name for node in ast.walk(self.tree) for name in imported(node))

    @cached_property
    def rooms_imported(self) -> set[str]:
        ours = {name.split(".")[1] for name in self.imports if name.startswith("netmentor.")}
        return ours - {"__version__", self.room}

    def at(self, line: int, complaint: str) -> str:
        return f"{self.path}:{line}: {complaint}"


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def tables(modules: list[Module]) -> dict[str, str]:
    """Every class of every models.py, with its room."""
    return {
        node.name: module.room
        for module in modules
        if module.path.endswith("/models.py")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    }


def strangers(module: Module, home: Mapping[str, str]) -> list[str]:
    """A room that the drawing does not have, and tables that no room has."""
    missing = [1] if module.room and module.room not in FLOOR_OF else []
    named = [(line, name) for line, name in tables_named(module) if name not in home]
    return [module.at(line, f"{module.room} is not on the drawing") for line in missing] + [
        module.at(line, f"no table is called {name}") for line, name in named
    ]


def climbs(module: Module, home: Mapping[str, str]) -> list[str]:
    """Rooms known by import, or by their tables as in "models.Event", that are not below."""
    by_table = {home[name] for _, name in tables_named(module) if name in home}
    own = FLOOR_OF.get(module.room, 0)
    return [
        module.at(1, f"{module.room or 'netmentor'} must not know {room}")
        for room in sorted((module.rooms_imported | by_table) - {module.room})
        if FLOOR_OF.get(room, own) >= own
    ]


def tables_named(module: Module) -> list[tuple[int, str]]:
    """Lines and class names of the strings that Tortoise reads as tables."""
    return [
        (node.lineno, found[1])
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (found := re.fullmatch(r"models\.([A-Z]\w*)", node.value))
    ]


def hides_its_floor(module: Module) -> list[str]:
    """Relative imports, and imports inside a function: neither shows at the top of the file."""
    relative = [
        module.at(node.lineno, "a relative import")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    inside = {
        module.at(inner.lineno, "an import inside a function")
        for outer in functions(module)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return relative + sorted(inside)


def goes_outdoors(module: Module) -> list[str]:
    """HTTP, the scheduler and the clock, anywhere but in the doors and the roof."""
    if module.room in DOORS_AND_ROOF:
        return []
    packages = sorted({name.split(".")[0] for name in module.imports} & OUTDOORS)
    return [module.at(1, f"{package} belongs to doors and roof") for package in packages] + [
        module.at(1, "only doors and roof ask the clock") for _ in module.rooms_imported & {"clock"}
    ]


def needs_more_than_it_may(module: Module) -> list[str]:
    """dev.py with more than the standard library; rules.py with more than that and errors."""
    if module.path == "netmentor/dev.py":
        allowed: tuple[str, ...] = ()
    elif module.path.endswith("/rules.py"):
        allowed = ("netmentor.errors.", f"{module.path.removesuffix('.py').replace('/', '.')}.")
    else:
        return []
    return [
        module.at(1, f"must not import {name}")
        for name in module.imports
        if name.split(".")[0] not in sys.stdlib_module_names
        if not f"{name}.".startswith(allowed)
    ]


def has_no_opening_sentence(module: Module) -> list[str]:
    opening = (ast.get_docstring(module.tree) or "").split("\n\n")[0]
    empty_package = module.path.endswith("/__init__.py") and not module.source.strip()
    if empty_package or opening.endswith("."):
        return []
    return [module.at(1, "a module opens with a sentence that says what it is for")]


def is_a_drawer(module: Module) -> list[str]:
    """Names that say nothing about what lies inside."""
    names = {name.strip("_") for name in module.path.removesuffix(".py").split("/")}
    return [module.at(1, f"{name} is a drawer, not a name") for name in sorted(names & DRAWERS)]


def grew_too_long(module: Module) -> list[str]:
    lines = len(module.source.splitlines())
    file = [module.at(1, f"{lines} lines")] if lines > LONGEST_FILE else []
    return file + [
        module.at(node.lineno, f"{node.name} has {length(node)} lines")
        for node in functions(module)
        if length(node) > LONGEST_FUNCTION
    ]


def asks_another_clock(module: Module) -> list[str]:
    """Uses like datetime.now: the time comes from netmentor.clock, or as `now`."""
    if module.path in ("netmentor/clock.py", "netmentor/dev.py"):
        return []
    asked = [
        (node.lineno, ast.unparse(node))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
    ]
    asked += [(1, name) for name in module.imports]
    return [module.at(line, name) for line, name in asked if CLOCKS.search(name)]


def thinks_in_init(module: Module) -> list[str]:
    """Anything in an `__init__.py` beyond its docstring, imports and plain values."""
    plain = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    return [
        module.at(node.lineno, "an __init__.py holds no logic")
        for node in module.tree.body
        if module.path.endswith("/__init__.py") and not isinstance(node, plain)
    ]


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(module.tree) if isinstance(node, kinds)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, less those of the docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring
