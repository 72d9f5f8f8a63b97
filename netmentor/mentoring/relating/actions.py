"""A mentorship is offered, put in other words, agreed to by both, and ended by either."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.booking.holding import in_turn
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import side_of
from netmentor.mentoring.booking.rules import Side
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import is_kept_away
from netmentor.mentoring.relating.models import Mentorship
from netmentor.mentoring.relating.queries import (
    Both,
    both_of,
    mentorship_between,
    why_no_mentorship_after,
)
from netmentor.mentoring.relating.rules import Terms, why_not_terms
from netmentor.mentoring.relating.telling import Told, tell
from netmentor.settings import Settings


class WordsChanged(Conflict):
    """The words of a mentorship are others than those that were read."""


class Ended(Conflict):
    """A mentorship that is over is left as it is."""


async def offer(
    settings: Settings, session: MentorSession, by: User, terms: Terms, *, now: datetime
) -> Mentorship:
    """Offer a mentorship to the other of a session; one that the two are in already is returned.

    Raises Invalid for terms that nobody could agree on, and Conflict for two who held too few
    sessions, or are kept apart.
    """
    _check(terms)
    mentor, mentee = session.mentor, session.mentee
    async with in_turn(mentor.user_id, session.mentee_id):
        if known := await mentorship_between(session):
            return known
        if why := await why_no_mentorship_after(session):
            raise Conflict(why)
        await _check_apart(mentor, mentee)
        side = side_of(session, by)
        row = await Mentorship.create(
            mentor=mentor,
            mentee=mentee,
            created_at=now,
            **_written(terms, side, now),
        )
        await _tell_terms(settings, await both_of(row), side, now=now)
        return row


async def change(
    settings: Settings, row: Mentorship, by: User, terms: Terms, *, version: int, now: datetime
) -> Mentorship:
    """Put a mentorship in other words, to which the other has to agree anew.

    Raises WordsChanged unless it is still of `version`, Ended, and Conflict for two who are kept
    apart by now.
    """
    _check(terms)
    async with _turn(row) as both:
        _check_words(both.row, version)
        await _check_apart(both.mentor, both.mentee)
        side = both.side_of(by)
        both.row.update_from_dict(_written(terms, side, now))
        both.row.version += 1
        await both.row.save()
        await _tell_terms(settings, both, side, now=now)
    return both.row


async def agree(
    settings: Settings, row: Mentorship, by: User, *, version: int, now: datetime
) -> Mentorship:
    """Agree to the words as they are; raises WordsChanged where they are others, and Ended."""
    async with _turn(row) as both:
        _check_words(both.row, version)
        side, name = both.side_of(by), f"agreed_by_{both.side_of(by)}_at"
        if getattr(both.row, name) is None:
            setattr(both.row, name, now)
            await both.row.save(update_fields=[name])
            await _tell_agreed(settings, both, side, now=now)
    return both.row


async def end(settings: Settings, row: Mentorship, by: User, *, now: datetime) -> bool:
    """End a mentorship without a reason; the other is told in one letter. False if it was over."""
    async with _turn(row) as both:
        if both.row.ended_at is not None:
            return False
        side = both.side_of(by)
        both.row.ended_at, both.row.ended_by = now, side.value
        await both.row.save(update_fields=["ended_at", "ended_by"])
        if other := both.user(side.other):
            told = Told(
                letter="mentorship_ended",
                key=f"mentorship:{both.row.id}:ended",
                subject=f"Your mentorship with {both.name(side)} is over",
                opening=f"{both.name(side)} ended your mentorship. That needs no reason, and none"
                " is asked for: it is nobody’s fault.",
                closing="What you wrote, and the sessions you held, stay with you.",
                path=both.path,
            )
            await tell(settings, other, told, now=now)
    return True


async def end_all_of(user: User, *, now: datetime) -> None:
    """End every mentorship of somebody who leaves, inside the caller's transaction.

    What they wrote goes with them; what the other wrote stays.
    """
    for side in Side:
        whose = {"mentor__user": user} if side is Side.MENTOR else {"mentee": user}
        rows = await Mentorship.filter(**whose)
        for row in rows:
            if row.ended_at is None:
                row.ended_at, row.ended_by = now, "left"
            if row.written_by == side:
                row.goals = ""
            await row.save()


@asynccontextmanager
async def _turn(row: Mentorship) -> AsyncIterator[Both]:
    """Hold the turn of both, and read the row as it is then."""
    before = await both_of(row)
    users = (before.user(side) for side in Side)
    async with in_turn(*(user.id if user else None for user in users)):
        yield await both_of(row)


def _check(terms: Terms) -> None:
    if why := why_not_terms(terms):
        raise Invalid(why)


async def _check_apart(mentor: Mentor | None, mentee: User | None) -> None:
    if mentor and mentee and await is_kept_away(mentor, mentee):
        raise Conflict("No mentorship can be offered here.")


def _check_words(row: Mentorship, version: int) -> None:
    if row.ended_at is not None:
        raise Ended("This mentorship is over.")
    if row.version != version:
        raise WordsChanged("The words were changed meanwhile. Read them once more.")


def _written(terms: Terms, side: Side, now: datetime) -> dict[str, Any]:
    """The columns of terms that one of the two wrote, and so agrees to."""
    agreed = {f"agreed_by_{one}_at": now if one is side else None for one in Side}
    return asdict(terms) | agreed | {"written_by": side.value, "changed_at": now}


async def _tell_terms(settings: Settings, both: Both, side: Side, *, now: datetime) -> None:
    """Tell the other of new words, once a day however often they change."""
    other, name, row = both.user(side.other), both.name(side), both.row
    if other is None:
        return
    is_new = row.version == 1
    told = Told(
        letter="mentorship_offered",
        key=f"mentorship:{row.id}:words:{side}:{now:%Y-%m-%d}",
        subject=f"{name} {'offers' if is_new else 'put in other words'} a mentorship",
        opening=f"{name} wrote down what a mentorship of you two could be. It stands once you"
        " agree to it, too; you can put it in other words, or leave it.",
        closing="Read it and answer here. Either of you can end it at any time, without a reason.",
        path=both.path,
        facts=both.facts,
    )
    await tell(settings, other, told, now=now)


async def _tell_agreed(settings: Settings, both: Both, side: Side, *, now: datetime) -> None:
    other = both.user(side.other)
    if other is None:
        return
    told = Told(
        letter="mentorship_agreed",
        key=f"mentorship:{both.row.id}:agreed:{both.row.version}",
        subject=f"{both.name(side)} agreed to your mentorship",
        opening=f"{both.name(side)} agreed. Your mentorship stands as you both have it:",
        closing="Either of you can end it at any time, without a reason.",
        path=both.path,
        facts=both.facts,
    )
    await tell(settings, other, told, now=now)
