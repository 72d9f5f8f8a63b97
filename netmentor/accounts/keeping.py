"""What this room keeps of a user, taken along; `actions.erase` is its end."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import (
    AgendaRevision,
    Invitation,
    MailedCode,
    Memento,
    Receipt,
    ResetLink,
    SignIn,
    User,
)
from netmentor.db.carried import Carried
from netmentor.db.columns import plain_columns, values_of

CARRIED: tuple[Carried, ...] = ()
LEFT = {
    User: "the account itself: what it says goes along in account.json",
    SignIn: "a browser is signed in to this account alone; which are is told",
    ResetLink: "a secret, good for a day",
    Receipt: "of forms that were sent, kept for some days",
    AgendaRevision: "a number that is counted here",
    Invitation: "of whoever has its link",
    MailedCode: "a secret, good for minutes",
    Memento: "it is told as it was",
}
WISHES = "name timezone aims theme single_keys".split()  # that another account takes over
_ACCOUNT = "email role created_at".split()


def account_of(user: User) -> dict[str, Any]:
    """What the account says of itself; no secret is among it."""
    return plain_columns(user, (*WISHES, *_ACCOUNT))


async def who_mentions(words: str) -> list[int]:
    """The users of whom something with `words` was told elsewhere, in any case."""
    return sorted(set(await values_of(Memento.filter(told__icontains=words), "user_id")))


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """Where the user is signed in."""
    rows = await SignIn.filter(user=user).order_by("id")
    return {"sign_ins": [plain_columns(one, ("device", "signed_in_at", "ends_at")) for one in rows]}
