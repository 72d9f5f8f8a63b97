"""Of what was erased no byte is left in the files: database, log, index of full text, the rest."""

from __future__ import annotations

import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.db import wiping
from netmentor.settings import Settings
from tests.bytes_of_files import left_of
from tests.factories import NOON
from tests.full_accounts import WORD, make_full


@pytest.fixture
async def user(database: Settings) -> User:
    return await make_full(f"{WORD}@x.example")


async def test_no_byte_of_an_account_is_left(database: Settings, user: User) -> None:
    assert len(await left_of(WORD, database)) > 50
    await keeping.erase(database, user, now=NOON)
    assert await wiping.wipe(now=NOON)
    assert await left_of(WORD, database) == set()
