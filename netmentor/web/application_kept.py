"""What the page of an application shows of documents: those there are, and what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.internships.applying.documents import queries as documents
from netmentor.internships.applying.models import Application


async def kept_of(user: User, row: Application, *, now: datetime) -> dict[str, Any]:
    """The context of these parts of the page; `there` is the day it is for the user."""
    return {
        "there": today_of(user, now),
        "documents": await documents.documents_of(user),
        "sent": await documents.sent_with(row.id),
    }
