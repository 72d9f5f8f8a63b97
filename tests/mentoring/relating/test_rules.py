"""What two people may agree on, when an agenda is asked for, and what silence comes to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from netmentor.mentoring.relating.rules import (
    Step,
    Terms,
    asks_for_agenda,
    step_of_silence,
    why_no_mentorship,
    why_not_terms,
)
from tests.factories import NOON

_DAY = date(2027, 1, 4)


def terms(**told: object) -> Terms:
    boring = {"goals": "Budgets", "cadence_weeks": 5, "minutes": 45, "begins_on": _DAY}
    return Terms(**boring | told)  # type: ignore[arg-type]


def test_a_mentorship_of_an_hour_every_six_weeks_can_be_agreed_on_with_or_without_an_end() -> None:
    assert why_not_terms(terms(cadence_weeks=6, minutes=60)) is None
    assert why_not_terms(terms(ends_on=date(2027, 7, 4))) is None


@pytest.mark.parametrize(
    "told",
    [
        {"goals": "  "},
        {"goals": "x" * 2_001},
        {"cadence_weeks": 0},
        {"cadence_weeks": 27},
        {"minutes": 14},
        {"minutes": 181},
        {"ends_on": _DAY},
        {"ends_on": date(2031, 1, 1)},
    ],
)
def test_what_nobody_could_keep_is_refused_with_a_sentence(told: dict[str, object]) -> None:
    assert (why_not_terms(terms(**told)) or "").endswith(".")


def test_a_coffee_is_no_mentorship_and_two_sessions_may_become_one() -> None:
    assert [why_no_mentorship(held) is None for held in (0, 1, 2, 7)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (NOON - timedelta(hours=24, seconds=1), False),
        (NOON - timedelta(hours=24), True),
        (NOON - timedelta(hours=1, seconds=1), True),
        (NOON - timedelta(hours=1), False),
        (NOON, False),
    ],
)
def test_an_agenda_is_asked_for_from_a_day_before_until_an_hour_before(
    now: datetime, asked: bool
) -> None:
    assert asks_for_agenda(NOON, NOON - timedelta(days=3), now) is asked


def test_whoever_booked_within_the_last_day_is_not_asked_again_what_it_is_about() -> None:
    booked = NOON - timedelta(hours=20)
    assert not asks_for_agenda(NOON, booked, booked + timedelta(hours=1))


def test_silence_comes_to_one_step_after_the_other_and_each_has_its_time() -> None:
    steps = [step_of_silence(NOON, NOON + timedelta(hours=hours)) for hours in range(0, 500, 12)]
    assert list(dict.fromkeys(steps)) == [None, Step.NUDGE, Step.OFFER, Step.PAUSE]
    assert steps.index(Step.NUDGE) == 4
    assert steps.index(Step.OFFER) == 8
    assert steps.index(Step.PAUSE) == 28
