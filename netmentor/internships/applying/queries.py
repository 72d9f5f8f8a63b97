"""Questions about one user's applications: all of them, one whole, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.errors import NotFound
from netmentor.internships.applying.following import Deadline, deadline_of, deadlines_of
from netmentor.internships.applying.models import (
    Application,
    PlanStep,
    Recommender,
    Requirement,
    StageChange,
)
from netmentor.internships.applying.rules import OVER
from netmentor.internships.applying.stages import Place


@dataclass(frozen=True, slots=True)
class Row:
    """One application as lists show it: its deadline, and its next open step."""

    application: Application
    deadline: Deadline | None
    next_step: PlanStep | None

    @property
    def is_over(self) -> bool:
        return self.application.stage in OVER


@dataclass(frozen=True, slots=True)
class Whole:
    """One application with everything that hangs on it."""

    application: Application
    deadline: Deadline | None
    steps: Sequence[PlanStep]
    requirements: Sequence[Requirement]
    recommenders: Sequence[Recommender]
    history: Sequence[StageChange]


async def application_of(user: User, key: str) -> Application:
    """An application of `user`; anybody else's is as unknown as none. Raises NotFound."""
    try:
        wanted = str(UUID(key))
    except ValueError as exc:
        raise _unknown() from exc
    mine = Application.get_or_none(user=user, key=wanted)
    found = await mine.select_related("contact", "own_stage")
    if found is None:
        raise _unknown()
    return found


async def applications_of(user: User) -> list[Row]:
    """All of a user's: what goes on by its next date, then what is over, the latest first."""
    rows = await Application.filter(user=user).order_by("-stage_at", "-id")
    deadlines = await deadlines_of(rows)
    ids = [one.id for one in rows]
    steps: dict[int, PlanStep] = {}
    for step in await PlanStep.filter(application_id__in=ids, done_at=None).order_by("-due_on"):
        steps[step.application_id] = step
    made = [Row(one, deadlines.get(one.id), steps.get(one.id)) for one in rows]
    return sorted(made, key=_turn)


async def came_through(user: User, contact: Contact | None) -> list[Application]:
    """What came from one of the user's people, the latest first; of nobody nothing."""
    if contact is None:
        return []
    return await Application.filter(user=user, contact=contact).order_by("-stage_at", "-id")


async def to_ask_about(user: User) -> list[Application]:
    """What is silent for so long that somebody is to ask how it stands, the longest first."""
    silent = Application.filter(user=user, steps__is_nudge=True, steps__done_at=None)
    return await silent.exclude(stage__in=list(OVER)).order_by("heard_at", "id").distinct()


def by_stage(rows: Sequence[Row], places: Sequence[Place]) -> Mapping[Place, list[Row]]:
    """The same by where each stands, in the order of a board."""
    board: dict[Place, list[Row]] = {one: [] for one in places}
    at = {(one.stage.value, one.own_id): one for one in places}
    for row in rows:
        here, own = row.application.stage, row.application.own_stage_id
        board[at.get((here, own), at[here, None])].append(row)  # an own one may be gone by now
    return board


async def whole_of(user: User, key: str) -> Whole:
    """One application with everything; raises NotFound."""
    row = await application_of(user, key)
    return Whole(
        row,
        await deadline_of(row),
        await PlanStep.filter(application=row).order_by("due_on", "id"),
        await Requirement.filter(application=row).order_by("id"),
        await Recommender.filter(application=row).order_by("id").select_related("contact"),
        await StageChange.filter(application=row).order_by("-at", "-id"),
    )


def _turn(row: Row) -> tuple[bool, str]:
    dated: list[datetime] = [row.deadline.at] if row.deadline else []
    first = min((f"{one:%Y-%m-%d}" for one in dated), default="9999")
    return row.is_over, min(first, str(row.next_step.due_on) if row.next_step else first)


def _unknown() -> NotFound:
    return NotFound("There is no such application.")
