"""What this room keeps of a user, taken along; it goes with the row of the account."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.agenda.actions import PREFIX, SALT_BYTES
from netmentor.agenda.choices import wanted_of
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.agenda.rules import Detail, Tasks
from netmentor.db.carried import Carried, Row
from netmentor.db.columns import plain_columns


def _why_no_feed(row: Row) -> str | None:
    try:
        wanted_of(PrivateFeed(**row))
    except ValueError:
        return "it holds what there is not."
    return None


async def _secrets(now: datetime) -> dict[str, Any]:
    """Of an address that nobody was ever told."""
    token, salt = tokens.make(PREFIX), secrets.token_hex(SALT_BYTES)
    return {"token_hash": tokens.hashed(token), "salt": salt}


_READING = "client first_at last_at times".split()
CARRIED = (
    Carried(
        table=PrivateFeed,
        whose="user",
        left={
            "token_hash": "a secret: nobody can read it before it has a new address",
            "salt": "a secret",
            "version": "counted here",
        },
        anew=_secrets,
        why_not=_why_no_feed,
        words={"detail": Detail, "tasks": Tasks},
    ),
)
LEFT = {Reading: "of an address that is good no longer; it is told"}


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """Which programs read the private feeds of a user."""
    rows = Reading.filter(feed__user=user).order_by("id").select_related("feed")
    return {
        "readings": [{"feed": row.feed.name} | plain_columns(row, _READING) for row in await rows]
    }
