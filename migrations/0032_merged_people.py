"""Two contacts that are one, how to make two of them again, and pairs that are two for good."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0031_contact_imports")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "kept",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="kept_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="merges",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "gone",
                    fields.OneToOneField(
                        "models.Contact",
                        source_field="gone_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="merged_into",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("choices", fields.TextField(unique=False)),
                ("moved", fields.TextField(unique=False)),
                ("before", fields.TextField(unique=False)),
                ("after", fields.TextField(unique=False)),
                ("planned", fields.TextField(default="", unique=False)),
                ("made_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact_merge",
                "app": "models",
                "indexes": [Index(fields=["kept_id"])],
                "pk_attr": "id",
                "table_description": "That `gone` was merged into `kept`; all else is JSON, to make two of them again.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ToldApart",
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
                        related_name="pairs_told_apart",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "one",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="one_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="told_apart",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "other",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="other_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="told_apart_too",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("said_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact_told_apart",
                "app": "models",
                "unique_together": (("one", "other"),),
                "indexes": [Index(fields=["user_id"]), Index(fields=["other_id"])],
                "pk_attr": "id",
                "table_description": "That two contacts of a user are two people; `one` has the smaller number.",
            },
            bases=["Model"],
        ),
    ]
