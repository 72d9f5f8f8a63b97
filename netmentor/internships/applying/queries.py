"""Questions about one user's applications: all of them, one whole, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from math import inf
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.db.reading import day_of, listed, rows
from netmentor.errors import NotFound
from netmentor.internships.applying.following import (
    Deadline,
    deadline_of,
    deadlines_of,
    is_expected,
)
from netmentor.internships.applying.models import (
    Application,
    PlanStep,
    Recommender,
    Requirement,
    StageChange,
)
from netmentor.internships.applying.planning import AFTER_SENDING, Line, due_on
from netmentor.internships.applying.rules import OFFERED, OVER, TO_BE_SENT, Stage
from netmentor.internships.applying.stages import Place
from netmentor.internships.models import Opportunity, Window
from netmentor.internships.queries import is_off, windows_of
from netmentor.internships.rules import CUT_OFFS

# What of an open step `s` has it be asked for: that it is one's own, or where `a` stands.
IS_ASKED_FOR = f"""(s.line = '' OR a.stage IN {listed(TO_BE_SENT)}
    OR a.stage = '{Stage.SUBMITTED}' AND s.line IN {listed(AFTER_SENDING)})"""
# The first open step of each application that is asked for still; no list needs more of a plan.
_NEXT = """
    SELECT t.application_id, t.name, t.due_on
    FROM application AS a JOIN application_step AS t ON t.id = (
        SELECT s.id FROM application_step AS s
        WHERE s.application_id = a.id AND s.done_at IS NULL AND {is_asked_for}
        ORDER BY s.due_on, s.id LIMIT 1)
    WHERE a.user_id = ?"""


class NextStep(NamedTuple):
    """What is to be done next about an application, and by when."""

    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Row:
    """One application as lists show it: its deadline, and its next open step."""

    application: Application
    deadline: Deadline | None
    next_step: NextStep | None

    @property
    def is_over(self) -> bool:
        return self.application.stage in OVER

    @property
    def offer_until(self) -> datetime | None:
        """Until when an offer is to be answered, where there is one: no deadline counts then."""
        return self.application.offer_until if self.application.stage in OFFERED else None


@dataclass(frozen=True, slots=True)
class Whole:
    """One application with everything that hangs on it.

    `listed` is what it is about, if that is among the opportunities; `cut_offs` are the dates of
    it that one can follow; `expected` is its end of applying, if no day of that is published.
    """

    application: Application
    listed: Opportunity | None
    cut_offs: Sequence[Window]
    expected: Window | None
    deadline: Deadline | None
    steps: Sequence[PlanStep]
    requirements: Sequence[Requirement]
    recommenders: Sequence[Recommender]
    history: Sequence[StageChange]

    def overdue(self, today: date) -> list[PlanStep | Requirement | Recommender]:
        """What waits still and was due before `today`, which is the day where its user lives.

        Nothing waits of what is over.
        """
        if self.is_over:
            return []
        waiting: list[PlanStep | Requirement | Recommender] = [
            *(one for one in self.steps if not (one.done_at or self.is_passed(one))),
            *(one for one in self.requirements if not one.done_at),
            *(one for one in self.recommenders if not (one.sent_on or one.declined_on)),
        ]
        return [one for one in waiting if one.due_on and one.due_on < today]

    @property
    def is_to_be_sent(self) -> bool:
        return self.application.stage in TO_BE_SENT

    @property
    def is_over(self) -> bool:
        return self.application.stage in OVER

    def is_passed(self, step: PlanStep) -> bool:
        """True of an open step to sending once its application is sent: nobody asks for it."""
        if step.done_at or self.is_to_be_sent or not step.line:
            return False
        is_sent = self.application.stage == Stage.SUBMITTED
        return not (is_sent and step.line in AFTER_SENDING)

    def is_late(self, step: PlanStep) -> bool:
        """True of an open step that the plan would have had earlier than on its day."""
        if step.done_at or step.is_fixed or not (step.line and self.deadline):
            return False
        usual = due_on(Line(step.line, step.months, step.days), self.deadline.on)
        return usual < step.due_on and not self.is_passed(step)

    @property
    def is_off(self) -> bool:
        """True where its cycle is called off, or no source lists it any more."""
        return self.listed is not None and is_off(self.listed)

    @property
    def is_by_expectation(self) -> bool:
        """True where what counts is the first day that is expected, which nobody published."""
        due, expected = self.deadline, self.expected
        if due is None or expected is None:
            return False
        return not due.is_followed and due.on == expected.not_before

    @property
    def has_plan(self) -> bool:
        """True while a step that was planned is as the plan left it, and can be taken back."""
        return any(one.line and not (one.done_at or one.is_fixed) for one in self.steps)


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
    found = await Application.filter(user=user).order_by("-stage_at", "-id")
    deadlines = await deadlines_of(found)
    asked = await rows(_NEXT.format(is_asked_for=IS_ASKED_FOR), user.id)
    steps = {id_: NextStep(name, day_of(due_on)) for id_, name, due_on in asked}
    made = [Row(one, deadlines.get(one.id), steps.get(one.id)) for one in found]
    return sorted(made, key=partial(_turn, ZoneInfo(user.timezone)))


async def application_about(user: User, listed: Opportunity | None) -> Application | None:
    """What a user applies for by this opportunity of the list; of none, nothing."""
    return await Application.filter(user=user, opportunity=listed).first() if listed else None


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
    listed = await Opportunity.get_or_none(id=row.opportunity_id) if row.opportunity_id else None
    windows = await windows_of(listed) if listed else ()
    return Whole(
        row,
        listed,
        [one for one in windows if one.due_on and one.kind in CUT_OFFS],
        next((one for one in windows if is_expected(one)), None),
        await deadline_of(row),
        await PlanStep.filter(application=row).order_by("due_on", "id"),
        await Requirement.filter(application=row).order_by("id").select_related("contact"),
        await Recommender.filter(application=row).order_by("id").select_related("contact"),
        await StageChange.filter(application=row).order_by("-at", "-id"),
    )


def _turn(zone: ZoneInfo, row: Row) -> tuple[bool, date, float]:
    """By the days of `zone`, and of one day by the hour; a step is done as its day begins."""
    first = date.max, inf
    if until := row.offer_until:
        first = until.astimezone(zone).date(), until.timestamp()
    elif due := row.deadline:
        is_hour = due.time and due.zone
        first = due.at.astimezone(zone).date() if is_hour else due.on, due.at.timestamp()
    if row.next_step:
        first = min(first, (row.next_step.due_on, -inf))
    return row.is_over, *first


def _unknown() -> NotFound:
    return NotFound("There is no such application.")
