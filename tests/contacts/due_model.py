"""What is due, by the rules alone: plain lists and no database, to compare the real thing with."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PEOPLE = 2  # the first has the tag
EVENT_ENDS = date(2026, 10, 30)  # a Friday; on Sunday clocks go back in Chicago
STEPS = (2, 7, 30, 90)
SPREAD = 5  # follow-ups that a day takes before the next day is looked at

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
    overtaken = [p for p in model.of(who) if p["kind"] == "sequence" or p.get("plain")]
    model.plans = [p for p in model.plans if p not in overtaken]
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
