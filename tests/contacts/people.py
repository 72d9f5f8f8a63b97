"""People of tests, sample people all: captured by somebody, with boring defaults."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.models import Contact
from netmentor.contacts.undoing import undo
from tests.factories import EVER, NOON


async def make_contact(
    user: User, name: str = "Sample Person", *, now: datetime = NOON, **told: Any
) -> Contact:
    contact, _ = await capture(user, Capture(name=name, **told), now=now)
    return contact


async def undo_latest(user: User, *, now: datetime = NOON) -> str:
    """Undo what `user` did last."""
    done = await latest_deed(user, since=EVER)
    assert done is not None
    return await undo(user, done.id, now=now)
