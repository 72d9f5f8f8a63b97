"""What is kept of a user's applications, handed out some at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.columns import plain_columns
from netmentor.db.table import Table
from netmentor.internships.applying.documents import keeping as documents
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.internships.applying.models import (
    Application,
    PlanStep,
    Recommender,
    Requirement,
    StageChange,
)
from netmentor.internships.applying.under_way import keeping as under_way

_AT_A_TIME = 50
_APPLICATION = (
    "key title organization_name came_from stage stage_at window_part deadline_on deadline_time"
    " timezone notes offer_until nudge_after_days heard_at created_at changed_at"
).split()
_INTERVIEW = (
    "key name starts_on starts_time timezone minutes medium place questions notes state"
    " created_at changed_at"
).split()
# Of each part its columns, and that which leads to somebody.
_PARTS: dict[str, tuple[type[Table], str, Sequence[str]]] = {
    "steps": (PlanStep, "name line months days due_on is_fixed is_nudge done_at", ()),
    "recommenders": (
        Recommender,
        "name asked_on agreed_on sent_on thanked_on declined_on due_on",
        ("contact",),
    ),
    "stages": (StageChange, "was stage own_name at", ()),
    "requirements": (Requirement, "name owner due_on done_at", ("contact",)),
}


async def hand_out(user: User) -> AsyncIterator[dict[str, Any]]:
    """Each application with all that hangs on it; people by the names they are kept under."""
    mine, last = Application.filter(user=user).order_by("id"), 0
    mine = mine.select_related("contact", "own_stage", "opportunity").limit(_AT_A_TIME)
    while some := await mine.filter(id__gt=last):
        last = some[-1].id
        ids = [one.id for one in some]
        parts = {name: await _lines(ids, *of) for name, of in _PARTS.items()}
        parts |= {"interviews": await _interviews(ids), "sent": await documents.sent_with(ids)}
        begun = await under_way.hand_out(ids)
        for row in some:
            lines = {name: found.get(row.id, []) for name, found in parts.items()}
            yield _application(row) | lines | {"under_way": begun.get(row.id)}


def _application(row: Application) -> dict[str, Any]:
    return plain_columns(row, _APPLICATION) | {
        "contact": row.contact.name if row.contact else None,
        "own_stage": row.own_stage.name if row.own_stage else None,
        "opportunity": row.opportunity.slug if row.opportunity else None,
    }


async def _lines(
    ids: Collection[int], table: type[Table], columns: str, people: Sequence[str]
) -> dict[int, list[dict[str, Any]]]:
    """The rows of one part, by the ids of their applications."""
    rows = table.filter(application_id__in=list(ids)).order_by("id").select_related(*people)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in await rows:
        named = {who: getattr(getattr(one, who), "name", None) for who in people}
        found[one.application_id].append(plain_columns(one, columns.split()) | named)  # type: ignore[attr-defined]
    return found


async def _interviews(ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    rows = Interview.filter(application_id__in=list(ids))
    asking: dict[int, list[str]] = defaultdict(list)
    who = Interviewer.filter(interview__application_id__in=list(ids)).order_by("id")
    for one in await who.select_related("contact"):
        asking[one.interview_id].append(one.contact.name)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in await rows.order_by("starts_on", "starts_time", "id"):
        told = plain_columns(row, _INTERVIEW) | {"interviewers": asking[row.id]}
        found[row.application_id].append(told)
    return found
