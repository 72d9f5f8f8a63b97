"""Copies of accounts: when and where each goes, and what became of the last ones."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0032_merged_people")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CopyPlan",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.OneToOneField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="copy_plan",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                ("place", fields.CharField(max_length=6)),
                ("url", fields.CharField(default="", max_length=2000)),
                ("user_name", fields.CharField(default="", max_length=200)),
                ("password", fields.BinaryField(null=True)),
                ("recipient", fields.CharField(default="", max_length=100)),
                ("rhythm", fields.CharField(max_length=7)),
                ("day", fields.SmallIntField()),
                ("at", fields.CharField(max_length=5)),
                ("keep", fields.SmallIntField()),
                ("zone", fields.CharField(max_length=64)),
                ("due_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("wanted_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("by_hand", fields.BooleanField(default=False)),
                ("next_try_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("held_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("failures", fields.SmallIntField(default=0)),
                ("paused_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("stopped_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "copy_plan",
                "app": "models",
                "indexes": [Index(fields=["due_at"]), Index(fields=["next_try_at"])],
                "pk_attr": "id",
                "table_description": "When and where copies of an account go; `place` and `rhythm` are of `rules`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AccountCopy",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "plan",
                    fields.ForeignKeyField(
                        "models.CopyPlan",
                        source_field="plan_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="copies",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("place", fields.CharField(max_length=6)),
                ("url", fields.CharField(default="", max_length=2000)),
                ("name", fields.CharField(max_length=100)),
                ("size", fields.BigIntField(default=0)),
                ("state", fields.CharField(max_length=6)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("letter", fields.CharField(default="", max_length=120)),
                ("by_hand", fields.BooleanField(default=False)),
                ("at", MomentField(auto_now=False, auto_now_add=False)),
                ("removed_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account_copy",
                "app": "models",
                "indexes": [Index(fields=["plan_id"]), Index(fields=["state"])],
                "pk_attr": "id",
                "table_description": "One copy that was tried; `state` is of `rules`.",
            },
            bases=["Model"],
        ),
    ]  # fmt: skip
