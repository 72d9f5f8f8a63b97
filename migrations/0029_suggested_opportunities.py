"""Opportunities that members suggest, and what a curator's decision is about."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0028_lines")]

    initial = False

    operations = [
        ops.CreateModel(
            name="OpportunitySuggestion",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("address", fields.CharField(default="", max_length=2000)),
                ("asked_at", MomentField(auto_now=False, auto_now_add=False)),
                ("held_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("read_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("trouble", fields.CharField(default="", max_length=500)),
                ("found", fields.TextField(default="", unique=False)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="opportunity_suggestions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "telling",
                    fields.ForeignKeyField(
                        "models.OpportunityTelling",
                        source_field="telling_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="suggestions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("answer", fields.CharField(default="", max_length=500)),
            ],
            options={
                "table": "opportunity_suggestion",
                "app": "models",
                "indexes": [
                    Index(fields=["read_at"]),
                    Index(fields=["telling_id"]),
                    Index(fields=["user_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One opportunity that a user thinks everybody should see.",
            },
            bases=["Model"],
        ),
        ops.AddField("Decision", "subject", fields.CharField(max_length=12, default="event")),
    ]
