"""Who keeps words of somebody among applications and suggestions: asked when a person asks that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tortoise.expressions import Q

from netmentor.db.columns import values_of
from netmentor.db.table import Table
from netmentor.internships.applying.documents.models import Document, SentDocument
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.models import (
    Application,
    OwnStage,
    PlanStep,
    PlanTemplate,
    Recommender,
    Requirement,
    StageChange,
)
from netmentor.internships.applying.under_way.models import Hours
from netmentor.internships.suggesting.models import OpportunitySuggestion

# Of each table its columns with words, and the way from it to whose they are. What stands in the
# files of documents is not among it.
PLACES: Mapping[type[Table], tuple[str, Sequence[str]]] = {
    Application: ("user_id", ("title", "organization_name", "notes")),
    OwnStage: ("user_id", ("name",)),
    StageChange: ("application__user_id", ("own_name",)),
    PlanStep: ("application__user_id", ("name", "line")),
    PlanTemplate: ("user_id", ("lines",)),
    Requirement: ("application__user_id", ("name",)),
    Recommender: ("application__user_id", ("name",)),
    Interview: ("application__user_id", ("name", "place", "questions", "notes")),
    Document: ("user_id", ("name",)),
    SentDocument: ("application__user_id", ("name",)),
    OpportunitySuggestion: ("user_id", ("address", "found", "answer")),
    Hours: ("under_way__application__user_id", ("note",)),
}


async def who_mentions(words: str) -> list[int]:
    """The users whose applications, suggestions or documents' names hold `words`, in any case."""
    ids: set[int] = set()
    for table, (owner, columns) in PLACES.items():
        told = Q(join_type=Q.OR, **{f"{one}__icontains": words for one in columns})
        ids |= set(await values_of(table.filter(told), owner))
    return sorted(ids)
