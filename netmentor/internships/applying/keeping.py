"""What is kept of a user's applications, taken along."""

from __future__ import annotations

from json import loads
from uuid import uuid4

from netmentor.db.carried import Body, Carried, Row, in_columns
from netmentor.internships.applying.documents.models import (
    Document,
    DocumentBody,
    DocumentVersion,
    SentDocument,
)
from netmentor.internships.applying.documents.rules import MOST_DOCUMENTS, Kind, why_not_kept
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.internships.applying.interviewing.rules import Medium, State
from netmentor.internships.applying.models import (
    Application,
    OwnStage,
    PlanStep,
    PlanTemplate,
    Recommender,
    Requirement,
    StageChange,
)
from netmentor.internships.applying.planning import Line, why_not_plan
from netmentor.internships.applying.rules import CameFrom, Owner, Stage
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay
from netmentor.internships.applying.under_way.rules import Part


def _why_no_plan(row: Row) -> str | None:
    try:
        lines = [
            Line(str(name), int(months), int(days)) for name, months, days in loads(row["lines"])
        ]
    except (ValueError, TypeError, RecursionError, OverflowError):
        return "its lines are no plan."
    return why_not_plan(lines)


_OF_ONE = "application__user"
_UNDER_WAY = "under_way__application__user"
_VERSION = {"version": "tells two tabs apart"}
_NEW_KEY = {"key": lambda: str(uuid4())}
CARRIED = (
    Carried(table=OwnStage, whose="user", words={"after": Stage}),
    Carried(
        table=Application,
        whose="user",
        left=_VERSION,
        named={"opportunity": "slug"},
        words={"stage": Stage, "came_from": CameFrom},
        fresh=_NEW_KEY,
    ),
    Carried(table=StageChange, whose=_OF_ONE, words={"stage": Stage}),
    Carried(table=Requirement, whose=_OF_ONE, words={"owner": Owner}),
    Carried(table=Recommender, whose=_OF_ONE, renamed=in_columns("follow_up_uid")),
    Carried(table=PlanStep, whose=_OF_ONE, fresh=_NEW_KEY),
    Carried(table=PlanTemplate, whose="user", why_not=_why_no_plan),
    Carried(
        table=Interview,
        whose=_OF_ONE,
        left=_VERSION,
        words={"medium": Medium, "state": State},
        fresh=_NEW_KEY,
    ),
    Carried(
        table=Interviewer,
        whose="interview__application__user",
        renamed=in_columns("thanks_uid"),
    ),
    Carried(table=UnderWay, whose=_OF_ONE, left=_VERSION),
    Carried(table=Milestone, whose=_UNDER_WAY, words={"kind": Part}),
    Carried(table=Hours, whose=_UNDER_WAY),
    Carried(table=Document, whose="user", fresh=_NEW_KEY, most=MOST_DOCUMENTS),
    Carried(table=DocumentVersion, whose="document__user", words={"kind": Kind}),
    Carried(
        table=DocumentBody,
        whose="version__document__user",
        body=Body(
            column="told", folder="documents", ending_of="version__kind", why_not=why_not_kept
        ),
    ),
    Carried(table=SentDocument, whose=_OF_ONE),
)
