"""What was done is undone: every row as it was, and what follows from rows reckoned anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tortoise.models import Model

from netmentor.accounts.actions import bump, plan_again
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.deeds import Journal, Line, may_be_owed
from netmentor.contacts.models import (
    Contact,
    Deed,
    FollowUp,
    Habits,
    Picture,
    Position,
    Promise,
    Tag,
    Tagging,
    Touch,
    Way,
)
from netmentor.contacts.rules import UNDOABLE_FOR
from netmentor.contacts.settling import settle
from netmentor.contacts.showing import rows_now, tell
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound

_TABLES: dict[str, type[Model]] = {
    model.__name__: model
    for model in (
        Contact, Position, Way, Tag, Tagging, Touch, Promise, FollowUp, Picture, Habits,
    )
}  # fmt: skip


class Overtaken(Conflict):
    """What was done has been changed since, so that undoing it would lose the later change."""


async def undo(user: User, deed_id: int, *, now: datetime) -> str:
    """Put every row back as it was before the deed; return what was undone.

    That it is undone already is as well. Raises NotFound for what is none of the user's and for
    somebody deleted for good since, and Overtaken where a row was changed by what still stands.
    """
    async with transaction():
        await take_turns_of(user)
        done = await Deed.get_or_none(user=user, id=deed_id, made_at__gt=now - UNDOABLE_FOR)
        if done is None:
            raise NotFound("There is nothing to undo.")
        if not await Deed.filter(id=done.id, undone_at=None).update(undone_at=now):
            return done.words
        lines: list[Line] = [(table, id_, old) for table, id_, old in json.loads(done.rows)]
        later = Deed.filter(user=user, id__gt=done.id, undone_at=None)
        changed = {key for one in await later for key in _keys(json.loads(one.rows))}
        if changed & _keys(lines):
            raise Overtaken("That was changed again since. Undo the later change first.")
        before, settled = await rows_now(_keys(lines)), Journal()
        back = _Back(now)
        for table, id_, old in reversed(lines):
            await back.put(_TABLES[table], id_, old)
        await settle(user, await _concerned(user, lines), settled, now=now)
        if await tell({**settled.rows_before, **before}, now=now):
            await bump([user.id])
        elif may_be_owed(_keys(lines)):
            await plan_again([user.id])
    return done.words


class _Back:
    """Puts rows back, one after the other."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._there: dict[tuple[str, int], bool] = {}

    async def put(self, table: type[Model], id_: int, old: dict[str, Any] | None) -> None:
        row = table.filter(pk=id_)
        if old is None:
            await row.delete()
            return
        standing = await row.first()
        if standing is None and table is Contact:
            raise NotFound("This person was deleted for good since.")
        kinds = table._meta.fields_map
        columns = {name: kinds[name].to_python_value(value) for name, value in old.items()}
        if not await self._keys_lead_somewhere(table, columns):
            return
        if columns.get("gone_at"):
            columns["gone_at"] = self._now  # its days in the bin begin
        if isinstance(standing, Contact) and standing.version != columns["version"]:
            columns["version"] = standing.version + 1  # or a form from before would pass for new
        if table is FollowUp:
            self._go_on(standing, columns)
        if standing:
            await row.update(**columns)
        else:
            await table.create(id=id_, **columns)

    def _go_on(self, standing: Model | None, columns: dict[str, Any]) -> None:
        """What calendars were told of a follow-up is never told backward."""
        sequence, _ = columns.pop("sequence", 0), columns.pop("changed_at", None)
        if standing is None:  # it was gone from calendars: one that has it greater takes it again
            columns |= {"sequence": sequence + 1, "changed_at": self._now}

    async def _keys_lead_somewhere(self, table: type[Model], columns: dict[str, Any]) -> bool:
        """Let go of what was deleted for good since; False for a row that hangs on it."""
        for name in table._meta.fk_fields:
            key: Any = table._meta.fields_map[name]
            column, of = key.source_field, key.related_model
            if (id_ := columns[column]) is None or await self._is_there(of, id_):
                continue
            if not key.null:
                return False
            columns[column] = None
        return True

    async def _is_there(self, table: type[Model], id_: int) -> bool:
        key = (table.__name__, id_)
        if key not in self._there:
            self._there[key] = await table.exists(pk=id_)
        return self._there[key]


async def _concerned(user: User, lines: Iterable[Line]) -> list[Contact]:
    """Those whose cadence may be another one now: who was put back, and who has a tag that was."""
    ids = {id_ for table, id_, _ in lines if table == "Contact"}
    tags = [id_ for table, id_, _ in lines if table == "Tag"]
    if tags:
        ids |= {row.contact_id for row in await Tagging.filter(tag_id__in=tags)}
    return await Contact.filter(user=user, id__in=sorted(ids)) if ids else []


def _keys(lines: Iterable[Line]) -> set[tuple[str, int]]:
    return {(table, id_) for table, id_, _ in lines}
