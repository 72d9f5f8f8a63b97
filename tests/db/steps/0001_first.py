"""Two tables, one with an index, a check and a unique code among those that are not retired."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    initial = True
    operations = [
        ops.CreateModel(
            name="Parent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True)),
                ("name", fields.CharField(max_length=10)),
                ("code", fields.CharField(max_length=10)),
                ("spare", fields.CharField(max_length=10, default="")),
                ("at", MomentField(null=True)),
            ],
            options={
                "table": "parent",
                "app": "models",
                "pk_attr": "id",
                "indexes": [Index(fields=["name"], name="parent_by_name")],
                "constraints": [
                    CheckConstraint(check="name <> ''", name="parent_has_a_name"),
                    UniqueConstraint(
                        fields=("code",), name="parent_code_in_use", condition="name <> 'retired'"
                    ),
                ],
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Child",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True)),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "models.Parent", related_name="children", on_delete=OnDelete.CASCADE
                    ),
                ),
            ],
            options={"table": "child", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
