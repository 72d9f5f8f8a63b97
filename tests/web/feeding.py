"""The form of a private feed, and sending it."""

from __future__ import annotations

import re
from typing import Any

import httpx2

from tests.web.visiting import token_of

JSON = {"Accept": "application/json"}
SECRET = re.compile(r"nmf_[\w-]{43}")
FORM: dict[str, Any] = {
    "name": "My phone",
    "kinds": ["going", "deadlines", "follow_ups"],
    "detail": "full",
    "tasks": "event",
    "alarms": ["going:1h", "", "deadlines:3d"],
}


async def send(
    client: httpx2.AsyncClient, path: str = "/feeds", headers: Any = None, **fields: Any
) -> httpx2.Response:
    form = {"form_token": await token_of(client), **fields}
    return await client.post(path, data=form, headers=headers)


async def key_of(client: httpx2.AsyncClient, action: str = "/feeds") -> str:
    """The key of the form that is sent to `action`."""
    page = (await client.get("/feeds")).text
    found = re.search(rf'action="{action}".*?name="key" value="([0-9a-f]{{32}})"', page, re.DOTALL)
    assert found
    return found[1]
