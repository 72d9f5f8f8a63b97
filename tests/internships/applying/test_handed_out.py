"""Applications are handed out whole, and many cost hardly more questions than one."""

from __future__ import annotations

import json
import logging
from datetime import date
from typing import Any

import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.steps import plan
from tests.factories import NOON
from tests.internships.applying.applied import make_applied

MANY = 40


async def applications(owner: User) -> list[dict[str, Any]]:
    pieces = [piece async for piece in keeping.hand_out(owner, now=NOON)]
    told: list[dict[str, Any]] = json.loads("".join(pieces))["internships"]["applications"]
    return told


async def test_who_recommends_and_how_long_before_a_step_is_due_are_in_it(
    owner: User, manager: Contact
) -> None:
    start = Start(title="Sample", deadline_on=date(2027, 9, 24), contact=manager)
    row = await actions.start(owner, start, now=NOON)
    await plan(owner, row.key, now=NOON)
    await Application.filter(id=row.id).update(key=manager.key)
    await make_applied(owner, manager, "Zoë")
    [told] = await applications(owner)
    assert [one["contact"] for one in told["recommenders"]] == ["Sample Manager"]
    first = min(told["steps"], key=lambda one: one["due_on"] if one["line"] else "9999")
    assert (first["months"], first["days"]) == (3, 0)
    assert [one["interviewers"] for one in told["interviews"]] == [["Sample Manager"]]


async def test_many_cost_as_many_statements_as_one(
    owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    costs = []
    for count in (1, MANY):
        for number in range(count):
            await actions.start(owner, Start(title=f"Sample {number}"), now=NOON)
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            assert len(await applications(owner)) >= count
        costs.append(len(caplog.records))
    assert costs[1] == costs[0]
