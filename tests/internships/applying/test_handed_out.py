"""Applications go along whole, and many cost hardly more questions than one."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.steps import plan
from tests.factories import NOON
from tests.internships.applying.applied import make_applied
from tests.taken_along import lines, taken_along

MANY = 40


async def test_who_recommends_and_how_long_before_a_step_is_due_are_in_it(
    owner: User, manager: Contact
) -> None:
    start = Start(title="Sample", deadline_on=date(2027, 9, 24), contact=manager)
    row = await actions.start(owner, start, now=NOON)
    await plan(owner, row.key, now=NOON)
    await Application.filter(id=row.id).update(key=manager.key)
    await make_applied(owner, manager, "Zoë")
    told = await taken_along(owner)
    assert [one["name"] for one in lines(told, "data/contact")] == ["Sample Manager"]
    assert [one["contact"] for one in lines(told, "data/application_recommender")] == [1]
    steps = lines(told, "data/application_step")
    first = min(steps, key=lambda one: one["due_on"] if one["line"] else "9999")
    assert (first["months"], first["days"]) == (3, 0)
    assert [one["contact"] for one in lines(told, "data/application_interviewer")] == [1]


async def test_many_cost_as_many_statements_as_one(
    owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    costs = []
    for count in (1, MANY):
        for number in range(count):
            await actions.start(owner, Start(title=f"Sample {number}"), now=NOON)
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            assert len(lines(await taken_along(owner), "data/application")) >= count
        costs.append(len(caplog.records))
    assert costs[1] == costs[0]
