"""Which letters are written of what is due: one a morning, one late, and none in the night."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.reminders.choosing import Due, chosen
from netmentor.reminders.hours import Hours
from netmentor.reminders.notices import NoticeKind
from netmentor.reminders.rules import Slot
from netmentor.reminders.wishes import Wishes
from tests.reminders.wanting import EASTERN

HOURS = Hours(Wishes(), EASTERN, ())
MORNING, URGENT, EVENING, LATE = (
    NoticeKind.MORNING,
    NoticeKind.URGENT,
    NoticeKind.EVENING,
    NoticeKind.LATE,
)


def at(clock: str, day: str = "2026-12-08") -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=EASTERN)


def due(id_: int, slot: Slot, when: datetime, **told: Any) -> Due:
    return Due(id=id_, slot=slot, due_at=when, **told)


def letters(
    *some: Due, now: datetime, written: tuple[NoticeKind, ...] = ()
) -> dict[str, list[int]]:
    found = chosen(some, now=now, hours=HOURS, written=written)
    return {kind.value: [one.id for one in those] for kind, those in found.letters}


def test_a_morning_and_an_hour_have_a_letter_each() -> None:
    some = [due(1, Slot.MORNING, at("08:00")), due(2, Slot.URGENT, at("08:00"))]
    assert letters(*some, now=at("08:00")) == {"morning": [1], "urgent": [2]}


def test_what_was_missed_comes_with_all_that_is_due() -> None:
    some = [due(1, Slot.MORNING, at("08:00", "2026-12-06")), due(2, Slot.URGENT, at("10:00"))]
    assert letters(*some, now=at("10:00")) == {"late": [1, 2]}


@pytest.mark.parametrize("clock", ["21:30", "23:59", "02:00", "07:30"])
def test_what_was_missed_waits_for_the_morning(clock: str) -> None:
    missed = due(1, Slot.MORNING, at("08:00", "2026-12-05"))
    found = chosen([missed], now=at(clock), hours=HOURS, written=())
    assert found.letters == []
    [(until, held)] = found.held
    assert held == [missed]
    assert until in (at("08:00"), at("08:00", "2026-12-09"))


def test_what_begins_before_the_morning_does_not_wait_for_it() -> None:
    missed = due(1, Slot.URGENT, at("20:00", "2026-12-07"), starts=at("06:00"))
    assert letters(missed, now=at("03:00")) == {"urgent": [1]}


def test_there_is_one_late_letter_a_day_and_no_second_of_the_morning() -> None:
    missed = due(1, Slot.MORNING, at("08:00", "2026-12-06"))
    assert letters(missed, now=at("12:00"), written=(LATE,)) == {}
    assert letters(due(2, Slot.MORNING, at("12:00")), now=at("12:00"), written=(MORNING,)) == {}
    evening = due(3, Slot.EVENING, at("18:00"))
    assert letters(evening, now=at("18:00"), written=(EVENING, MORNING)) == {}


dues = st.builds(
    Due,
    id=st.integers(1, 99),
    slot=st.sampled_from(Slot),
    due_at=st.integers(0, 60 * 24 * 5).map(lambda ago: at("12:00") - timedelta(minutes=ago)),
    is_today=st.booleans(),
    starts=st.one_of(
        st.none(), st.integers(0, 3000).map(lambda ahead: at("12:00") + timedelta(minutes=ahead))
    ),
)


@given(
    st.lists(dues, max_size=8, unique_by=lambda one: one.id),
    st.integers(0, 60 * 24).map(lambda on: at("12:00") + timedelta(minutes=on)),
    st.frozensets(st.sampled_from(NoticeKind)),
)
def test_each_is_in_one_letter_or_waits_for_a_later_hour(
    some: list[Due], now: datetime, written: frozenset[NoticeKind]
) -> None:
    found = chosen(some, now=now, hours=HOURS, written=written)
    placed = [one.id for _, those in (*found.letters, *found.held) for one in those]
    assert sorted(placed) == sorted(one.id for one in some)
    kinds = [kind for kind, _ in found.letters]
    assert len(set(kinds)) == len(kinds)
    assert not {MORNING, LATE, EVENING} & set(kinds) & written - {MORNING}
    assert not (MORNING in kinds and written & {MORNING, LATE})
    assert all(until > now for until, _ in found.held)
    if LATE in kinds:
        assert not HOURS.is_quiet(now)
        assert kinds == [LATE]
