"""Asking a server of a test: names lead to this machine, and every port will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from netmentor.fetching.web import Fetched, Unfetchable, Web
from tests.factories import NOON
from tests.fetching.servers import Handler, Server, serving


def web(**more: Any) -> Web:
    """A way out that leads to this machine, whatever the name."""
    made: dict[str, Any] = {"user_agent": "Test/1", "resolve": _here, "ports": None}
    return Web(**made | {"may_connect": lambda number: True} | more)


async def fetched(handler: Handler, path: str = "/a.ics", **more: Any) -> tuple[Fetched, Server]:
    """What comes from a server that answers so, once its visitor has hung up."""
    async with serving(handler) as server:
        found = await web(**more).get(f"http://calendar.example:{server.port}{path}", now=NOON)
        await server.left()
    return found, server


async def refused(handler: Handler, **more: Any) -> Unfetchable:
    """What is said of a server that answers so, once its visitor has hung up."""
    async with serving(handler) as server:
        with pytest.raises(Unfetchable) as said:
            await web(**more).get(f"http://calendar.example:{server.port}/a.ics", now=NOON)
        await server.left()
    return said.value


async def _here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]
