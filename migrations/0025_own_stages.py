"""Stages of one's own, each after one there is."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0024_documents")]

    initial = False

    operations = [
        ops.CreateModel(
            name="OwnStage",
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
                        related_name="own_stages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=60)),
                ("folded", fields.CharField(max_length=60)),
                ("after", fields.CharField(max_length=12)),
            ],
            options={
                "table": "application_own_stage",
                "app": "models",
                "unique_together": (("user", "folded"),),
                "pk_attr": "id",
                "table_description": "A stage that one user put `after` one of those there are; it counts as that one.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Application",
            name="own_stage",
            field=fields.ForeignKeyField(
                "models.OwnStage",
                source_field="own_stage_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="applications",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddIndex("Application", Index(fields=["own_stage_id"])),
        ops.AddField("StageChange", "own_name", fields.CharField(default="", max_length=60)),
    ]
