"""Who comes to the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest
import time_machine

from netmentor.accounts.actions import give_role
from netmentor.accounts.models import User
from netmentor.accounts.rules import Role
from netmentor.app import create_app
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user
from tests.conftest import BASE_URL
from tests.factories import NOON
from tests.web.booking import Offer, ask, make_offer, the_session
from tests.web.reminding import Reader, make_reader
from tests.web.visiting import come_in


@pytest.fixture
async def curator(client: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """A visitor who is signed in as a curator."""
    await give_role(await make_user(OWNER, name="Sample Curator"), Role.CURATOR)
    await come_in(client)
    return client


@pytest.fixture
async def planner(client: httpx2.AsyncClient) -> User:
    """Somebody in New York whose browser the visitor has: signed in."""
    made = await make_user(timezone="America/New_York")
    await come_in(client)
    return made


@pytest.fixture
async def reader(database: Settings) -> Reader:
    """Somebody with a letter, whose browser is no visitor's."""
    return await make_reader(database)


@pytest.fixture
async def offer(client: httpx2.AsyncClient) -> Offer:
    """A mentor who can be booked."""
    return await make_offer()


@pytest.fixture
async def mentee(client: httpx2.AsyncClient, offer: Offer) -> User:
    """Somebody in Chicago whose browser the visitor has: signed in."""
    made = await make_user(name="Amara Reyes", timezone="America/Chicago")
    await come_in(client)
    return made


@pytest.fixture
async def asked(client: httpx2.AsyncClient, offer: Offer, mentee: User) -> str:
    """The address of a session that was asked for; the mentee is signed in."""
    await ask(client, offer)
    return f"/sessions/{(await the_session()).key}"


@pytest.fixture
async def mailing(database: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """A visitor to a service that sends letters."""
    settings = replace(database, smtp_url="smtp://localhost:25")
    door = httpx2.ASGITransport(create_app(settings))
    with time_machine.travel(NOON, tick=False):
        async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
            yield visitor
