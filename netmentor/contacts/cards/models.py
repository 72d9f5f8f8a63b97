"""The table of the cards that users hand out of themselves."""

from __future__ import annotations

from typing import Any

from tortoise import fields

from netmentor.db.table import Table


class Card(Table):
    """What one user hands out of themselves; `token` is in its address, drawn anew on demand."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.OneToOneField(
        "models.User", related_name="card", on_delete=fields.CASCADE
    )
    token = fields.CharField(max_length=32, unique=True)
    is_on = fields.BooleanField(default=False)
    name = fields.CharField(max_length=200)
    title = fields.CharField(max_length=200, default="")
    organization = fields.CharField(max_length=200, default="")
    email = fields.CharField(max_length=254, default="")
    phone = fields.CharField(max_length=40, default="")
    website = fields.CharField(max_length=300, default="")
    introduction = fields.TextField(default="")  # what they say of themselves in 30 seconds

    user_id: int

    class Meta:
        table = "business_card"
