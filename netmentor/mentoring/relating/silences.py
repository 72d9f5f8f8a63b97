"""Silence is handled: a mentor is asked once more, a mentee is shown others, a listing is paused.

A request is unanswered from when it was asked until its mentor answers it, whether or not the
time it kept has lapsed. Rounds keep no state but the letters they wrote and `Silence`: each
looks at what is due, and writes nothing a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring.booking.holding import in_turn
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import State, state_at
from netmentor.mentoring.booking.telling import buttons_of, moment_words, when_words
from netmentor.mentoring.directory import Match, directory
from netmentor.mentoring.entries import GONE
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.relating.rules import (
    ALTERNATIVES,
    NUDGED_AFTER,
    PAUSED_AFTER,
    Step,
    step_of_silence,
)
from netmentor.mentoring.relating.telling import Told, tell
from netmentor.settings import Settings

UNANSWERED = (State.ASKED, State.LAPSED)


async def nudge_due(settings: Settings, *, now: datetime) -> int:
    """Ask each mentor once more who has not answered for two days; return how many letters."""
    return sum([await _nudge(settings, row, now=now) for row in await _due(Step.NUDGE, now)])


async def offer_due(settings: Settings, *, now: datetime) -> int:
    """Show others to each mentee who has waited for four days; return how many letters."""
    return sum([await _offer(settings, row, now=now) for row in await _due(Step.OFFER, now)])


async def _due(step: Step, now: datetime) -> list[MentorSession]:
    """The requests that wait for a step, and of which no letter tells it yet."""
    rows = MentorSession.filter(
        state__in=UNANSWERED,
        replied_at=None,
        created_at__lte=now - NUDGED_AFTER,
        created_at__gt=now - PAUSED_AFTER,
    )
    found = await rows.order_by("id").select_related("mentor__user", "mentee")
    some = [row for row in found if step_of_silence(row.created_at, now) is step]
    keys = [_key(row, step) for row in some]
    told = set(await values_of(OutgoingMail.filter(key__in=keys), "key"))
    return [row for row in some if _key(row, step) not in told]


async def _nudge(settings: Settings, due: MentorSession, *, now: datetime) -> bool:
    mentor = due.mentor.user
    async with in_turn(mentor.id):
        row = await _unanswered(due)
        return row is not None and await tell(
            settings, mentor, _asking_again(settings, row, now=now), now=now
        )


def _asking_again(settings: Settings, row: MentorSession, *, now: datetime) -> Told:
    """Ask once more; by buttons, where the mentee moved the request and so it has not lapsed."""
    who = row.mentee.name if row.mentee else GONE
    stands = state_at(row.standing, now=now) is State.ASKED
    zone, mentor = row.timezone, row.mentor.user
    if row.lapses_at and stands:
        kept = f"The time is kept for them until {moment_words(row.lapses_at, zone)}."
    else:
        kept = "The time they asked for is free again, and they can ask for another one."
    return Told(
        letter="session_nudge",
        key=_key(row, Step.NUDGE),
        subject=f"{who} still waits to hear from you",
        opening=f"{who} asked you for a session two days ago. {kept}",
        facts=[
            ("When", when_words(row.starts_at, row.minutes, zone)),
            ("Topic", row.topic),
            ("Question", row.questions),
        ],
        buttons=buttons_of(settings, mentor, row, now=now) if stands else (),
        closing="No time at the moment? Pause your profile here: nobody is left waiting then."
        " After two weeks without an answer to anybody it pauses by itself.",
        path="/mentoring",
    )


async def _offer(settings: Settings, row: MentorSession, *, now: datetime) -> bool:
    mentee = row.mentee
    if mentee is None:
        return False
    others = await _others(mentee, row.mentor_id, now=now)
    if not others:
        return False
    told = Told(
        letter="session_alternatives",
        key=_key(row, Step.OFFER),
        subject=f"{row.mentor.name} has not answered: others who could help",
        opening=f"You asked {row.mentor.name} for a session four days ago and heard nothing. That"
        " happens, and it says nothing about you. These mentors take requests now:",
        facts=[(one.mentor.name, _words(settings, one)) for one in others],
        closing="All mentors, with why each of them fits:",
        path="/mentors",
    )
    async with in_turn(mentee.id):
        return bool(await _unanswered(row)) and await tell(settings, mentee, told, now=now)


async def _others(mentee: User, but: int, *, now: datetime) -> Sequence[Match]:
    """The mentors that fit a mentee best and take requests, without the one who is silent."""
    found = (await directory(MentorFilter(), None if mentee.is_guest else mentee, now=now)).matches
    fit = [
        one
        for one in found
        if not one.is_closed and one.mentor.id != but and one.mentor.user_id != mentee.id
    ]
    return fit[:ALTERNATIVES]


async def _unanswered(row: MentorSession) -> MentorSession | None:
    """A request as it is in its turn; None once somebody answered, or took it back."""
    still = MentorSession.filter(id=row.id, state__in=UNANSWERED, replied_at=None)
    return await still.select_related("mentor__user", "mentee").first()


def _words(settings: Settings, match: Match) -> str:
    why = ", ".join(match.reasons) or match.mentor.headline
    address = f"{settings.base_url}/mentors/{match.mentor.slug}"
    return f"{why}. {address}" if why else address


def _key(row: MentorSession, step: Step) -> str:
    return f"session:{row.key}:{step}"
