"""Tables of what members suggest for everybody's list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.events.importing.models import Telling


class Arriving(Table):
    """What a user thinks everybody should see, on its way: what tables of suggestions share.

    It begins with the address of a page, which the worker reads (`read_at`; `found` is what
    it tells as a draft, in JSON, or `trouble` why it tells nothing), or with nothing. Once the
    user has looked it over it is a telling, which waits for a curator like any proposal.
    """

    id = fields.IntField(primary_key=True)
    address = fields.CharField(max_length=2000, default="")
    asked_at = MomentField()
    held_until: datetime | None = MomentField(null=True)
    read_at: datetime | None = MomentField(null=True)
    trouble = fields.CharField(max_length=500, default="")
    found = fields.TextField(default="")

    user: Any  # whose it is, by a key of the table's own
    user_id: int
    telling_id: int | None

    class Meta:
        abstract = True


class Suggestion(Arriving):
    """One event that a user thinks everybody should see."""

    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="suggestions", on_delete=fields.CASCADE
    )
    telling: fields.ForeignKeyNullableRelation[Telling] = fields.ForeignKeyField(
        "models.Telling", related_name="suggestions", null=True, on_delete=fields.CASCADE
    )

    class Meta:
        table = "suggestion"
        indexes = (("read_at",), ("telling_id",), ("user_id",))
