"""Tables of merged people, and of pairs that somebody said are two."""

from __future__ import annotations

from typing import Any

from tortoise import fields

from netmentor.contacts.models import Contact
from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class Merge(Table):
    """That `gone` was merged into `kept`; all else is JSON, to make two of them again.

    `choices` are the names of `choosing.CHOICES` of which what `gone` had was taken, `before` and
    `after` the columns of `kept`. `moved` is {relation: ids} of the rows about `gone`, but of
    "carried" it has the lines. `planned` is the follow-up of the cadence of `kept` as it was, ""
    where that is no other one.
    """

    id = fields.IntField(primary_key=True)
    kept: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="merges", on_delete=fields.CASCADE
    )
    gone: fields.OneToOneRelation[Contact] = fields.OneToOneField(
        "models.Contact", related_name="merged_into", on_delete=fields.CASCADE
    )
    choices = fields.TextField()
    moved = fields.TextField()
    before = fields.TextField()
    after = fields.TextField()
    planned = fields.TextField(default="")
    made_at = MomentField()

    kept_id: int
    gone_id: int

    class Meta:
        table = "contact_merge"
        indexes = (("kept_id",),)


class ToldApart(Table):
    """That two contacts of a user are two people; `one` has the smaller number."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="pairs_told_apart", on_delete=fields.CASCADE
    )
    one: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="told_apart", on_delete=fields.CASCADE
    )
    other: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="told_apart_too", on_delete=fields.CASCADE
    )
    said_at = MomentField()

    one_id: int
    other_id: int

    class Meta:
        table = "contact_told_apart"
        unique_together = (("one", "other"),)
        indexes = (("user_id",), ("other_id",))
