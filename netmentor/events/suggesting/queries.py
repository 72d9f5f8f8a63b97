"""A user's suggestions of events, and what became of each."""

from __future__ import annotations

import json

from netmentor.accounts.models import User
from netmentor.events.drafts import Draft
from netmentor.events.suggesting.arriving import Standing, one_of, state_of
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.rules import MOST_SHOWN
from netmentor.events.written import read


async def suggestions_of(user: User) -> list[Standing]:
    """The last hundred suggestions of `user`, the latest first."""
    rows = Suggestion.filter(user=user).order_by("-id").limit(MOST_SHOWN)
    return [_standing(row) for row in await rows.prefetch_related("telling__event")]


async def suggestion_of(user: User, number: str) -> Suggestion:
    """One suggestion of `user`; anybody else's is as unknown as none."""
    return await one_of(Suggestion, user, number)


def found_of(suggestion: Suggestion) -> Draft | None:
    """What is known of the event that is suggested."""
    return read(json.loads(suggestion.found)) if suggestion.found else None


def _standing(row: Suggestion) -> Standing:
    draft = found_of(row)
    event = row.telling.event if row.telling else None
    title = event.title if event else (draft.title if draft else row.address)
    declined = bool(row.telling and row.telling.refused)
    state = state_of(row, is_listed=event is not None, is_declined=declined)
    return Standing(row, title or "Without a title yet", state, event.slug if event else "")
