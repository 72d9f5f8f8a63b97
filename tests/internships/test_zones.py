"""New rules of a zone move the moments of opportunities, and nothing that was promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.internships.models import Opportunity, Window
from netmentor.internships.zones import keep_moments_true
from tests.factories import NOON
from tests.internships.applying.begun import begun, numbers, sequences

LATER = NOON + timedelta(hours=1)
CLOSES_AT = datetime(2027, 9, 24, 21, tzinfo=UTC)


@pytest.fixture
async def astray(owner: User) -> User:
    """Somebody who applies for what older zone data had close an hour ago."""
    await begun(owner)
    await Window.all().update(due_at=NOON - timedelta(hours=1))
    await Opportunity.all().update(closes_at=NOON - timedelta(hours=1))
    return owner


async def test_moments_are_those_of_todays_rules_and_whoever_follows_is_told(
    astray: User,
) -> None:
    before, number = await sequences(astray), await numbers(astray)

    assert await keep_moments_true(now=LATER) == 1

    assert (await Window.get()).due_at == (await Opportunity.get()).closes_at == CLOSES_AT
    assert await sequences(astray) == before
    assert await numbers(astray) == number + 1
    assert await keep_moments_true(now=LATER) == 0


async def test_the_same_rules_tell_nobody_anything(owner: User) -> None:
    await begun(owner)
    number = await numbers(owner)

    assert await keep_moments_true(now=LATER) == 1

    assert await numbers(owner) == number
