"""Choosing a time of a mentor: what kind of session, which day, which hour, by links alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.calendars.zones import is_zone, zones_to_live_in
from netmentor.contacts.words import called
from netmentor.errors import NotFound
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.availability.queries import types_of
from netmentor.mentoring.availability.rules import HORIZON
from netmentor.mentoring.availability.slots import Slot
from netmentor.mentoring.booking.holding import type_of
from netmentor.mentoring.booking.instead import times_instead
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import why_closed_to
from netmentor.web.creating import drawn_key
from netmentor.web.forms import values
from netmentor.web.forms.booking import moment_or_none
from netmentor.web.forms.reading import Draft
from netmentor.web.slot_sheet import Choice, Sheet, differ, sheet_of, zone_words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of session to choose, and the address that chooses it."""

    type: SessionType
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """The openings of a mentor as one visitor chooses among them.

    `closed` says why there are none to choose from, "" where there may be. `zone` is the one the
    times are told in, `there` the words for the mentor's where its clock shows another time.
    """

    mentor: Mentor
    called: str
    closed: str
    kinds: Sequence[Kind]
    type: SessionType | None
    choice: Choice
    sheet: Sheet
    zone: str
    zone_words: str
    there: str
    is_signed_in: bool
    key: str = field(default_factory=drawn_key)
    draft: Draft = field(default_factory=Draft)
    zones: Sequence[tuple[str, str]] = field(default_factory=zones_to_live_in)


def choice_of(told: Mapping[str, str], place: str) -> Choice:
    """Read what an address or a form tells; what means nothing is as if it were not told."""
    zone = told.get("zone", "")
    return Choice(
        place=place,
        kind=told.get("type", ""),
        first=values.day_or_none(told.get("from", "")),
        day=values.day_or_none(told.get("day", "")),
        at=moment_or_none(told.get("at", "") or told.get("starts_at", "")),
        zone=zone if is_zone(zone) else "",
        key=told.get("key", ""),
    )


async def picked(
    mentor: Mentor,
    viewer: User | None,
    choice: Choice,
    *,
    now: datetime,
    draft: Draft | None = None,
) -> Picker:
    """Return a mentor's openings as `viewer` chooses among them, the first ones at first."""
    closed = await why_closed(mentor, viewer, now=now)
    types = [] if closed else await types_of(mentor)
    type_ = chosen_type(types, choice.kind)
    openings = await _all_openings(mentor, type_, now=now)
    kinds = [_kind(one, choice, is_chosen=one == type_) for one in types]
    return _picker(mentor, viewer, choice, kinds, openings, closed, draft, now=now)


async def why_closed(mentor: Mentor, viewer: User | None, *, now: datetime) -> str:
    """Say why `viewer` has no openings to choose from, or ""."""
    if viewer is not None and viewer.id == mentor.user_id:
        return "This is your own page: here others choose among your openings."
    return await why_closed_to(mentor, viewer, now=now) or ""


async def picked_again(
    session: MentorSession,
    viewer: User,
    choice: Choice,
    *,
    now: datetime,
    draft: Draft | None = None,
) -> Picker:
    """Return the openings that a session could move to, at first those around its time now."""
    if not (choice.first or choice.day or choice.at):
        choice = replace(choice, at=session.starts_at)
    openings = await times_instead(session, viewer, now=now)
    kinds = [_kind(await type_of(session), choice, is_chosen=True)]
    return _picker(session.mentor, viewer, choice, kinds, openings, "", draft, now=now)


async def openings_between(
    mentor: Mentor, type_: SessionType | None, days: tuple[date, date], zone: str, *, now: datetime
) -> Sequence[Slot]:
    """The openings that begin from one day to another, both included, by the clock of `zone`."""
    first, last = days
    here = ZoneInfo(zone)
    found = await _all_openings(mentor, type_, now=now)
    return [one for one in found if first <= one.starts_at.astimezone(here).date() <= last]


def chosen_type(types: Sequence[SessionType], asked: str) -> SessionType | None:
    """Return the type that was asked for, the first where none was; raise NotFound."""
    if not asked:
        return next(iter(types), None)
    found = next((one for one in types if one.slug == asked), None)
    if found is None and types:
        raise NotFound("There is no such kind of session. Choose one on the mentor’s page.")
    return found


def zone_of(choice: Choice, mentor: Mentor, viewer: User | None) -> str:
    """The zone times are told in: the one asked for, the viewer's own, else the mentor's."""
    return choice.zone or (viewer.timezone if viewer else mentor.timezone)


async def _all_openings(
    mentor: Mentor, type_: SessionType | None, *, now: datetime
) -> Sequence[Slot]:
    """Every opening there is from now on, for one type; none for no type."""
    if type_ is None:
        return ()
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    return await openings_of(mentor, type_, today, today + max(HORIZON) * _DAY, now=now)


def _picker(
    mentor: Mentor,
    viewer: User | None,
    choice: Choice,
    kinds: Sequence[Kind],
    openings: Sequence[Slot],
    closed: str,
    draft: Draft | None,
    *,
    now: datetime,
) -> Picker:
    zone = zone_of(choice, mentor, viewer)
    here, there = ZoneInfo(zone), ZoneInfo(mentor.timezone)
    sheet = sheet_of(choice, openings, here, there, now.astimezone(here).date())
    about = next((one.starts_at for one in openings), now)
    apart = any(differ(here, there, one.starts_at) for one in openings)
    return Picker(
        mentor=mentor,
        called=called(mentor.name),
        closed=closed,
        kinds=kinds,
        type=next((one.type for one in kinds if one.is_chosen), None),
        choice=choice,
        sheet=sheet,
        zone=zone,
        zone_words=zone_words(zone, about),
        there=zone_words(mentor.timezone, about) if apart else "",
        is_signed_in=viewer is not None,
        draft=draft or Draft(),
    )


def _kind(type_: SessionType, choice: Choice, *, is_chosen: bool) -> Kind:
    return Kind(type_, choice.address(kind=type_.slug, first=None, day=None, at=None), is_chosen)
