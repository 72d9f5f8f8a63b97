"""A session as its page shows it to one of the two: what it is called, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.words import called
from netmentor.events.words import clock_words, day_words
from netmentor.mentoring.booking import queries, rules
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import HOLDS, Side, State
from netmentor.mentoring.entries import GONE, title_of
from netmentor.web import words
from netmentor.web.slot_sheet import differ, moment_value, zone_words

_NO_NOTICE = timedelta()  # too late to move is said where it is tried
GROUPS = ("Waits for you", "Ahead", "Waits for the other", "Over")
_STATES = {
    State.ASKED: "Waits for an answer",
    State.CONFIRMED: "Confirmed",
    State.DECLINED: "Not this time",
    State.LAPSED: "Nobody answered in time",
    State.CANCELED: "Canceled",
    State.HELD: "Took place",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One session as one of the two sees it; `there` is the other's clock where it differs.

    `place` is "" until it may be told. `group` is one of GROUPS.
    """

    session: MentorSession
    is_mentee: bool
    other: str
    title: str
    when: str
    clock_of: str
    there: str
    state: str
    next: str
    place: str
    proposed: Sequence[tuple[str, str]]
    may_answer: bool
    may_accept: bool
    may_propose: bool
    may_move: bool
    may_cancel: bool
    may_note: bool
    noted: bool
    group: str

    @property
    def place_comes(self) -> bool:
        """True while the place is told later."""
        return self.session.state == State.ASKED

    @property
    def is_over(self) -> bool:
        return self.group == GROUPS[-1]

    @property
    def move_words(self) -> str:
        if self.session.state == State.ASKED:
            return f"{self.other} is asked for the new time instead."
        return f"{self.other} is told, and both calendars follow."

    @property
    def book_again(self) -> bool:
        return self.is_mentee and self.session.state in (
            State.DECLINED,
            State.LAPSED,
            State.CANCELED,
        )


def shown(session: MentorSession, user: User, *, now: datetime) -> Shown:
    """Return a session as `user`, who is one of the two, sees it; mentor and mentee are loaded."""
    side = queries.side_of(session, user)
    is_mentee = side is Side.MENTEE
    name = _name_of_other(session, is_mentee)
    other = name or GONE.capitalize()
    of = session.standing
    state = rules.state_at(of, now=now)
    is_ahead = state in HOLDS and session.starts_at > now
    waits_for_me = is_ahead and rules.waits_for(of) is side
    return Shown(
        session=session,
        is_mentee=is_mentee,
        other=other,
        title=title_of(session.type_name, name),
        when=span_words(session.starts_at, session.ends_at, user.timezone),
        clock_of=zone_words(user.timezone, session.starts_at),
        there=_there(session, user, other, is_mentee),
        state="Waits for you" if waits_for_me else _STATES[state],
        next=_next(session, state, other, waits_for_me=waits_for_me, user=user),
        place=queries.place_of(session),
        proposed=[(moment_value(at), _start(at, user.timezone)) for at in session.proposed]
        if is_ahead
        else (),
        may_answer=not is_mentee and rules.why_not_answer(of, now=now) is None,
        may_accept=waits_for_me and bool(session.proposed),
        may_propose=rules.why_no_proposal(of, now=now) is None,
        may_move=rules.why_not_move(of, side, notice=_NO_NOTICE, now=now) is None,
        may_cancel=rules.why_not_cancel(of, now=now) is None
        and (is_mentee or state is not State.ASKED),
        may_note=rules.why_not_note_no_show(of, now=now) is None and not _noted(session, side),
        noted=_noted(session, side),
        group=_group(state, now < session.ends_at, waits_for_me=waits_for_me),
    )


def grouped(several: Sequence[Shown]) -> Sequence[tuple[str, Sequence[Shown]]]:
    """Return sessions under the words of their groups; what is over the latest first."""
    told = []
    for words_ in GROUPS:
        found = [one for one in several if one.group == words_]
        found.sort(key=lambda one: one.session.starts_at, reverse=words_ == GROUPS[-1])
        told.append((words_, found))
    return told


def span_words(starts: datetime, ends: datetime, zone: str) -> str:
    """Return the day and the hours of something by the clock of a zone.

    >>> from datetime import timedelta
    >>> begins = datetime.fromisoformat("2026-12-10T21:30:00+00:00")
    >>> span_words(begins, begins + timedelta(minutes=45), "America/New_York")
    'Thu, Dec 10, 2026, 4:30–5:15 pm'
    """
    here = ZoneInfo(zone)
    first, last = starts.astimezone(here), ends.astimezone(here)
    return f"{day_words(first.date())}, {words.times(f'{first:%H:%M}', f'{last:%H:%M}')}"


def _start(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date())}, {clock_words(f'{local:%H:%M}')}"


def _name_of_other(session: MentorSession, is_mentee: bool) -> str | None:
    other = session.mentor if is_mentee else session.mentee
    return other.name if other else None


def _there(session: MentorSession, user: User, other: str, is_mentee: bool) -> str:
    """The other's clock: a mentor's is the profile's, which need not be the user's."""
    mentee = session.mentee
    zone = session.mentor.timezone if is_mentee else mentee.timezone if mentee else user.timezone
    if not differ(ZoneInfo(zone), ZoneInfo(user.timezone), session.starts_at):
        return ""
    span = span_words(session.starts_at, session.ends_at, zone)
    return f"For {called(other)}: {span}, {zone_words(zone, session.starts_at)}."


def _next(
    session: MentorSession, state: State, other: str, *, waits_for_me: bool, user: User
) -> str:
    match state:
        case State.ASKED | State.CONFIRMED if session.proposed_by:
            if waits_for_me:
                return f"{other} proposes other times. Take one, or propose others."
            return f"{other} chooses among the times you proposed."
        case State.ASKED:
            ends = words.local_moment(session.lapses_at, user.timezone) if session.lapses_at else ""
            return f"The time is kept until {ends}. {_ASKED[waits_for_me].format(other=other)}"
        case State.CONFIRMED:
            return "Both of you have it in your calendars by mail. If it moves, they follow."
        case State.DECLINED | State.CANCELED:
            by = _by(session, user, other)
            return " ".join(filter(None, (by, f"“{session.reason}”" if session.reason else "")))
        case State.LAPSED:
            return "The time is free again. Nothing else happens."
        case State.HELD:
            return "It is over."


_ASKED = {
    True: "Say yes, propose other times, or say that it does not fit; no reason is needed.",
    False: "{other} has been written to, and answers with one button.",
}


def _by(session: MentorSession, user: User, other: str) -> str:
    if session.state == State.DECLINED:
        return "It did not fit this time." if not session.reason else "It did not fit this time:"
    is_mine = session.canceled_by == queries.side_of(session, user)
    return f"{'You' if is_mine else other} canceled it{':' if session.reason else '.'}"


def _noted(session: MentorSession, side: Side) -> bool:
    return session.no_show_by_mentor if side is Side.MENTOR else session.no_show_by_mentee


def _group(state: State, is_ahead: bool, *, waits_for_me: bool) -> str:
    mine, ahead, theirs, over = GROUPS
    if state not in HOLDS or not is_ahead:
        return over
    if waits_for_me:
        return mine
    return ahead if state is State.CONFIRMED else theirs
