"""What the page of an application shows of documents, of what is under way, and of its removal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.internships.applying.documents import queries as documents
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.under_way.queries import standing_of
from netmentor.internships.applying.under_way.rules import EVALUATIONS
from netmentor.internships.applying.under_way.words import PART_WORDS, hours_words, pace_words
from netmentor.reminders.words import count_of


async def kept_of(user: User, row: Application, *, now: datetime) -> dict[str, Any]:
    """The context of these parts of the page; `there` is the day it is for the user."""
    today = today_of(user, now)
    return {
        "there": today,
        "standing": await standing_of(row, today=today),
        "part_words": PART_WORDS,
        "evaluations": EVALUATIONS,
        "hours_words": hours_words,
        "pace_words": pace_words,
        "documents": await documents.documents_of(user),
        "sent": await documents.sent_with(row.id),
    }


def lost_words(shown: Mapping[str, Any]) -> list[str]:
    """What goes with an application that is removed, for good; `shown` is the page's context."""
    whole, standing = shown["whole"], shown["standing"]
    counts = (
        (len(whole.steps), "step", ""),
        (len(whole.requirements), "thing that it takes", "things that it takes"),
        (len(whole.recommenders), "recommender", ""),
        (len(shown["interviews"]), "interview", ""),
        (len(shown["sent"]), "note of what was sent", "notes of what was sent"),
        (standing.count if standing else 0, "day of hours", "days of hours"),
    )
    told = [count_of(*one) for one in counts if one[0]]
    return [*told, "its notes"] if whole.application.notes else told
