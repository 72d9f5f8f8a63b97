"""A user's suggestions, and what became of each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from netmentor.accounts.models import User
from netmentor.errors import NotFound
from netmentor.events.drafts import Draft
from netmentor.events.models import Event
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.rules import State
from netmentor.events.written import read

_LARGEST_NUMBER = 2**31 - 1
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One suggestion, what it is called, where it stands, and the event it became."""

    suggestion: Suggestion
    title: str
    state: State
    event: Event | None


async def suggestions_of(user: User) -> list[Standing]:
    """The last hundred suggestions of `user`, the latest first."""
    rows = Suggestion.filter(user=user).order_by("-id").limit(_MOST_SHOWN)
    return [_standing(row) for row in await rows.prefetch_related("telling__event")]


async def suggestion_of(user: User, number: str) -> Suggestion:
    """One suggestion of `user`; anybody else's is as unknown as none."""
    known = number.isascii() and number.isdigit() and len(number) < 11
    found = None
    if known and int(number) <= _LARGEST_NUMBER:
        found = await Suggestion.get_or_none(user=user, id=int(number))
    if found is None:
        raise NotFound("There is no such suggestion.")
    return found


def found_of(suggestion: Suggestion) -> Draft | None:
    """What is known of the event that is suggested."""
    return read(json.loads(suggestion.found)) if suggestion.found else None


def _standing(row: Suggestion) -> Standing:
    draft = found_of(row)
    title = draft.title if draft else row.address
    if row.telling is None:
        state = State.OPEN if row.read_at else State.ARRIVING
        return Standing(row, title or "Without a title yet", state, None)
    if row.telling.event:
        return Standing(row, row.telling.event.title, State.LISTED, row.telling.event)
    state = State.DECLINED if row.telling.refused else State.WAITING
    return Standing(row, title, state, None)
