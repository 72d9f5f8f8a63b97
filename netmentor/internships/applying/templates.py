"""The steps that one user plans back from a deadline: as they set them, or the usual ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.db.transactions import transaction
from netmentor.errors import Invalid
from netmentor.internships.applying.models import PlanTemplate
from netmentor.internships.applying.planning import USUAL, Line, in_order, why_not_plan


async def template_of(user: User) -> list[Line] | None:
    """The steps that a user set, in the order in which they come due; None where they did not."""
    row = await PlanTemplate.get_or_none(user=user)
    return [Line(*one) for one in json.loads(row.lines)] if row else None


async def lines_of(user: User) -> Sequence[Line]:
    """The steps that one press plans."""
    return await template_of(user) or USUAL


async def set_template(user: User, lines: Sequence[Line], *, now: datetime) -> None:
    """Keep the steps that are planned from now on; what is planned already stays as it is.

    Raises Invalid.
    """
    if reason := why_not_plan(lines):
        raise Invalid(reason)
    plain = [(one.name, one.months, one.days) for one in in_order(lines)]
    told = json.dumps(plain, ensure_ascii=False)  # names are looked for in it
    async with transaction():
        await take_turns_of(user)
        kept = {"lines": told, "changed_at": now}
        await PlanTemplate.update_or_create(kept, user=user)


async def forget_template(user: User) -> None:
    """Plan the usual steps again from now on."""
    async with transaction():
        await take_turns_of(user)
        await PlanTemplate.filter(user=user).delete()
