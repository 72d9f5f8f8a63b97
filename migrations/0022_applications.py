"""Applications: where each stands, what it takes, and the steps to it."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_ONE_HELD = (
    "CREATE UNIQUE INDEX application_that_is_held ON application (user_id) WHERE stage = 'held'"
)


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_ONE_HELD)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX application_that_is_held")


class Migration(migrations.Migration):
    dependencies = [("models", "0021_opportunities")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "opportunity",
                    fields.ForeignKeyField(
                        "models.Opportunity",
                        source_field="opportunity_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("window_part", fields.CharField(default="", max_length=60)),
                ("title", fields.CharField(max_length=200)),
                ("organization_name", fields.CharField(default="", max_length=200)),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="applications",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("came_from", fields.CharField(max_length=10)),
                ("stage", fields.CharField(max_length=12)),
                ("stage_at", MomentField(auto_now=False, auto_now_add=False)),
                ("deadline_on", fields.DateField(null=True)),
                ("deadline_time", fields.CharField(default="", max_length=5)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("notes", fields.TextField(default="", unique=False)),
                ("offer_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("sequence", fields.IntField(default=0)),
                ("version", fields.IntField(default=1)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="stage IN ('researching', 'asked', 'preparing', 'submitted', 'returned', 'verified', 'interview', 'offer', 'held', 'accepted', 'declined', 'rejected', 'withdrawn')",
                        name="application_stage_is_known",
                    )
                ],
                "indexes": [
                    Index(fields=["user_id", "stage"]),
                    Index(fields=["opportunity_id"]),
                    Index(fields=["contact_id"]),
                ],
                "pk_attr": "id",
                "table_description": "Something one user applies for, or thinks of: listed, or told in their own words.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="steps",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                ("name", fields.CharField(max_length=200)),
                ("months", fields.SmallIntField(default=0)),
                ("days", fields.SmallIntField(default=0)),
                ("due_on", fields.DateField()),
                ("is_fixed", fields.BooleanField(default=False)),
                ("done_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("sequence", fields.IntField(default=0)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_step",
                "app": "models",
                "indexes": [Index(fields=["application_id", "due_on"])],
                "pk_attr": "id",
                "table_description": "One dated step to a deadline. It moves with the deadline while it is open.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Recommender",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="recommenders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="recommends",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("asked_on", fields.DateField(null=True)),
                ("agreed_on", fields.DateField(null=True)),
                ("sent_on", fields.DateField(null=True)),
                ("thanked_on", fields.DateField(null=True)),
                ("declined_on", fields.DateField(null=True)),
            ],
            options={
                "table": "application_recommender",
                "app": "models",
                "indexes": [Index(fields=["application_id"]), Index(fields=["contact_id"])],
                "pk_attr": "id",
                "table_description": "Somebody who is to write a letter; each day as far as it came.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="requirements",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=500)),
                ("owner", fields.CharField(default="me", max_length=12)),
                ("done_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_requirement",
                "app": "models",
                "indexes": [Index(fields=["application_id"])],
                "pk_attr": "id",
                "table_description": "One thing that an application takes, and who has to do it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StageChange",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="stage_changes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("was", fields.CharField(default="", max_length=12)),
                ("stage", fields.CharField(max_length=12)),
                ("at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_stage_change",
                "app": "models",
                "indexes": [Index(fields=["application_id"])],
                "pk_attr": "id",
                "table_description": "That an application went from one stage to another.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_index, _unindex),
    ]
