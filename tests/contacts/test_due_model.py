"""Whatever is done in whatever order, what is due is what a small model says is due."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.contacts import deeds
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.due import due_list
from netmentor.contacts.follow_ups import (
    do,
    let_go,
    promise_follow_up,
    put_off,
    set_cadence,
    set_tag_cadence,
)
from netmentor.contacts.models import Contact, Deed, FollowUp, Tag, Touch
from netmentor.contacts.rules import Answer, TouchKind
from netmentor.contacts.sorting import sort_out
from netmentor.contacts.touching import Told, log_touch
from netmentor.events.models import Event
from tests.accounts.casting import make_user
from tests.factories import make_event

pytestmark = pytest.mark.usefixtures("database")

PEOPLE = 2  # the first has the tag
EVENT_ENDS = date(2026, 10, 30)  # a Friday; on Sunday clocks go back in Chicago
STEPS = (2, 7, 30, 90)
SPREAD = 5  # follow-ups that a day takes before the next day is looked at

# Two days before a night on which clocks change, there and then.
PLACES = (
    ("America/Chicago", datetime(2026, 10, 30, 21, 0, tzinfo=UTC)),
    ("America/Chicago", datetime(2027, 3, 12, 23, 0, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 9, 25, 11, 30, tzinfo=UTC)),
)

Plan = dict[str, Any]  # who, kind, due, and what the next one is made of


@dataclass
class Model:
    """What the rules say, with no database: plain lists, and a copy of all for each undo."""

    zone: ZoneInfo
    now: datetime
    plans: list[Plan] = field(default_factory=list)
    own: dict[int, int | None] = field(default_factory=lambda: dict.fromkeys(range(PEOPLE)))
    tag: int | None = None
    answer: dict[int, str] = field(default_factory=lambda: dict.fromkeys(range(PEOPLE), ""))
    touched: dict[int, list[date]] = field(default_factory=dict)
    let_go_on: dict[int, date] = field(default_factory=dict)
    met: date = EVENT_ENDS
    past: list[dict[str, Any]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def remember(self) -> None:
        kept = {name: value for name, value in vars(self).items() if name not in ("now", "past")}
        self.past.append(copy.deepcopy(kept))

    def undo(self) -> None:
        vars(self).update(self.past.pop())

    def weeks(self, who: int) -> int | None:
        if self.answer[who] == "none":
            return None
        if self.own[who] is not None:
            return self.own[who] or None
        return self.tag if who == 0 else None

    def settle(self, who: int) -> None:
        weeks, known = self.weeks(who), [p for p in self.of(who) if p["kind"] == "cadence"]
        start = max([*(self.touched.get(who) or [self.met]), *self.let_go_days(who)])
        if weeks is None:
            self.plans = [p for p in self.plans if p not in known]
        elif not known:
            self.plans.append(self.round(who, weeks, start))
        elif (known[0]["weeks"], known[0]["start"]) != (weeks, start):
            known[0].update(self.round(who, weeks, start))

    def let_go_days(self, who: int) -> list[date]:
        return [self.let_go_on[who]] if who in self.let_go_on else []

    def round(self, who: int, weeks: int, start: date) -> Plan:
        due = workday(start + timedelta(weeks=weeks))
        return {"who": who, "kind": "cadence", "weeks": weeks, "start": start, "due": due}

    def of(self, who: int) -> list[Plan]:
        return [p for p in self.plans if p["who"] == who]

    def touch(self, who: int) -> None:
        self.touched[who] = [max([self.today, *self.touched.get(who, [])])]
        self.settle(who)

    def due(self) -> list[tuple[int, str, date]]:
        return sorted((p["who"], p["kind"], p["due"]) for p in self.plans)


def workday(day: date) -> date:
    while day.isoweekday() in (6, 7):
        day += timedelta(days=1)
    return day


def model_answer(model: Model, who: int, answer: str) -> None:
    """Answer what somebody is to be, in the model."""
    was, model.answer[who] = model.answer[who], answer
    model.plans = [p for p in model.plans if not (p["who"] == who and p["kind"] == "sequence")]
    if answer == "keep" and not (model.own[who] or (model.own[who] is None and model.weeks(who))):
        model.own[who] = 13
    elif answer != "keep" and was == "keep" and model.own[who] == 13:
        model.own[who] = None
    due = model.today
    if answer == "week":
        taken = [p["due"] for p in model.plans]
        days: list[date] = []
        day = model.today
        while len(days) < 5:
            day += timedelta(days=1)
            days += [day] if workday(day) == day else []
        free = [day for day in days if taken.count(day) < SPREAD]
        due = free[0] if free else min(days, key=taken.count)
    if answer in ("today", "week"):
        model.plans.append({"who": who, "kind": "sequence", "step": 0, "due": due})
    model.settle(who)


def model_done(model: Model, plan: Plan) -> None:
    """Do one of the things planned, in the model."""
    model.plans.remove(plan)
    if plan["kind"] == "hand" and plan["every"]:
        due = workday(model.today + timedelta(days=plan["every"]))
        model.plans.append(plan | {"due": due})
    if plan["kind"] == "sequence" and plan["step"] + 1 < len(STEPS):
        step = plan["step"] + 1
        soonest = workday(model.today + timedelta(days=1))
        due = max(workday(EVENT_ENDS + timedelta(days=STEPS[step])), soonest)
        model.plans.append(plan | {"step": step, "due": due})
    model.touch(plan["who"])


def model_let_go(model: Model, plan: Plan) -> None:
    """Drop one of the things planned, in the model."""
    model.plans.remove(plan)
    if plan["kind"] == "cadence":
        model.let_go_on[plan["who"]] = model.today
        model.settle(plan["who"])


@dataclass
class World:
    """The real thing beside the model, done to in the same way."""

    user: User
    people: list[Contact]
    tag: Tag
    model: Model

    @property
    def at(self) -> dict[str, datetime]:
        return {"now": self.model.now}

    async def touch(self, who: int, days_ago: int) -> None:
        moment = self.model.now - timedelta(days=days_ago)
        told = Told(kind=TouchKind.CALL, at=moment)
        await log_touch(self.user, await self.person(who), told, **self.at)
        on = moment.astimezone(self.model.zone).date()
        self.model.touched[who] = [max([on, *self.model.touched.get(who, [])])]
        self.model.settle(who)

    async def plan(self, who: int, days: int, every: int | None) -> None:
        due = self.model.today + timedelta(days=days)
        told: dict[str, Any] = {"what": "Sample", "due_on": due, "every_days": every}
        await promise_follow_up(self.user, contact=await self.person(who), **told, **self.at)
        self.model.plans.append({"who": who, "kind": "hand", "due": due, "every": every})

    async def cadence(self, who: int, weeks: int | None) -> None:
        await set_cadence(self.user, await self.person(who), weeks, **self.at)
        self.model.own[who] = weeks
        if weeks and self.model.answer[who] == "none":
            self.model.answer[who] = "keep"
        self.model.settle(who)

    async def tag_cadence(self, weeks: int | None) -> None:
        await set_tag_cadence(self.user, self.tag, weeks, **self.at)
        self.model.tag = weeks
        self.model.settle(0)

    async def answer(self, who: int, answer: str) -> bool:
        if await sort_out(self.user, await self.person(who), Answer(answer), **self.at):
            model_answer(self.model, who, answer)
            return True
        assert self.model.answer[who] == answer
        return False

    async def settle_one(self, deed: str, which: int, days: int) -> bool:
        """Do, put off or drop the one that stands at this place of the list; False for none."""
        rows = await FollowUp.filter(state="open").order_by("due_on", "contact_id", "id")
        if not rows:
            return False
        row = rows[which % len(rows)]
        plan = self.planned(row)
        if deed == "done":
            assert await do(self.user, row, TouchKind.MESSAGE, **self.at)
            assert not await do(self.user, row, TouchKind.MESSAGE, **self.at)
            model_done(self.model, plan)
        elif deed == "drop":
            assert await let_go(self.user, row, **self.at)
            assert not await let_go(self.user, row, **self.at)
            model_let_go(self.model, plan)
        else:
            plan["due"] = self.model.today + timedelta(days=days)
            await put_off(self.user, row, plan["due"], **self.at)
        return True

    async def undo(self) -> bool:
        done = await deeds.latest_deed(self.user, **self.at)
        if done is None or not self.model.past:
            return False
        await deeds.undo(self.user, done.id, **self.at)
        self.model.undo()
        return True

    async def person(self, who: int) -> Contact:
        return await Contact.get(id=self.people[who].id)

    def planned(self, row: FollowUp) -> Plan:
        who = next(n for n, one in enumerate(self.people) if one.id == row.contact_id)
        alike = [p for p in self.model.of(who) if (p["kind"], p["due"]) == (row.origin, row.due_on)]
        if row.origin == "hand":
            alike = [p for p in alike if p["every"] == row.every_days]
        return alike[0]

    async def due(self) -> list[tuple[int, str, date]]:
        numbers = {one.id: number for number, one in enumerate(self.people)}
        rows = await FollowUp.filter(state="open")
        return sorted((numbers[row.contact_id or 0], row.origin, row.due_on) for row in rows)


async def world(zone: str, now: datetime, event: Event) -> World:
    for table in (Deed, FollowUp, Touch, Contact, Tag, User):
        await table.all().delete()
    user = await make_user(timezone=zone)
    model = Model(ZoneInfo(zone), now)
    model.met = model.today
    people = []
    for number in range(PEOPLE):
        tags = ("Sample",) if number == 0 else ()
        told = Capture(name=f"Sample {number}", event=event, met_at=now, tags=tags)
        people.append((await capture(user, told, now=now))[0])
    return World(user, people, await Tag.get(), model)


who = st.integers(0, PEOPLE - 1)
weeks = st.sampled_from([None, 1, 4])
deed = st.one_of(
    st.tuples(st.just("touch"), who, st.integers(0, 20)),
    st.tuples(st.just("plan"), who, st.integers(-3, 9), st.sampled_from([None, None, 1, 30])),
    st.tuples(st.just("cadence"), who, st.sampled_from([None, 0, 1, 13])),
    st.tuples(st.just("tag_cadence"), weeks),
    st.tuples(st.just("answer"), who, st.sampled_from(["today", "week", "keep", "none"])),
    st.tuples(
        st.just("settle_one"),
        st.sampled_from(["done", "later", "drop"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    st.tuples(st.just("settle_one"), st.sampled_from(["done", "drop"]), st.just(0), st.just(0)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("wait"), st.sampled_from([1, 6, 20, 24 * 7, 24 * 40])),
)
steady = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(st.sampled_from(PLACES), st.lists(deed, min_size=8, max_size=20))
@example(PLACES[2], [("answer", 0, "week"), ("answer", 0, "keep"), ("undo",)])
@example(PLACES[0], [("wait", 33), ("answer", 1, "today"), ("settle_one", "done", 0, 0)])
@example(PLACES[0], [("cadence", 1, 1), ("wait", 180), ("settle_one", "drop", 0, 0), ("undo",)])
@example(PLACES[0], [("answer", 1, "today"), ("wait", 240), ("settle_one", "done", 0, 0)])
@steady
async def test_what_is_due_is_what_the_model_says(
    place: tuple[str, datetime], done: list[tuple[Any, ...]]
) -> None:
    event = await Event.first() or await make_event(
        starts_on=EVENT_ENDS, ends_on=EVENT_ENDS, now=datetime(2026, 10, 1, tzinfo=UTC)
    )
    here = await world(*place, event)
    for name, *told in done:
        if name == "wait":
            here.model.now += timedelta(hours=told[0])
            continue
        if name != "undo":
            here.model.remember()
        changed = await getattr(here, name)(*told)
        if changed is False and name != "undo":
            here.model.past.pop()
        assert await here.due() == here.model.due(), (name, told)

    listed = await due_list(here.user, here.model.today)
    by_today = [due for *_, due in here.model.due() if due <= here.model.today]
    assert [one.due_on for one in listed.to_do] == sorted(by_today)
    assert (listed.overdue + listed.due_today, listed.more) == (len(by_today), 0)
