"""Whoever applies in these tests."""

from __future__ import annotations

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.models import Application
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON


@pytest.fixture
async def owner(database: Settings) -> User:
    """Somebody in Honolulu."""
    made = await make_user(OWNER)
    await User.filter(id=made.id).update(timezone="Pacific/Honolulu")
    return await User.get(id=made.id)


@pytest.fixture
async def row(owner: User) -> Application:
    told = Start(title="Sample fellowship", organization="Sample Health")
    return await actions.start(owner, told, now=NOON)


@pytest.fixture
async def manager(owner: User) -> Contact:
    return await make_contact(owner, "Sample Manager", promise="Send my poster")
