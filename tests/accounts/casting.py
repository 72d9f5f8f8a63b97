"""The cast of tests about accounts, sample people all: an owner, a stranger, and their password."""

from __future__ import annotations

from typing import Any

from netmentor.accounts import actions, passwords
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import AgendaRevision, User
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from tests.factories import NOON

PASSWORD = "lantern copper violin meadow"
OWNER = "owner@example.org"
STRANGER = "stranger@example.org"

_hashes: dict[str, str] = {}  # of each password once: a hash is slow for a reason


async def make_user(email: str = OWNER, **fields: Any) -> User:
    boring: dict[str, Any] = {
        "name": "Sample Owner",
        "password": PASSWORD,
        "timezone": "America/Chicago",
    }
    who = Joining(email=email, **boring | fields)
    if who.password not in _hashes:
        _hashes[who.password] = await passwords.hashed(who.password)
    async with transaction():
        return await actions.put_user(who, _hashes[who.password], now=NOON)


async def make_watcher(number: int) -> None:
    """Somebody with this row id, who is there already or never signs in."""
    boring = {
        "email": f"watcher-{number}@example.org",
        "name": "Sample Watcher",
        "password_hash": "",
        "timezone": "America/Chicago",
        "role": "member",
        "created_at": NOON,
    }
    await User.get_or_create(boring, id=number)


async def make_crowd(count: int) -> list[int]:
    """Accounts that nobody signs in to, each with its number; return their ids."""
    columns = "email name password_hash timezone role aims theme single_keys created_at".split()
    boring = ("Sample", "", "UTC", "member", "", "", True, NOON)
    async with transaction():
        people = [(f"crowd-{n}@example.org", *boring) for n in range(count)]
        await insert(User, columns, people)
        ids = await values_of(User.filter(email__startswith="crowd-").order_by("id"), "id")
        await insert(
            AgendaRevision, ("user_id", "number", "planned"), [(id_, 0, -1) for id_ in ids]
        )
    return ids
