"""What may become of a session, by whom and until when; each refusal is a sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ANSWERED_WITHIN = timedelta(hours=48)  # then a request lapses
MOST_OPEN = 5  # requests of one mentee that nobody answered yet
MOST_A_DAY = 20  # sessions that one mentee asks for: each writes letters to a mentor
MOST_TIMES = 3  # of one proposal
MOST_PROPOSALS = 3  # about one session
PROPOSED_WITHIN = timedelta(days=366)  # further on, somebody mistyped the year
MOST_MOVES = 10  # of one session: each writes letters to both
MOST_LATE_MOVES = 2  # of these, after its notice
NOTED_WITHIN = timedelta(days=14)  # that somebody did not come
NO_SHOWS_KEPT = timedelta(days=90)
GUESTS_KEPT = timedelta(days=30)  # after their last session
CANCELED_STAYS = timedelta(days=60)  # in calendars, until every subscriber has read it
LONGEST_TOPIC = 200
LONGEST_QUESTIONS = 2_000
LONGEST_REASON = 500


class State(StrEnum):
    """Where a session stands. That somebody did not come is noted apart, for one's own eyes."""

    ASKED = "asked"  # the time is kept until somebody answers, or it lapses
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELED = "canceled"
    HELD = "held"  # it is over


HOLDS = (State.ASKED, State.CONFIRMED)  # what takes the time of both
AGREED = (State.CONFIRMED, State.HELD)  # by both: each may know where it is


class Side(StrEnum):
    """As what somebody has to do with a session."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> Side:
        return Side.MENTEE if self is Side.MENTOR else Side.MENTOR


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a session decides what may become of it."""

    state: State
    starts_at: datetime
    ends_at: datetime
    lapses_at: datetime | None = None
    proposed_by: str = ""
    proposed: tuple[datetime, ...] = ()
    proposals_made: int = 0
    late_moves: int = 0
    moves: int = 0


_OVER = {
    State.DECLINED: "This request was turned down.",
    State.LAPSED: "This request lapsed: nobody answered in time.",
    State.CANCELED: "This session was canceled.",
    State.HELD: "This session is over.",
}


def state_at(of: Standing, *, now: datetime) -> State:
    """Where a session stands by the clock, whether or not a round has written that down."""
    if is_lapsed(of, now=now):
        return State.LAPSED
    return State.HELD if of.state is State.CONFIRMED and of.ends_at <= now else of.state


def waits_for(of: Standing) -> Side | None:
    """Whose answer is awaited: of what was proposed the other's, of a request the mentor's."""
    if of.proposed_by:
        return Side(of.proposed_by).other
    return Side.MENTOR if of.state is State.ASKED else None


def lapses_at(now: datetime, starts_at: datetime, notice: timedelta) -> datetime:
    """When a request lapses: after two days, or at the last moment to book, if that is sooner.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> lapses_at(noon, noon + timedelta(days=9), timedelta(hours=24)) - noon
    datetime.timedelta(days=2)
    >>> lapses_at(noon, noon + timedelta(hours=30), timedelta(hours=24)) - noon
    datetime.timedelta(seconds=21600)
    """
    return min(now + ANSWERED_WITHIN, max(now, starts_at - notice))


def why_not_answer(of: Standing, *, now: datetime) -> str | None:
    """Say why a mentor cannot approve a request, or turn it down; or None."""
    if of.state is State.CONFIRMED:
        return "This session is confirmed already."
    return _why_over(of, now)


def why_no_proposal(of: Standing, *, now: datetime) -> str | None:
    """Say why no other time at all can be proposed, or None."""
    if why := _why_over(of, now) or _why_begun(of, now):
        return why
    if of.proposals_made >= MOST_PROPOSALS:
        return f"Other times were proposed {MOST_PROPOSALS} times. Cancel, and ask anew."
    return None


def why_not_propose(of: Standing, times: Collection[datetime], *, now: datetime) -> str | None:
    """Say why these times cannot be proposed instead, or None."""
    if why := why_no_proposal(of, now=now):
        return why
    if not times or len(times) > MOST_TIMES:
        return f"Propose one to {MOST_TIMES} times."
    if min(times) <= now:
        return "Propose times that lie ahead."
    if max(times) > now + PROPOSED_WITHIN:
        return "Propose times within a year."
    return None


def why_not_accept(of: Standing, side: Side, starts_at: datetime, *, now: datetime) -> str | None:
    """Say why somebody cannot take a proposed time, or None."""
    if why := _why_over(of, now) or _why_begun(of, now):
        return why
    if of.proposed_by != side.other or starts_at not in of.proposed:
        return "This time is not proposed any more."
    return "This time has passed." if starts_at <= now else None


def why_not_move(of: Standing, side: Side, *, notice: timedelta, now: datetime) -> str | None:
    """Say why somebody cannot move a session to another time, or None."""
    if why := _why_over(of, now) or _why_begun(of, now):
        return why
    if of.state is State.ASKED and side is Side.MENTOR:
        return "Approve this request, or propose other times."
    if of.moves >= MOST_MOVES:
        return f"It moved {MOST_MOVES} times. Cancel it, and book anew."
    if is_late(of, notice=notice, now=now) and of.late_moves >= MOST_LATE_MOVES:
        return f"It moved {MOST_LATE_MOVES} times at short notice. Cancel it, and book anew."
    return None


def is_late(of: Standing, *, notice: timedelta, now: datetime) -> bool:
    """True for a confirmed session that is so near that nobody could book it any more."""
    return of.state is State.CONFIRMED and now > of.starts_at - notice


def why_not_cancel(of: Standing, *, now: datetime) -> str | None:
    """Say why a session cannot be called off, or None."""
    return _why_over(of, now) or _why_begun(of, now)


def why_not_note_no_show(of: Standing, *, now: datetime) -> str | None:
    """Say why nobody can note that the other did not come, or None."""
    if of.state not in AGREED:
        return _OVER.get(of.state, "This session was never confirmed.")
    if now < of.starts_at:
        return "This session has not begun."
    if now > of.ends_at + NOTED_WITHIN:
        return f"That can be noted for {NOTED_WITHIN.days} days after a session."
    return None


def is_lapsed(of: Standing, *, now: datetime) -> bool:
    """True for a request whose time is over, whether or not somebody wrote that down."""
    return of.state is State.ASKED and of.lapses_at is not None and of.lapses_at <= now


def _why_over(of: Standing, now: datetime) -> str | None:
    if is_lapsed(of, now=now):
        return _OVER[State.LAPSED]
    return _OVER.get(of.state)


def _why_begun(of: Standing, now: datetime) -> str | None:
    return "This session has begun." if of.starts_at <= now else None
