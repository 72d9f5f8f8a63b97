"""What may become of a session is decided by where it stands, and refused with a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from netmentor.mentoring.booking import rules
from netmentor.mentoring.booking.rules import Side, Standing, State
from tests.factories import NOON

_DAY = timedelta(days=1)
ASKED = Standing(State.ASKED, NOON + 5 * _DAY, NOON + 5 * _DAY + _DAY / 24, NOON + 2 * _DAY)
CONFIRMED = replace(ASKED, state=State.CONFIRMED, lapses_at=None)
OVER = (State.DECLINED, State.LAPSED, State.CANCELED, State.HELD)


@pytest.mark.parametrize("state", OVER)
def test_nothing_more_becomes_of_what_is_over(state: State) -> None:
    over = replace(CONFIRMED, state=state)

    assert rules.why_not_answer(over, now=NOON)
    assert rules.why_not_propose(over, [NOON + _DAY], now=NOON)
    assert rules.why_not_move(over, Side.MENTEE, notice=_DAY, now=NOON)
    assert rules.why_not_cancel(over, now=NOON)


def test_a_request_is_answered_until_it_lapses_whether_or_not_somebody_wrote_that_down() -> None:
    lapses_at = NOON + 2 * _DAY

    assert rules.why_not_answer(ASKED, now=lapses_at - timedelta(seconds=1)) is None
    assert "lapsed" in str(rules.why_not_answer(ASKED, now=lapses_at))


def test_a_session_moves_at_short_notice_only_so_often_and_in_time_oftener() -> None:
    moved = replace(CONFIRMED, late_moves=rules.MOST_LATE_MOVES)
    late = CONFIRMED.starts_at - timedelta(hours=1)

    assert rules.why_not_move(moved, Side.MENTEE, notice=_DAY, now=NOON) is None
    assert rules.why_not_move(CONFIRMED, Side.MENTEE, notice=_DAY, now=late) is None
    assert rules.why_not_move(moved, Side.MENTEE, notice=_DAY, now=late)
    often = replace(CONFIRMED, moves=rules.MOST_MOVES)
    assert rules.why_not_move(often, Side.MENTOR, notice=_DAY, now=NOON)


def test_only_the_other_side_takes_what_was_proposed() -> None:
    time = NOON + 6 * _DAY
    offered = replace(ASKED, proposed_by=Side.MENTOR, proposed=(time,))

    assert rules.why_not_accept(offered, Side.MENTEE, time, now=NOON) is None
    assert rules.why_not_accept(offered, Side.MENTOR, time, now=NOON)
    assert rules.why_not_accept(offered, Side.MENTEE, time + _DAY, now=NOON)


def test_where_a_session_stands_is_so_by_the_clock_before_a_round_writes_it_down() -> None:
    lapses_at, ends_at = NOON + 2 * _DAY, CONFIRMED.ends_at

    assert rules.state_at(ASKED, now=lapses_at - timedelta(seconds=1)) is State.ASKED
    assert rules.state_at(ASKED, now=lapses_at) is State.LAPSED
    assert rules.state_at(CONFIRMED, now=ends_at - timedelta(seconds=1)) is State.CONFIRMED
    assert rules.state_at(CONFIRMED, now=ends_at) is State.HELD
    assert [rules.state_at(replace(ASKED, state=one), now=ends_at) for one in OVER] == list(OVER)


def test_what_was_proposed_waits_for_the_other_and_a_request_for_the_mentor() -> None:
    assert rules.waits_for(ASKED) is Side.MENTOR
    assert rules.waits_for(replace(ASKED, proposed_by=Side.MENTOR)) is Side.MENTEE
    assert rules.waits_for(replace(CONFIRMED, proposed_by=Side.MENTEE)) is Side.MENTOR
    assert rules.waits_for(CONFIRMED) is None


def test_other_times_are_proposed_only_so_often() -> None:
    often = replace(ASKED, proposals_made=rules.MOST_PROPOSALS)

    assert rules.why_no_proposal(ASKED, now=NOON) is None
    assert rules.why_no_proposal(often, now=NOON)
    assert rules.why_not_propose(often, [NOON + _DAY], now=NOON)


def test_that_somebody_did_not_come_is_noted_from_the_start_for_two_weeks() -> None:
    ends_at = CONFIRMED.ends_at

    assert rules.why_not_note_no_show(CONFIRMED, now=NOON)
    assert rules.why_not_note_no_show(CONFIRMED, now=CONFIRMED.starts_at) is None
    assert rules.why_not_note_no_show(CONFIRMED, now=ends_at + 15 * _DAY)
