"""Somebody with dates of every kind, who reads a private feed of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import time_machine
from starlette.applications import Starlette

from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed
from netmentor.app import create_app
from netmentor.contacts.models import FollowUp
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.agenda.feeding import fill_agenda, open_feed
from tests.factories import NOON
from tests.feeds.asking import Reply, ask, the_long_way


@dataclass(frozen=True)
class Subscribed:
    """The service, a user with dates, and the address of a feed of theirs."""

    app: Starlette
    user: User
    feed: PrivateFeed
    token: str
    follow_up: FollowUp

    @property
    def address(self) -> str:
        return f"/feeds/{self.token}.ics"

    async def read(self, *headers: tuple[str, str]) -> Reply:
        """What is answered, once it is certain that the long way answers the same."""
        answered = await ask(self.app, self.address, headers)
        assert answered == await ask(the_long_way(self.app), self.address, headers)
        return answered

    async def text(self) -> str:
        answered = await self.read()
        assert answered.status == 200
        return answered.body.decode().replace("\r\n ", "")


@pytest.fixture
async def subscribed(database: Settings) -> AsyncIterator[Subscribed]:
    """Everything of a user, at noon UTC on November 24, 2026; what stands is asked each time."""
    with time_machine.travel(NOON, tick=False):
        user = await make_user()
        _, follow_up = await fill_agenda(user)
        feed, token = await open_feed(user)
        app = create_app(replace(database, feed_memory=timedelta()))
        yield Subscribed(app, user, feed, token, follow_up)
