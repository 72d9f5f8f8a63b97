"""Interviews: when each is, who asks, and what is to be thought of before."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0026_under_way")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="interviews",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("starts_on", fields.DateField()),
                ("starts_time", fields.CharField(max_length=5)),
                ("timezone", fields.CharField(max_length=64)),
                ("minutes", fields.SmallIntField()),
                ("medium", fields.CharField(max_length=10)),
                ("place", fields.CharField(default="", max_length=300)),
                ("questions", fields.TextField(default="", unique=False)),
                ("notes", fields.TextField(default="", unique=False)),
                ("state", fields.CharField(default="planned", max_length=8)),
                ("sequence", fields.IntField(default=0)),
                ("version", fields.IntField(default=1)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_interview",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('planned', 'held', 'canceled')",
                        name="application_interview_state_is_known",
                    )
                ],
                "indexes": [Index(fields=["application_id", "starts_on"])],
                "pk_attr": "id",
                "table_description": "A conversation that decides about an application, by the clock of its `timezone`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Interviewer",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "interview",
                    fields.ForeignKeyField(
                        "models.Interview",
                        source_field="interview_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="interviewers",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="interviews",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "touch",
                    fields.ForeignKeyField(
                        "models.Touch",
                        source_field="touch_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="interviews",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("thanks_uid", fields.CharField(default="", max_length=36)),
            ],
            options={
                "table": "application_interviewer",
                "app": "models",
                "unique_together": (("interview", "contact"),),
                "indexes": [Index(fields=["contact_id"]), Index(fields=["touch_id"])],
                "pk_attr": "id",
                "table_description": "A contact who asks in an interview; once it was held, with the touch that tells of it.",
            },
            bases=["Model"],
        ),
    ]
