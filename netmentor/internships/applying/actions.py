"""What becomes of an application: begun, moved on, planned, and what it takes; each one deed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from tortoise.exceptions import IntegrityError

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.models import Contact, Touch
from netmentor.contacts.rules import TouchKind
from netmentor.db.columns import values_of
from netmentor.errors import Conflict, Invalid
from netmentor.internships.applying.ends import call_off, ends_of, go_on
from netmentor.internships.applying.following import deadline_of, moves_of
from netmentor.internships.applying.letters import move_along
from netmentor.internships.applying.models import Application, Requirement, StageChange
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.queries import application_about
from netmentor.internships.applying.recommending import ask_nobody
from netmentor.internships.applying.rules import (
    LONGEST_NOTES,
    MOST_LINES,
    MOST_MOVES,
    MOST_SILENT_DAYS,
    OVER,
    CameFrom,
    Stage,
    silent_until,
    why_not_started,
)
from netmentor.internships.applying.stages import own_stage_called, own_stage_of
from netmentor.internships.applying.turns import check_there, turn_of
from netmentor.internships.applying.under_way.thanking import thank_nobody
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.models import Opportunity, Window
from netmentor.internships.queries import draft_of, opportunity_by_slug
from netmentor.internships.rules import CLOSINGS
from netmentor.internships.writing import answering
from netmentor.text import clean, one_line

_SHOWN = {"title", "organization_name", "window_part"}  # read by calendars, beside days
_ONE_HELD = "application_that_is_held"  # the index by which the database refuses it


class AnotherHeld(Conflict):
    """Another offer is held; the sentence names it."""


class ChangedElsewhere(Conflict):
    """The application was saved in another window since its form was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What somebody begins with: an opportunity of the list, or words of their own."""

    opportunity: Opportunity | None = None
    title: str = ""
    organization: str = ""
    deadline_on: date | None = None
    contact: Contact | None = None


async def start(user: User, told: Start, *, now: datetime) -> Application:
    """Begin an application; raises Invalid, and Conflict for one of this opportunity again.

    Of a contact alone it is the one that goes on already, if there is one.
    Raises NotFound and Conflict for what was taken away, and whoever was deleted, since it was
    chosen.
    """
    async with answering():
        await take_turns_of(user)
        await check_there(told.contact)
        listed = await opportunity_by_slug(told.opportunity.slug) if told.opportunity else None
        draft = await draft_of(listed) if listed else None
        if begun := await _begun_through(user, told):
            return begun
        row = await _begun(user, told, draft, now=now)
        count = await Application.filter(user=user).count()
        if reason := why_not_started(row.title, row.organization_name, count):
            raise Invalid(reason)
        if there := await application_about(user, told.opportunity):
            said = "You have an application for this one already."
            raise Conflict(said, see=f"/applications/{there.key}")
        await row.save()
        await StageChange.create(application=row, stage=row.stage, at=now)
        for name in draft.materials[:MOST_LINES] if draft else ():
            await Requirement.create(application=row, name=name)
        await bump([user.id])
    return row


async def set_stage(
    user: User, key: str, stage: Stage, own_id: int | None = None, *, now: datetime
) -> Application:
    """Move an application to a stage, or to one of the user's own that counts as it.

    Raises AnotherHeld where one offer is held already, NotFound for no such stage, and Conflict
    for one move too many.
    """
    async with _one_held(user), turn_of(user, key) as row:
        if (row.stage, row.own_stage_id) == (stage, own_id):
            return row
        if await StageChange.filter(application=row).count() >= MOST_MOVES:
            raise Conflict(f"It was moved {MOST_MOVES} times already; take the last one back.")
        own = await own_stage_of(user, stage, own_id)
        name = own.name if own else ""
        ended = await ends_of(row)
        await StageChange.create(
            application=row, was=row.stage, stage=stage.value, own_name=name, at=now
        )
        row.stage, row.own_stage, row.stage_at, row.changed_at = stage.value, own, now, now
        await row.save()
        if stage in OVER:
            await call_off(user, row, now=now)
        else:
            await go_on(user, row, ended, now=now)
        await begin_silence(user, row, dated=True, now=now)
    return row


async def take_back_stage(user: User, key: str, change_id: int, *, now: datetime) -> Application:
    """Have an application stand where it stood before its last change, which never was.

    Raises Conflict where that was not the last one, and AnotherHeld.
    """
    async with _one_held(user), turn_of(user, key) as row:
        last, *before = await StageChange.filter(application=row).order_by("-id").limit(2)
        if last.id != change_id or not before:
            raise Conflict("It went on since then, or was taken back already.")
        ends = [last.at, row.stage_at]
        row.stage, row.stage_at, row.changed_at = before[0].stage, before[0].at, now
        if row.stage in OVER and last.stage not in OVER:
            row.stage_at = now  # by this moment `ends_of` knows what is called off now
        row.own_stage = await own_stage_called(user, before[0].stage, before[0].own_name)
        await last.delete()
        await row.save()
        if last.stage in OVER:
            await go_on(user, row, ends, now=now)
        elif row.stage in OVER:
            await call_off(user, row, now=now)
        await begin_silence(user, row, dated=True, now=now)
    return row


@asynccontextmanager
async def _one_held(user: User) -> AsyncIterator[None]:
    """Have what the database says of a second offer that is held be a sentence."""
    try:
        yield
    except IntegrityError as exc:
        if _ONE_HELD not in str(exc) and "application.user_id" not in str(exc):
            raise
        held = await Application.filter(user=user, stage=Stage.HELD.value).first()
        which = f"“{held.title}”" if held else "another one"
        said = f"You hold the offer of {which}. Only one may be held at a time: answer it first."
        raise AnotherHeld(said, see=f"/applications/{held.key}" if held else "") from exc


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What the form of an application tells; `version` is the one it was shown with."""

    title: str
    organization: str
    window_part: str = ""
    deadline_on: date | None = None
    deadline_time: str = ""
    timezone: str = ""
    offer_until: datetime | None = None
    notes: str = ""
    nudge_after_days: int | None = None
    version: int


async def edit(user: User, key: str, told: Edit, *, now: datetime) -> Application:
    """Keep what the form says; open steps of the plan, and letters, move with the deadline.

    What says nothing new changes nothing, nor its version. Raises Invalid, and ChangedElsewhere
    for a form that is not of the latest version.
    """
    async with turn_of(user, key) as row:
        if row.version != told.version:
            raise ChangedElsewhere("It was changed in another window. Nothing was overwritten.")
        new = await _columns(row, told)
        changed = {name for name, value in new.items() if getattr(row, name) != value}
        if not changed:
            return row
        before, moves = await deadline_of(row), await moves_of(row)
        row.update_from_dict(new)
        row.version += 1
        after = await deadline_of(row)
        moved = after != before or "offer_until" in changed
        row.sequence += moved + max(0, moves - await moves_of(row))
        dated = moved or bool(changed & _SHOWN)
        row.changed_at = now if dated else row.changed_at  # notes stand in no calendar
        await row.save()
        await move_along(user, row, before, after, now=now)
        await begin_silence(user, row, dated=dated, now=now)
    return row


async def remove(user: User, key: str, *, now: datetime) -> None:
    """Forget an application with all that hangs on it."""
    async with turn_of(user, key) as row:
        await ask_nobody(user, row, now=now)
        await thank_nobody(user, row, now=now)
        await row.delete()
        await bump([user.id])


async def _columns(row: Application, told: Edit) -> dict[str, Any]:
    """What a form says as the columns of its application; raises Invalid."""
    title, organization = one_line(told.title), one_line(told.organization)
    if reason := why_not_started(title, organization, 0):
        raise Invalid(reason)
    if len(told.notes) > LONGEST_NOTES:
        raise Invalid(f"Notes have at most {LONGEST_NOTES:,} characters.")
    if not 0 <= (told.nudge_after_days or 0) <= MOST_SILENT_DAYS:
        raise Invalid(f"Choose 0 to {MOST_SILENT_DAYS} days of silence.")
    same = ("deadline_on", "deadline_time", "timezone", "offer_until", "nudge_after_days")
    return {name: getattr(told, name) for name in same} | {
        "title": title,
        "organization_name": organization,
        "window_part": await _followed(row, told.window_part),
        "notes": clean(told.notes),
    }


async def _followed(row: Application, part: str) -> str:
    """The date of its opportunity that a form chose, "" where it is of none; raises Invalid."""
    if not (part and row.opportunity_id):
        return ""
    if part not in await values_of(Window.filter(opportunity_id=row.opportunity_id), "part"):
        raise Invalid("Choose the date that counts from the list.")
    return part


async def _begun(
    user: User, told: Start, draft: OpportunityDraft | None, *, now: datetime
) -> Application:
    listed = told.opportunity
    title, organization = one_line(told.title), one_line(told.organization)
    part, came_from = "", CameFrom.ELSEWHERE
    if listed and draft:
        title, organization = draft.title, draft.organization_name
        part, came_from = await _next_closing(listed, now=now), CameFrom.LIST
    if told.contact:
        came_from = await _through(told.contact)
        title = title or f"Internship, through {told.contact.name}"
    return Application(
        key=str(uuid4()),
        user=user,
        opportunity=listed,
        window_part=part,
        title=title,
        organization_name=organization,
        contact=told.contact,
        came_from=came_from.value,
        stage=Stage.RESEARCHING.value,
        stage_at=now,
        heard_at=now,
        nudge_at=silent_until(Stage.RESEARCHING, None, now, user.timezone),
        deadline_on=told.deadline_on,
        created_at=now,
        changed_at=now,
    )


async def _begun_through(user: User, told: Start) -> Application | None:
    """What is under way through a contact already, where nothing else is told to begin with."""
    if told.contact is None or told.opportunity or told.title:
        return None
    mine = Application.filter(user=user, contact=told.contact, opportunity=None)
    return await mine.exclude(stage__in=list(OVER)).order_by("-id").first()


async def _through(contact: Contact) -> CameFrom:
    """What knowing somebody came from: sessions with them before the event they were met at."""
    if await Touch.filter(contact=contact, kind=TouchKind.SESSION.value).exists():
        return CameFrom.MENTOR
    return CameFrom.EVENT if contact.event_id else CameFrom.CONTACT


async def _next_closing(listed: Opportunity, *, now: datetime) -> str:
    """The part of the next date by which one must have applied, "" where nobody knows one."""
    rows: Sequence[Window] = await Window.filter(
        opportunity=listed, kind__in=list(CLOSINGS), dropped_on=None, due_at__gt=now
    ).order_by("due_at")
    return rows[0].part if rows else ""
