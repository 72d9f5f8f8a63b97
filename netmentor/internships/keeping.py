"""What this room keeps of a user, taken along; most of it goes with the account's row."""

from __future__ import annotations

import json
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.carried import Carried
from netmentor.db.columns import values_of
from netmentor.internships.applying import keeping as applications
from netmentor.internships.models import (
    Opportunity,
    OpportunityChange,
    OpportunityLock,
    OpportunityTelling,
    Studies,
    Whole,
    Window,
)
from netmentor.internships.rules import Accreditation, Degree, Year
from netmentor.internships.suggesting.models import OpportunitySuggestion

CARRIED = (
    Carried(
        table=Studies,
        whose="user",
        words={"degree": Degree, "year": Year, "accreditation": Accreditation},
    ),
    *applications.CARRIED,
)
LEFT = {
    **dict.fromkeys(
        (
            Opportunity,
            Whole,
            Window,
            OpportunityTelling,
            OpportunityLock,
            OpportunityChange,
        ),
        "everybody's, and the same for all",
    ),
    OpportunitySuggestion: "it waits for a curator here, or was answered; it is told",
}


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """What the user suggested, and how that was answered."""
    return {
        "opportunity_suggestions": [
            {
                "address": row.address,
                "asked_at": row.asked_at.isoformat(),
                "opportunity": json.loads(row.found) if row.found else None,
                "answer": row.answer,
            }
            for row in await OpportunitySuggestion.filter(user=user).order_by("id")
        ]
    }


async def erase(user: User) -> None:
    """Erase what of the user hangs on no account: suggestions that no curator took.

    Inside the caller's transaction.
    """
    mine = OpportunitySuggestion.filter(user=user, telling_id__not_isnull=True)
    sent = await values_of(mine, "telling_id")
    await OpportunityTelling.filter(id__in=sent, opportunity_id=None).delete()
