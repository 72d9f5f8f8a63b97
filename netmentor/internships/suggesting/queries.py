"""A user's suggestions of opportunities, and what became of each."""

from __future__ import annotations

import json

from netmentor.accounts.models import User
from netmentor.events.suggesting.arriving import Standing, one_of, state_of
from netmentor.events.suggesting.rules import MOST_SHOWN
from netmentor.internships.drafts import OpportunityDraft, read
from netmentor.internships.suggesting.models import OpportunitySuggestion


async def suggestions_of(user: User) -> list[Standing]:
    """The last hundred suggestions of `user`, the latest first."""
    rows = OpportunitySuggestion.filter(user=user).order_by("-id").limit(MOST_SHOWN)
    return [_standing(row) for row in await rows.prefetch_related("telling__opportunity")]


async def suggestion_of(user: User, number: str) -> OpportunitySuggestion:
    """One suggestion of `user`; anybody else's is as unknown as none."""
    return await one_of(OpportunitySuggestion, user, number)


def found_of(suggestion: OpportunitySuggestion) -> OpportunityDraft | None:
    """What is known of the opportunity that is suggested."""
    return read(json.loads(suggestion.found)) if suggestion.found else None


def _standing(row: OpportunitySuggestion) -> Standing:
    draft = found_of(row)
    became = row.telling.opportunity if row.telling else None
    title = became.title if became else (draft.title if draft else row.address)
    declined = bool(row.telling and row.telling.refused)
    state = state_of(row, is_listed=became is not None, is_declined=declined)
    slug, answer = (became.slug, "") if became else ("", row.answer)
    return Standing(row, title or "Without a title yet", state, slug, answer)
