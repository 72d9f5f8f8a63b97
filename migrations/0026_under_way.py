"""What was accepted and is under way: its days, its hours, and who looks after it."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0025_own_stages")]

    initial = False

    operations = [
        ops.CreateModel(
            name="UnderWay",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.OneToOneField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="under_way",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "supervisor",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="supervisor_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="supervises",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("minutes_required", fields.IntField(default=0)),
                (
                    "thanks",
                    fields.ForeignKeyField(
                        "models.FollowUp",
                        source_field="thanks_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="thanks_for",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("version", fields.IntField(default=1)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "under_way",
                "app": "models",
                "indexes": [Index(fields=["supervisor_id"]), Index(fields=["thanks_id"])],
                "pk_attr": "id",
                "table_description": "That something which was accepted takes place; `version` grows with each change of its form.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Hours",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "under_way",
                    fields.ForeignKeyField(
                        "models.UnderWay",
                        source_field="under_way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="hours",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("day", fields.DateField()),
                ("minutes", fields.SmallIntField()),
                ("note", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "under_way_hours",
                "app": "models",
                "unique_together": (("under_way", "day"),),
                "constraints": [
                    CheckConstraint(
                        check="minutes BETWEEN 1 AND 1440", name="under_way_hours_of_a_day"
                    )
                ],
                "pk_attr": "id",
                "table_description": "How long somebody was there on one day; told again, it is what was told last.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "under_way",
                    fields.ForeignKeyField(
                        "models.UnderWay",
                        source_field="under_way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="milestones",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=10)),
                ("due_on", fields.DateField(null=True)),
                ("done_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("sequence", fields.IntField(default=0)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "under_way_milestone",
                "app": "models",
                "unique_together": (("under_way", "kind"),),
                "pk_attr": "id",
                "table_description": "One day of what is under way; without a day it stays, so that its number only grows.",
            },
            bases=["Model"],
        ),
    ]
