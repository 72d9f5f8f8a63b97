"""The day that a cadence is planned for, as it was before two became one."""

from __future__ import annotations

import json
from typing import Any

from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.models import Contact, FollowUp
from netmentor.contacts.rules import Origin, State

_ASKED = ("every_days", "counted_from")  # for the same of these it is the same plan
_PLAN = (*_ASKED, "due_on", "due_time", "timezone", "due_at", "what")


async def plan_of(contact: Contact) -> dict[str, Any] | None:
    """What the cadence of somebody has planned, None where it asks for nothing."""
    told: dict[str, Any] | None = await _row(contact.id).first().values(*_PLAN)
    return told


async def plan_as_before(row: Merge, merged: dict[str, Any] | None) -> None:
    """Have `kept` be planned for as before `row`, `merged` being the plan while it stood.

    What somebody put off since stays where it is.
    """
    if not row.planned:
        return
    later = await Merge.filter(kept_id=row.kept_id, id__gt=row.id).order_by("id").first()
    if later:  # who was merged into them since: it is for that to give back
        await Merge.filter(id=later.id).update(planned=row.planned)
        return
    kinds = FollowUp._meta.fields_map
    told = json.loads(row.planned)
    was = {name: kinds[name].to_python_value(value) for name, value in told.items()}
    now = await _row(row.kept_id).first().values(*_PLAN)
    is_hidden = row.kept.gone_at is not None
    if now and (is_hidden or (now != merged and all(now[name] == was[name] for name in _ASKED))):
        await _row(row.kept_id).update(**was)


def _row(contact_id: int) -> Any:
    planned = FollowUp.filter(contact_id=contact_id, state=State.OPEN.value)
    return planned.filter(origin=Origin.CADENCE.value)
