"""What the page of an application shows of documents, and of what is under way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.internships.applying.documents import queries as documents
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.under_way.queries import standing_of
from netmentor.internships.applying.under_way.rules import EVALUATIONS
from netmentor.internships.applying.under_way.words import PART_WORDS, hours_words, pace_words


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
