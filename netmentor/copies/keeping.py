"""What this room keeps of a user, taken along as a record; it goes with the row of the account."""

from __future__ import annotations

from typing import Any

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.db.carried import Carried
from netmentor.db.columns import plain_columns, values_of

_PLAN = "place url user_name recipient rhythm day at keep paused_at stopped_at".split()
_COPY = "name size state reason at removed_at".split()

CARRIED: tuple[Carried, ...] = ()
LEFT = {
    CopyPlan: "copies are sent from here, and by a password that stays here; it is told",
    AccountCopy: "what was sent from here; it is told",
}


async def who_mentions(words: str) -> list[int]:
    """The users whose copies go to a place that says so, or under such a name."""
    named = Q(url__icontains=words, user_name__icontains=words, join_type=Q.OR)
    return await values_of(CopyPlan.filter(named), "user_id")


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """When and where copies go, and which went; never the password of where they go."""
    plans = await CopyPlan.filter(user=user)
    copies = await AccountCopy.filter(plan__user=user).order_by("id")
    return {
        "copy_plans": [plain_columns(one, _PLAN) for one in plans],
        "copies": [plain_columns(one, _COPY) for one in copies],
    }
