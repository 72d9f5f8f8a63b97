"""What is kept of a user's applications, taken along."""

from __future__ import annotations

from uuid import uuid4

from netmentor.db.carried import Body, Carried
from netmentor.internships.applying.documents.models import (
    Document,
    DocumentBody,
    DocumentVersion,
    SentDocument,
)
from netmentor.internships.applying.documents.rules import Kind
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
from netmentor.internships.applying.rules import CameFrom, Owner, Stage
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay
from netmentor.internships.applying.under_way.rules import Part

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
    Carried(table=Recommender, whose=_OF_ONE),
    Carried(table=PlanStep, whose=_OF_ONE, fresh=_NEW_KEY),
    Carried(table=PlanTemplate, whose="user"),
    Carried(
        table=Interview,
        whose=_OF_ONE,
        left=_VERSION,
        words={"medium": Medium, "state": State},
        fresh=_NEW_KEY,
    ),
    Carried(table=Interviewer, whose="interview__application__user"),
    Carried(table=UnderWay, whose=_OF_ONE, left=_VERSION),
    Carried(table=Milestone, whose=_UNDER_WAY, words={"kind": Part}),
    Carried(table=Hours, whose=_UNDER_WAY),
    Carried(table=Document, whose="user", fresh=_NEW_KEY),
    Carried(table=DocumentVersion, whose="document__user", words={"kind": Kind}),
    Carried(
        table=DocumentBody,
        whose="version__document__user",
        body=Body(column="told", folder="documents", ending_of="version__kind"),
    ),
    Carried(table=SentDocument, whose=_OF_ONE),
)
