"""Questions about copies: what is planned of a user, and what became of the last ones."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.copies.models import AccountCopy, CopyPlan

MOST_SHOWN = 12


async def plan_of(user: User) -> CopyPlan | None:
    return await CopyPlan.get_or_none(user=user)


async def last_copies(plan: CopyPlan) -> list[AccountCopy]:
    """The latest ones, newest first, those that failed among them."""
    return await AccountCopy.filter(plan=plan).order_by("-id").limit(MOST_SHOWN)
