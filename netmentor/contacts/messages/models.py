"""The table of first messages that somebody reworded."""

from __future__ import annotations

from typing import Any

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class Wording(Table):
    """What a user made of the draft of a first message to a contact; nobody has sent it."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Any] = fields.OneToOneField(
        "models.Contact", related_name="wording", on_delete=fields.CASCADE
    )
    text = fields.TextField()
    changed_at = MomentField()

    contact_id: int

    class Meta:
        table = "first_message"
