"""Slots, and the reasons beside them, agree with a model that tries every minute."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings

from netmentor.mentoring.availability.reasons import Reason, stretches, why_not
from netmentor.mentoring.availability.slots import slots
from tests.mentoring.hours import slots_by_minutes
from tests.mentoring.plans import Plan, plans


@settings(max_examples=100, deadline=None)
@given(plans())
def test_slots_are_what_trying_every_minute_finds(plan: Plan) -> None:
    of, length, change, now = plan
    first, last = change - timedelta(days=1), change + timedelta(days=2)

    found = slots(of, length, first, last, now)

    assert found == slots_by_minutes(of, length, first, last, now)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_is_asked_for_changes_no_slot(plan: Plan) -> None:
    of, length, change, now = plan
    first, last = change - timedelta(days=1), change + timedelta(days=2)
    whole = slots(of, length, first, last, now)

    by_day = [
        one
        for n in range(4)
        for one in slots(of, length, first + timedelta(days=n), first + timedelta(days=n), now)
    ]

    assert by_day == whole


@settings(max_examples=100, deadline=None)
@given(plans())
def test_a_day_is_told_whole_and_open_where_a_slot_lies(plan: Plan) -> None:
    of, length, change, now = plan
    around = (change - timedelta(days=1), change)
    told = stretches(of, length, change, now)

    found = slots(of, length, *around, now)
    minutes = {one.starts_at + timedelta(minutes=n) for one in found for n in range(length.minutes)}
    inside = {one for one in minutes if told[0].starts_at <= one < told[-1].ends_at}

    assert [one.ends_at for one in told[:-1]] == [one.starts_at for one in told[1:]]
    assert inside == {
        one.starts_at + timedelta(minutes=n)
        for one in told
        if one.reason == Reason.OPEN
        for n in range(int((one.ends_at - one.starts_at).total_seconds() // 60))
    }


@settings(max_examples=100, deadline=None)
@given(plans())
def test_a_time_can_be_booked_just_when_it_is_a_slot(plan: Plan) -> None:
    of, length, change, now = plan
    found = {one.starts_at for one in slots(of, length, change, change, now)}
    tried = {one.starts_at for one in stretches(of, length, change, now)} | found

    assert {one for one in tried if why_not(of, length, one, now) is None} == found
