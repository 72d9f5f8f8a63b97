"""Whatever is done in whatever order, what is due is what a small model says is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.contacts import undoing
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import latest_deed
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
from tests.contacts.due_model import (
    EVENT_ENDS,
    PEOPLE,
    Model,
    Plan,
    model_answer,
    model_done,
    model_let_go,
)
from tests.factories import EVER, make_event

pytestmark = pytest.mark.usefixtures("database")

# Two days before a night on which clocks change, there and then.
PLACES = (
    ("America/Chicago", datetime(2026, 10, 30, 21, 0, tzinfo=UTC)),
    ("America/Chicago", datetime(2027, 3, 12, 23, 0, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 9, 25, 11, 30, tzinfo=UTC)),
)


@dataclass
class World:
    """The real thing beside the model, done to in the same way."""

    user: User
    people: list[Contact]
    tag: Tag
    model: Model

    @property
    def at(self) -> dict[str, Any]:
        return {"now": self.model.now}

    async def touch(self, who: int, days_ago: int) -> None:
        moment = self.model.now - timedelta(days=days_ago)
        told = Told(kind=TouchKind.CALL, at=moment)
        await log_touch(self.user, await self.person(who), told, **self.at)
        on = moment.astimezone(self.model.zone).date()
        self.model.touched[who] = [max([on, *self.model.touched.get(who, [])])]
        self.model.settle(who)

    async def plan(self, who: int, days: int, every: int | None, what: str = "Sample") -> None:
        due = self.model.today + timedelta(days=days)
        told: dict[str, Any] = {"what": f"{what} {who}", "due_on": due, "every_days": every}
        await promise_follow_up(self.user, contact=await self.person(who), **told, **self.at)
        plan = {"who": who, "kind": "hand", "due": due, "every": every}
        self.model.plans.append(plan | {"plain": what == "Write to Sample" and not every})

    async def cadence(self, who: int, weeks: int | None) -> bool:
        before = await Deed.all().count()
        await set_cadence(self.user, await self.person(who), weeks, **self.at)
        if await Deed.all().count() == before:
            assert self.model.own[who] == weeks
            return False
        self.model.own[who] = weeks
        if weeks and self.model.answer[who] == "none":
            self.model.answer[who] = "keep"
        self.model.settle(who)
        return True

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
        done = await latest_deed(self.user, since=EVER)
        if done is None or not self.model.past:
            return False
        await undoing.undo(self.user, done.id, **self.at)
        self.model.undo()
        return True

    async def person(self, who: int) -> Contact:
        return await Contact.get(id=self.people[who].id)

    def planned(self, row: FollowUp) -> Plan:
        who = next(n for n, one in enumerate(self.people) if one.id == row.contact_id)
        alike = [p for p in self.model.of(who) if (p["kind"], p["due"]) == (row.origin, row.due_on)]
        if row.origin == "hand":
            plain = row.what == f"Write to Sample {who}" and not row.every_days
            alike = [p for p in alike if (p["every"], p["plain"]) == (row.every_days, plain)]
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
    st.tuples(
        st.just("plan"),
        who,
        st.integers(-3, 9),
        st.sampled_from([None, None, 1, 30]),
        st.sampled_from(["Sample", "Write to Sample"]),
    ),
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
@example(PLACES[0], [("plan", 1, 1, None, "Write to Sample"), ("answer", 1, "week"), ("undo",)])
@example(PLACES[0], [("plan", 1, 9, None, "Write to Sample"), ("answer", 1, "keep")])
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
