"""When something is told: humane hours, two odd nights a year, wherever somebody is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.reminders.hours import Hours
from netmentor.reminders.planning import Facts, last_day_of, plan
from netmentor.reminders.rules import HORIZON, MOVED, Slot, Subject
from netmentor.reminders.things import Thing
from netmentor.reminders.wishes import Wishes
from tests.reminders.wanting import (
    EASTERN,
    NOW,
    any_things,
    any_wishes,
    dues,
    make_thing,
    planned,
    wishing,
    zones,
)


@pytest.mark.parametrize(
    ("leads", "told"),
    [
        ("going:7d", ["10-13 08:00 EDT"]),
        ("going:1d,0d", ["10-19 08:00 EDT", "10-20 08:00 EDT"]),
        ("going:2h", ["10-20 12:30 EDT"]),
        ("interested:7d", []),
    ],
)
def test_leads_count_days_from_mornings_and_hours_from_the_hour(
    leads: str, told: list[str]
) -> None:
    assert dues(make_thing("2026-10-20", "14:30"), wishes=wishing(leads)) == told


def test_a_whole_day_is_told_in_the_morning_also_hours_before() -> None:
    thing = make_thing("2026-10-20")
    assert dues(thing, wishes=wishing("going:2h")) == ["10-20 08:00 EDT"]
    assert dues(thing, wishes=wishing("going:0d,2h")) == ["10-20 08:00 EDT"]


@pytest.mark.parametrize(
    ("clock", "leads", "told"),
    [
        ("07:30", "going:0d", "10-19 20:00 EDT"),  # over before the letter of the morning
        ("08:30", "going:2h", "10-19 20:00 EDT"),  # at 6:30 people sleep
        ("09:00", "going:2h", "10-20 07:00 EDT"),  # the night is over
        ("23:30", "going:2h", "10-20 20:00 EDT"),
        ("01:00", "going:2h", "10-19 20:00 EDT"),
    ],
)
def test_what_is_early_is_told_the_evening_before(clock: str, leads: str, told: str) -> None:
    assert dues(make_thing("2026-10-20", clock), wishes=wishing(leads)) == [told]


def test_leads_that_fall_to_the_same_evening_are_one_reminder() -> None:
    early = make_thing("2026-10-20", "07:30")
    both = planned(early, wishes=wishing("going:0d,3h,2h"))
    [(key, one)] = both.items()
    assert (key.lead, one.early) == ("0d", True)
    whole_day = planned(make_thing("2026-10-20"), wishes=wishing("going:3h,2h"))
    assert [(key.lead, one.early) for key, one in whole_day.items()] == [("3h", False)]


def test_an_evening_ends_with_the_last_whole_hour_before_the_night() -> None:
    late = wishing("going:2h", quiet_from="22:30")
    assert dues(make_thing("2026-10-20", "07:00"), wishes=late) == ["10-19 22:00 EDT"]


def test_whoever_has_no_quiet_hours_is_told_at_any() -> None:
    never = wishing("going:2h", quiet_from="00:00", quiet_until="00:00")
    assert dues(make_thing("2026-10-20", "05:00"), wishes=never) == ["10-20 03:00 EDT"]


def test_a_morning_in_a_spring_gap_comes_after_it_once() -> None:
    early = wishing("going:0d", morning="02:30", quiet_from="00:00", quiet_until="00:00")
    now = datetime(2026, 3, 1, 12, tzinfo=EASTERN)
    assert dues(make_thing("2026-03-08"), wishes=early, now=now) == ["03-08 03:30 EDT"]


def test_a_morning_in_an_autumn_fold_is_the_first_of_the_two() -> None:
    early = wishing("going:0d", morning="01:30", quiet_from="00:00", quiet_until="00:00")
    assert dues(make_thing("2026-11-01"), wishes=early) == ["11-01 01:30 EDT"]


def test_hours_before_are_hours_across_a_change_of_the_clock() -> None:
    free = wishing("going:3h", quiet_from="00:00", quiet_until="00:00")
    assert dues(make_thing("2026-11-01", "03:00"), wishes=free) == ["11-01 01:00 EDT"]


def test_a_day_is_that_of_the_reader_unless_they_are_there() -> None:
    webinar = make_thing("2026-10-20", "20:00", zone="Pacific/Honolulu")  # 2 am in New York
    assert dues(webinar, wishes=wishing("going:1d")) == ["10-20 08:00 EDT"]
    there = make_thing("2026-10-20", "20:00", zone="Pacific/Honolulu", place="Sample Hall")
    assert dues(there, wishes=wishing("going:1d")) == ["10-19 08:00 EDT"]


def test_on_the_days_of_an_event_its_clock_is_the_readers() -> None:
    away = make_thing(
        "2026-10-20", zone="America/Los_Angeles", place="Hall", last=date(2026, 10, 21)
    )
    call = make_thing("2026-10-21", subject=Subject.FOLLOW_UPS)
    assert dues(away, call, wishes=wishing("follow_ups:0d")) == ["10-21 11:00 EDT"]
    assert dues(call, wishes=wishing("follow_ups:0d")) == ["10-21 08:00 EDT"]


def test_nobody_is_told_of_a_move_who_was_told_nothing() -> None:
    thing = make_thing("2026-10-20", "14:30", version=1)
    assert MOVED not in {key.lead for key in planned(thing, wishes=wishing("going:1d"))}
    told = {thing.uid: "2026-10-21T14:30 America/New_York"}
    moved = planned(thing, wishes=wishing("going:1d"), told=told)
    [news] = [one for key, one in moved.items() if key.lead == MOVED]
    assert (news.due_at, news.moved_from) == (NOW, told[thing.uid])


def test_news_of_a_move_wait_for_the_end_of_the_night_if_they_can() -> None:
    night = datetime(2026, 10, 19, 23, tzinfo=EASTERN)
    told = {"moved": "2026-10-21"}
    for clock, due in [("14:30", "10-20 07:00 EDT"), ("06:00", "10-19 23:00 EDT")]:
        thing = make_thing("2026-10-20", clock, uid="moved", version=1)
        found = planned(thing, wishes=wishing("going:7d"), now=night, told=told)
        [news] = [one for key, one in found.items() if key.lead == MOVED]
        assert f"{news.due_at.astimezone(EASTERN):%m-%d %H:%M %Z}" == due


@given(st.lists(any_things(), max_size=6), any_wishes(), zones)
def test_nothing_is_planned_for_quiet_hours_but_what_a_morning_asks_for(
    things: list[Thing], wishes: Wishes, zone: str
) -> None:
    hours = Hours(wishes, ZoneInfo(zone), things)
    for key, one in planned(*things, wishes=wishes, zone=ZoneInfo(zone)).items():
        if one.slot is Slot.MORNING:
            day = hours.local(one.due_at).date()
            assert one.due_at in {hours.morning_of(day + timedelta(days=n)) for n in (-1, 0, 1)}
        elif (
            one.subject is not Subject.AFTER and wishes.quiet_until <= "12:00" <= wishes.quiet_from
        ):
            assert not hours.is_quiet(one.due_at), key


@given(st.lists(any_things(), max_size=6), any_wishes(), zones)
def test_what_is_off_or_done_is_never_planned_and_nothing_beyond_the_horizon(
    things: list[Thing], wishes: Wishes, zone: str
) -> None:
    silent = {one.uid for one in things if one.off or one.done}
    for key, one in planned(*things, wishes=wishes, zone=ZoneInfo(zone)).items():
        assert key.uid not in silent
        assert one.due_at <= NOW + HORIZON


def known(things: list[Thing], wishes: Wishes, zone: str, *, now: datetime) -> Facts:
    """What is read of an agenda at a moment: a day alone of what is still far off."""
    last = last_day_of(now)
    return Facts(
        things=[one for one in things if one.first <= last],
        later=min((one.first for one in things if one.first > last), default=None),
        wishes=wishes,
        zone=ZoneInfo(zone),
        told={},
        owes=False,
        now=now,
    )


@given(st.lists(any_things(), min_size=1, max_size=6), any_wishes(), zones)
def test_whoever_plans_again_when_told_to_misses_nothing(
    things: list[Thing], wishes: Wishes, zone: str
) -> None:
    """All that is due within the horizon at some later moment was planned at the first or then."""
    made = plan(known(things, wishes, zone, now=NOW))
    just_before = (made.until or NOW + timedelta(days=60)) - timedelta(seconds=1)
    later = plan(known(things, wishes, zone, now=max(just_before, NOW)))
    ahead = {key for key, one in later.reminders.items() if one.due_at > NOW + HORIZON}
    soonest = NOW + timedelta(hours=1)
    assert not ahead or (made.until is not None and made.until <= soonest)


@pytest.mark.parametrize("days", range(7))
def test_what_is_to_be_done_at_the_end_of_what_is_known_comes_up_on_its_friday(days: int) -> None:
    now = NOW + timedelta(days=days)
    day = last_day_of(now)
    facts = Facts(
        things=[make_thing(f"{day}", zone="UTC", subject=Subject.FOLLOW_UPS)],
        wishes=Wishes(leads={}, digests=frozenset({Subject.MORNING, Subject.OPEN})),
        zone=ZoneInfo("UTC"),
        told={},
        owes=False,
        now=now,
    )
    until = plan(facts).until

    assert until is not None
    assert until <= now + (day + timedelta(days=7) - now.date()) - HORIZON
