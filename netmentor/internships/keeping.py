"""What this room keeps of a user; most of it goes with the account's row."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.columns import plain_columns, values_of
from netmentor.internships.applying import keeping as applications
from netmentor.internships.applying.documents import keeping as documents
from netmentor.internships.applying.models import OwnStage
from netmentor.internships.applying.templates import template_of
from netmentor.internships.models import OpportunityTelling
from netmentor.internships.queries import studies_of
from netmentor.internships.suggesting.models import OpportunitySuggestion

_OWN_STAGE = "name after".split()
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
        "applications": applications.hand_out(user),
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
