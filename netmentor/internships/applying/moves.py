"""When the listing of an application moved its deadline: from which day, and what went along."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from netmentor.accounts.models import User
from netmentor.events.rules import part_names
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.rules import TO_BE_SENT
from netmentor.internships.drafts import WindowDraft, read_windows
from netmentor.internships.models import OpportunityChange

NEWS_FOR = timedelta(days=7)  # that Today tells of a move
_DATES = "dates"  # the facet of a change


@dataclass(frozen=True, slots=True)
class Move:
    """That the date which an application follows was another one until the moment `at`.

    `steps` are open ones that moved along, and stand where that put them.
    """

    application: Application
    was: WindowDraft
    is_now: WindowDraft
    at: datetime
    steps: int


async def moved_lately(user: User, *, now: datetime) -> list[Move]:
    """What the listings moved in the last days of what is to be sent still, the latest first."""
    unsent = await Application.filter(user=user, stage__in=list(TO_BE_SENT)).order_by("id")
    return await moves_since(unsent, now - NEWS_FOR)


async def moves_since(rows: Sequence[Application], since: datetime) -> list[Move]:
    """The last move of each of these from a moment on, if it had begun by then; the latest first.

    A date that goes on as another kind of date, or is dropped, is no move.
    """
    following = {(one.opportunity_id, one.window_part): one for one in rows if one.window_part}
    ids = {id_ for id_, _ in following if id_}
    changes = OpportunityChange.filter(opportunity_id__in=list(ids), seen_at__gte=since)
    found = []
    for change in await changes.order_by("-seen_at", "-id") if ids else ():
        before, after = _told(change)
        for key, row in list(following.items()):
            was, is_now = before.get(key[1]), after.get(key[1])
            if key[0] != change.opportunity_id or change.seen_at <= row.created_at:
                continue
            if was and is_now and was.on and is_now.on and was.on != is_now.on:
                steps = await steps_moved_at(row, change.seen_at)
                found.append(Move(row, was, is_now, change.seen_at, steps))
                del following[key]
    return found


async def steps_moved_at(row: Application, at: datetime) -> int:
    """How many open steps stand where a move of their deadline in that moment put them."""
    moved = PlanStep.filter(application=row, done_at=None, is_fixed=False, changed_at=at)
    return await moved.exclude(created_at=at).count()


async def dates_before(
    opportunities: Collection[int], *, at: datetime
) -> dict[int, Mapping[str, WindowDraft]]:
    """By opportunity, its dates by part as they were until they changed in the moment `at`."""
    changes = OpportunityChange.filter(opportunity_id__in=list(opportunities), seen_at=at)
    found: dict[int, Mapping[str, WindowDraft]] = {}
    for change in await changes.order_by("-id"):
        if before := _told(change)[0]:
            found[change.opportunity_id] = before
    return found


def _told(change: OpportunityChange) -> tuple[dict[str, WindowDraft], dict[str, WindowDraft]]:
    """The dates before and after a change, by part; none where it was of something else."""
    told: dict[str, Any] = json.loads(change.told)
    if _DATES not in told:
        return {}, {}
    before, after = (_by_part(one["windows"]) for one in told[_DATES])
    return before, after


def _by_part(plain: Any) -> dict[str, WindowDraft]:
    windows = read_windows(plain)
    return dict(zip(part_names([one.kind for one in windows]), windows, strict=True))
