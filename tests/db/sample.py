"""Sample tables that only tests of the database layer know."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from netmentor.db.fields import MomentField


class Parent(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20)
    code = fields.CharField(max_length=10)
    at = MomentField(null=True)

    class Meta:
        table = "parent"


class Child(Model):
    id = fields.IntField(primary_key=True)
    parent: fields.ForeignKeyRelation[Parent] = fields.ForeignKeyField(
        "models.Parent", related_name="children", on_delete=fields.CASCADE
    )

    class Meta:
        table = "child"
