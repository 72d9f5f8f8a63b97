"""The addresses of the routing table itself, so that a walk forgets no new one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from starlette.routing import BaseRoute, Mount, Route


def walked(routes: list[BaseRoute], known: Mapping[str, str]) -> list[str]:
    """Each address once, its parts in braces filled with what is known, or with a word of none.

    Where an event is named, once with a listed one and once with one that is somebody's own.
    """
    return list(dict.fromkeys(_walked(routes, known)))


def _walked(routes: list[BaseRoute], known: Mapping[str, str]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount):
            yield from (f"{route.path}{path}" for path in ("/netmentor.css", "/nothing"))
        elif isinstance(route, Route):
            for slug in (known.get("slug", "1"), known.get("own", "1")):
                yield filled(route.path, {**known, "slug": slug})


def filled(path: str, known: Mapping[str, str]) -> str:
    return re.sub(r"{(\w+)(:\w+)?}", lambda found: known.get(found[1], "1"), path)
