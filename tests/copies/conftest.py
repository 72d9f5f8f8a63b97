"""A member by the clock of UTC at the noon of tests, whose machine trusts calendar.example."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.fetching.cloud import CERTIFICATE


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the certificate of calendar.example."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """The clock, which stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
async def user(database: Settings) -> User:
    user = await make_user()
    await User.filter(id=user.id).update(timezone="UTC")
    return await User.get(id=user.id)
