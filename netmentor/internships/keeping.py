"""What this room keeps of a user; most of it goes with the account's row."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.columns import plain_columns, values_of
from netmentor.db.table import Table
from netmentor.internships.applying.documents import keeping as documents
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.internships.applying.interviewing.queries import interviews_of
from netmentor.internships.applying.models import (
    Application,
    OwnStage,
    PlanStep,
    Recommender,
    Requirement,
    StageChange,
)
from netmentor.internships.applying.templates import template_of
from netmentor.internships.applying.under_way import keeping as under_way
from netmentor.internships.models import OpportunityTelling
from netmentor.internships.queries import studies_of
from netmentor.internships.suggesting.models import OpportunitySuggestion

_APPLICATION = (
    "key title organization_name came_from stage stage_at window_part deadline_on deadline_time"
    " timezone notes offer_until nudge_after_days heard_at created_at changed_at"
).split()
_STEP = "name line due_on is_fixed is_nudge done_at".split()
_REQUIREMENT = "name owner due_on done_at".split()
_RECOMMENDER = "name asked_on agreed_on sent_on thanked_on declined_on due_on".split()
_STAGE = "was stage own_name at".split()
_OWN_STAGE = "name after".split()
_INTERVIEW = (
    "key name starts_on starts_time timezone minutes medium place questions notes state"
    " created_at changed_at"
).split()
_STUDIES = "degree year graduates_on accreditation needs_sponsorship changed_at".split()


async def hand_out(user: User) -> dict[str, Any]:
    """All of it, by the names of its columns."""
    studies = await studies_of(user)
    return {
        "studies": plain_columns(studies, _STUDIES) if studies else None,
        "documents": documents.hand_out(user),
        "plan": [asdict(one) for one in await template_of(user) or ()],
        "own_stages": [
            plain_columns(one, _OWN_STAGE)
            for one in await OwnStage.filter(user=user).order_by("id")
        ],
        "applications": [await _application(one) for one in await _applications(user)],
        "suggestions": [
            {
                "address": row.address,
                "asked_at": row.asked_at.isoformat(),
                "opportunity": json.loads(row.found) if row.found else None,
                "answer": row.answer,
            }
            for row in await OpportunitySuggestion.filter(user=user).order_by("id")
        ],
    }


async def erase(user: User) -> None:
    """Erase what of the user hangs on no account: suggestions that no curator took.

    Inside the caller's transaction.
    """
    mine = OpportunitySuggestion.filter(user=user, telling_id__not_isnull=True)
    sent = await values_of(mine, "telling_id")
    await OpportunityTelling.filter(id__in=sent, opportunity_id=None).delete()


async def _applications(user: User) -> list[Application]:
    mine = Application.filter(user=user).order_by("id")
    return await mine.select_related("contact", "own_stage", "opportunity")


async def _application(row: Application) -> dict[str, Any]:
    """One with everything that hangs on it; people by the names they are kept under."""
    parts: dict[str, tuple[type[Table], list[str]]] = {
        "steps": (PlanStep, _STEP),
        "recommenders": (Recommender, _RECOMMENDER),
        "stages": (StageChange, _STAGE),
    }
    told = plain_columns(row, _APPLICATION) | {
        "contact": row.contact.name if row.contact else None,
        "own_stage": row.own_stage.name if row.own_stage else None,
        "opportunity": row.opportunity.slug if row.opportunity else None,
    }
    for name, (table, columns) in parts.items():
        found = await table.filter(application_id=row.id).order_by("id")
        told[name] = [plain_columns(one, columns) for one in found]
    takes = Requirement.filter(application_id=row.id).order_by("id").select_related("contact")
    told["requirements"] = [
        plain_columns(one, _REQUIREMENT) | {"contact": one.contact.name if one.contact else None}
        for one in await takes
    ]
    told["interviews"] = [await _interview(one) for one in await interviews_of(row)]
    return told | {
        "sent": await documents.sent_with(row.id),
        "under_way": await under_way.hand_out(row.id),
    }


async def _interview(row: Interview) -> dict[str, Any]:
    asking = Interviewer.filter(interview=row).order_by("id").select_related("contact")
    told = plain_columns(row, _INTERVIEW)
    return told | {"interviewers": [one.contact.name for one in await asking]}
