"""What this room keeps of a user, taken along and erased; most goes with the account's row."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.calendars.publish import vevent
from netmentor.calendars.told import told
from netmentor.db.carried import Carried, Row
from netmentor.db.columns import values_of
from netmentor.events.attending.models import Attendance, Following, Watch
from netmentor.events.attending.rules import Answer
from netmentor.events.attending.watching import Reason
from netmentor.events.curating.models import Decision, Lock, Resemblance
from netmentor.events.importing.models import HostTurn, Source, Telling
from netmentor.events.models import (
    Change,
    Deadline,
    Event,
    EventCredit,
    EventOrganizer,
    EventTopic,
    PriceTier,
    Published,
    Series,
    Topic,
)
from netmentor.events.organizing.models import Organizer, OrganizerInvitation
from netmentor.events.own import MOST_OWN, source_of_own
from netmentor.events.rules import EventKind, EventStatus, Modality, SourceKind
from netmentor.events.suggesting.models import Suggestion

_SEEN_BY_NOBODY_ELSE = "an event of one's own has none"
_EVERYBODYS = "everybody's, and the same for all"


def _why_not_published(row: Row) -> str | None:
    """What calendars were told is taken word for word: so it must be what we would have said."""
    try:
        is_ours = vevent(told(row["text"])) == row["text"]
    except (ValueError, KeyError, TypeError):
        is_ours = False
    return None if is_ours else "its text is no entry of a calendar as we write them."


def _published_as(row: Row, names: Mapping[str, str]) -> Row:
    part, dot, uid = row["uid"].rpartition(".")
    if uid in names:
        row["uid"] = f"{part}{dot}{names[uid]}"
        row["text"] = vevent(replace(told(row["text"]), uid=row["uid"]))
    return row


async def _as_own(now: datetime) -> dict[str, Any]:
    return {"source_id": (await source_of_own()).id, "external_id": str(uuid4())}


CARRIED = (
    Carried(
        table=Event,
        whose="owner",
        left={
            "source": "the one that stands for everybody's own",
            "external_id": "drawn",
            "series": _SEEN_BY_NOBODY_ELSE,
            "merged_into": _SEEN_BY_NOBODY_ELSE,
            "search_head": _SEEN_BY_NOBODY_ELSE,
            "search_body": _SEEN_BY_NOBODY_ELSE,
        },
        words={
            "kind": EventKind,
            "status": EventStatus,
            "modality": Modality,
            "source_kind": SourceKind,
        },
        anew=_as_own,
        most=MOST_OWN * 2,  # with those in the bin
        fresh={
            "slug": lambda: f"own-{secrets.token_hex(8)}",
            "uid": lambda: str(uuid4()),
        },
    ),
    Carried(table=Deadline, whose="event__owner"),
    Carried(table=PriceTier, whose="event__owner"),
    Carried(table=EventCredit, whose="event__owner", named={"credential": "slug"}),
    Carried(
        table=Published,
        whose="event__owner",
        why_not=_why_not_published,
        renamed=_published_as,
    ),
    Carried(table=Attendance, whose="user", named={"event": "slug"}, words={"answer": Answer}),
    Carried(table=Following, whose="user", named={"series": "slug"}),
    Carried(table=Watch, whose="user", named={"event": "slug"}, words={"reason": Reason}),
)
LEFT = {
    EventOrganizer: _SEEN_BY_NOBODY_ELSE,
    EventTopic: _SEEN_BY_NOBODY_ELSE,
    Change: _EVERYBODYS,
    Series: _EVERYBODYS,
    Topic: _EVERYBODYS,
    Source: _EVERYBODYS,
    Telling: _EVERYBODYS,
    HostTurn: _EVERYBODYS,
    Lock: _EVERYBODYS,
    Resemblance: _EVERYBODYS,
    Decision: "of a curator about what is everybody's; it is told",
    Organizer: "a right that is given here; it is told",
    OrganizerInvitation: "of whoever has its link",
    Suggestion: "it waits for a curator here, or was answered; it is told",
}


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """Rights the user has, what they decided as a curator, and what they suggested."""
    rights = Organizer.filter(user=user).order_by("id").prefetch_related("organization")
    return {
        "organizer_of": [
            {"organization": row.organization.slug, "since": row.since.isoformat()}
            for row in await rights
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
            for row in await Suggestion.filter(user=user).order_by("id")
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
