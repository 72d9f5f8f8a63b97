"""Whoever applies in these tests."""

from __future__ import annotations

import pytest

from netmentor.accounts.models import User
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user


@pytest.fixture
async def owner(database: Settings) -> User:
    """Somebody in Honolulu."""
    made = await make_user(OWNER)
    await User.filter(id=made.id).update(timezone="Pacific/Honolulu")
    return await User.get(id=made.id)
