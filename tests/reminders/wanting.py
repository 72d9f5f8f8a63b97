"""Things of tests to be reminded of, and whole agendas by chance, as planning reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from netmentor.events.rules import moment
from netmentor.reminders.planning import Facts, Key, Planned, plan
from netmentor.reminders.rules import CHOICES, DIGESTS, LED, Subject
from netmentor.reminders.things import Thing
from netmentor.reminders.wishes import Wishes
from tests.calendars.entries import OTHER_ZONES, US_ZONES

EASTERN = ZoneInfo("America/New_York")
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)

_number = count(1)

zones = st.sampled_from([*US_ZONES, *OTHER_ZONES])
days = st.dates(date(2026, 9, 20), date(2026, 12, 20))
clocks = st.times().map(lambda one: f"{one:%H}:{one.minute // 15 * 15:02}")


def make_thing(
    day: str, clock: str = "", *, zone: str = "America/New_York", hours: float = 1, **told: Any
) -> Thing:
    """An event somebody goes to online: at an hour, or for the whole day."""
    first = date.fromisoformat(day)
    starts = moment(first, clock, zone) if clock else None
    over = moment(first + timedelta(days=1), "00:00", zone)
    boring: dict[str, Any] = {
        "uid": f"sample-{next(_number)}",
        "subject": Subject.GOING,
        "title": "Sample webinar",
        "path": "/events/sample",
        "version": 0,
        "occurrence": f"{day}T{clock} {zone}" if clock else day,
        "first": first,
        "last": first,
        "starts": starts,
        "ends": starts + timedelta(hours=hours) if starts else over,
        "zone": zone,
        "place": "Online",
    }
    return Thing(**boring | told)


def wishing(leads: str = "", **told: Any) -> Wishes:
    """Wishes of one subject's leads, as "going:1d", and of no digest but the morning's."""
    some = dict(one.split(":") for one in leads.split(";") if one)
    found = {Subject(subject): tuple(one.split(",")) for subject, one in some.items()}
    return Wishes(leads=found, digests=frozenset({Subject.MORNING}), **told)


def planned(
    *things: Thing, wishes: Wishes, zone: ZoneInfo = EASTERN, now: datetime = NOW, **told: Any
) -> dict[Key, Planned]:
    """What is planned of these things."""
    boring: dict[str, Any] = {"told": {}, "owes": False}
    facts = Facts(things=things, wishes=wishes, zone=zone, now=now, **boring | told)
    return dict(plan(facts).reminders)


def dues(*things: Thing, wishes: Wishes, zone: ZoneInfo = EASTERN, **told: Any) -> list[str]:
    """When something is due on the clock of `zone`, in order: "12-08 08:00 EST"."""
    found = sorted(
        one.due_at for one in planned(*things, wishes=wishes, zone=zone, **told).values()
    )
    return [f"{due.astimezone(zone):%m-%d %H:%M %Z}" for due in found]


@st.composite
def any_things(draw: st.DrawFn) -> Thing:
    subject = draw(st.sampled_from(LED))
    return make_thing(
        f"{draw(days)}",
        draw(st.one_of(st.just(""), clocks)),
        zone=draw(zones),
        hours=draw(st.floats(0, 12)),
        subject=subject,
        place=draw(st.sampled_from(["", "Online", "Sample Hall"])),
        off=draw(st.booleans()),
        done=subject is Subject.FOLLOW_UPS and draw(st.booleans()),
    )


@st.composite
def any_wishes(draw: st.DrawFn) -> Wishes:
    leads = {
        subject: tuple(draw(st.lists(st.sampled_from(CHOICES[subject]), max_size=4, unique=True)))
        for subject in LED
    }
    return Wishes(
        leads=leads,
        digests=draw(st.frozensets(st.sampled_from(DIGESTS))),
        quiet_from=draw(clocks),
        quiet_until=draw(clocks),
        morning=draw(clocks),
    )
