"""What this room keeps of a user, handed out and erased; most goes with the row of the account."""

from __future__ import annotations

import json
from typing import Any

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.events.attending.models import Attendance, Following
from netmentor.events.curating.models import Decision
from netmentor.events.importing.models import Telling
from netmentor.events.models import Event
from netmentor.events.organizing.models import Organizer
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import draft_of
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.written import written


async def hand_out(user: User) -> dict[str, Any]:
    """What events and series are to the user, as JSON has it: nobody else is named in it."""
    attendances = Attendance.filter(user=user).order_by("id").prefetch_related("event")
    followings = Following.filter(user=user).order_by("id").prefetch_related("series")
    own = Event.filter(owner=user).order_by("id").prefetch_related(*ALL_OF_AN_EVENT)
    suggestions = Suggestion.filter(user=user).order_by("id")
    return {
        "my_events": [_attendance(row) for row in await attendances],
        "own_events": [
            {
                "address": f"/events/{event.slug}",
                "put_away_at": event.gone_at.isoformat() if event.gone_at else None,
                **written(draft_of(event)),
            }
            for event in await own
        ],
        "followed_series": [
            {"series": f"/series/{row.series.slug}", "since": row.since.isoformat()}
            for row in await followings
        ],
        "organizer_of": [
            {
                "organization": f"/organizations/{row.organization.slug}",
                "since": row.since.isoformat(),
            }
            for row in await Organizer.filter(user=user).prefetch_related("organization")
        ],
        "decisions": [
            {"about": row.words, "made_at": row.made_at.isoformat()}
            for row in await Decision.filter(by=user).order_by("id")
        ],
        "suggestions": [
            {
                "address": row.address,
                "asked_at": row.asked_at.isoformat(),
                "event": json.loads(row.found) if row.found else None,
            }
            for row in await suggestions
        ],
    }


async def erase(user: User) -> None:
    """Erase what of the user hangs on no account: suggestions that no curator took.

    Inside the caller's transaction.
    """
    mine = Suggestion.filter(user=user, telling_id__not_isnull=True)
    sent = await values_of(mine, "telling_id")
    await Telling.filter(id__in=sent, event_id=None).delete()


async def who_mentions(words: str) -> list[int]:
    """The users whose own notes or events have `words` in them, in any case."""
    noted = Q(note__icontains=words) | Q(goals__icontains=words) | Q(people__icontains=words)
    noted |= Q(why__icontains=words)
    kept = Q(title__icontains=words) | Q(description__icontains=words) | Q(venue__icontains=words)
    owners = await values_of(Event.filter(kept, owner_id__not_isnull=True), "owner_id")
    suggesting = await values_of(Suggestion.filter(found__icontains=words), "user_id")
    return sorted({*await values_of(Attendance.filter(noted), "user_id"), *owners, *suggesting})


def _attendance(row: Attendance) -> dict[str, Any]:
    return {
        "event": f"/events/{row.event.slug}",
        "title": row.event.title,
        "starts_on": row.event.starts_on.isoformat() if row.event.starts_on else None,
        "answer": row.answer,
        "why": row.why,
        "note": row.note,
        "goals": row.goals,
        "people": row.people,
        "cost": None if row.cost is None else str(row.cost),
        "again": row.again,
        "changed_at": row.changed_at.isoformat(),
    }
