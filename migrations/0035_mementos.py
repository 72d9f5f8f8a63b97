"""What was told of an account elsewhere."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0034_private_notes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Memento",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="mementos",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=40)),
                ("told", fields.TextField(unique=False)),
            ],
            options={
                "table": "memento",
                "app": "models",
                "indexes": [Index(fields=["user_id", "kind"])],
                "pk_attr": "id",
                "table_description": "A line that was told of an account elsewhere and is no row here: `told` is its JSON.",
            },
            bases=["Model"],
        ),
    ]
