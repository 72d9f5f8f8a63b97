"""Every address there is, walked from the routing table itself, so that no new one is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from starlette.routing import BaseRoute, Mount, Route

from netmentor.accounts.models import SignIn, User
from netmentor.app import create_app
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import FULL, make_event, make_series

NAME = "Sample Owner of Everything"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FORMATS = ("text/html", "application/json", "text/calendar", "*/*")


def walked(routes: list[BaseRoute], known: dict[str, str]) -> Iterator[str]:
    """Each address, its parts in braces filled with what is known, or with a word of no meaning."""
    for route in routes:
        if isinstance(route, Mount):
            yield from (f"{route.path}{path}" for path in ("/netmentor.css", "/nothing"))
        elif isinstance(route, Route):
            yield re.sub(r"{(\w+)(:\w+)?}", lambda found: known.get(found[1], "1"), route.path)


@pytest.fixture
async def known(client: httpx2.AsyncClient) -> dict[str, str]:
    """What addresses may name: sample data, listed, and somebody signed in."""
    series = await make_series()
    event = await make_event(**FULL, series=series.slug)
    await make_user(OWNER, name=NAME)
    await make_user(STRANGER)
    await client.post("/sign-in", data={"email": OWNER, "password": PASSWORD})
    return {"slug": event.slug}


async def test_looking_changes_nothing(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    before = await every_row()
    statuses = set()
    for path in walked(create_app(database).routes, known):
        for method in ("GET", "HEAD"):
            for query in ("", "?next=/settings&end=others&status=going&email=a@example.org"):
                statuses.add((await client.request(method, path + query)).status_code)

    assert await every_row() == before
    assert {200, 404, 405} <= statuses <= {200, 301, 303, 404, 405, 422}


async def test_a_stranger_sees_nothing_that_is_somebodys_own(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    secrets = [NAME, OWNER, (await SignIn.get()).token_hash, client.cookies["netmentor"]]
    paths = list(walked(create_app(database).routes, known))
    owners = await SignIn.get()
    for email in ("", STRANGER):
        client.cookies.clear()
        if email:
            await client.post("/sign-in", data={"email": email, "password": PASSWORD})
        for path in paths:
            for method in METHODS:
                for accept in FORMATS:
                    answer = await client.request(method, path, headers={"Accept": accept})
                    told = f"{answer.headers}{answer.text}"
                    assert not [one for one in secrets if one in told], (method, path, accept)
                    assert answer.status_code < 500, (method, path, accept)
    assert await SignIn.filter(id=owners.id).exists()
    assert (await User.get(email=OWNER)).name == NAME


async def test_every_page_of_ones_own_asks_a_stranger_to_sign_in(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    private = [path for path in walked(create_app(database).routes, {}) if "settings" in path]
    assert len(private) >= 7
    for path in private:
        for method in ("GET", "POST"):
            answer = await client.request(method, path)
            if answer.status_code != 405:
                assert answer.headers["location"].startswith("/sign-in"), (method, path)
