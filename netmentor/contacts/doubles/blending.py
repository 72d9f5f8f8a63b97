"""The fields of people who were merged: blended, and as they are without one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.doubles.choosing import FIELDS, Columns, carried_on, merged
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.doubles.moving import Left, carry_back, move
from netmentor.contacts.doubles.roots import roots_of
from netmentor.contacts.models import Contact
from netmentor.events.models import Event


async def line_of(row: Merge) -> list[Merge]:
    """A merge, and those by which who was kept is somebody else by now, in their order."""
    line, seen = [row], {row.gone_id}
    while line[-1].kept_id not in seen:
        keeper = line[-1].kept
        seen.add(keeper.id)
        above = await Merge.get_or_none(gone_id=keeper.id).prefetch_related("kept")
        if above is None:
            break
        above.gone = keeper  # one person is one object here
        line.append(above)
    return line


def plain(contact: Contact) -> dict[str, Any]:
    """The fields of somebody as JSON has them."""
    told: dict[str, Any] = json.loads(
        json.dumps({name: getattr(contact, name) for name in FIELDS}, default=str)
    )
    return told


async def put(contact: Contact, columns: Columns) -> None:
    """Set the fields of somebody; what was deleted for good since leads nowhere."""
    kinds = Contact._meta.fields_map
    for name, value in columns.items():
        setattr(contact, name, kinds[name].to_python_value(value))
    if contact.event_id and not await Event.exists(id=contact.event_id):
        contact.event_id = None
    if contact.introduced_by_id and not await Contact.exists(id=contact.introduced_by_id):
        contact.introduced_by_id = None


async def as_if_never(user: User, line: Sequence[Merge], left: Left) -> None:
    """Forget the first merge of `line`, and have the people of all of it be as without it.

    The last one is not saved. `left` is what the first one's `gone` took along.
    """
    row = line[0]
    lines = json.loads(row.moved).get("carried", [])
    await row.delete()
    roots = await roots_of(user)
    old, new = (_told(text, roots) for text in (row.after, row.before))
    for one, above in zip(line, [*line[1:], None], strict=True):
        keeper = one.kept
        lines = await carry_back(one, lines)
        if one is not row:
            await one.save(update_fields=["moved"])
        later = Merge.filter(kept_id=keeper.id, id__gt=one.id).order_by("id")
        for other in await later.prefetch_related("gone"):
            old, new = await _rebased(other, old, new, roots)
        await put(keeper, carried_on(_mapped(plain(keeper), roots), old, new))
        for other in await Merge.filter(kept_id=keeper.id).order_by("id"):
            await move(other, {**left, "carried": lines})
            await other.save(update_fields=["moved"])
        if above:
            await keeper.save(update_fields=list(FIELDS))
            old, new = await _rebased(above, old={}, new={}, roots=roots)


async def _rebased(
    row: Merge, old: Columns, new: Columns, roots: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Have a merge be one of `new` where `old` was; return what came of it, and what comes now."""
    before, after = (_told(text, roots) for text in (row.before, row.after))
    if not before:  # of an account that came in: nothing is known of how they were
        return {}, {}
    before = carried_on(before, old, new)
    ids = (row.kept_id, row.gone_id)
    then = merged(before, _mapped(plain(row.gone), roots), json.loads(row.choices), ids)
    row.before, row.after = json.dumps(before), json.dumps(then)
    await row.save(update_fields=["before", "after"])
    return after, then


def _told(text: str, roots: Mapping[int, int]) -> dict[str, Any]:
    return _mapped(json.loads(text), roots)


def _mapped(columns: Columns, roots: Mapping[int, int]) -> dict[str, Any]:
    """Columns with whoever introduced somebody as who that is by now."""
    told = dict(columns)
    if by := told.get("introduced_by_id"):
        told["introduced_by_id"] = roots.get(by, by)
    return told
