"""Mentors: their profiles, who is invited to be listed, who is kept apart, and what was reported."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_STALE = "CREATE INDEX mentor_openings_stale ON mentor (id) WHERE openings_stale"
# A table with a check of its own loses on SQLite that it leads to one user alone.
_ONE_A_USER = "CREATE UNIQUE INDEX only_one_mentor_user_id ON mentor (user_id)"


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_STALE)
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_query(_ONE_A_USER)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX mentor_openings_stale")
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_query("DROP INDEX only_one_mentor_user_id")


class Migration(migrations.Migration):
    dependencies = [("models", "0015_reminders")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Mentor",
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
                        related_name="mentor",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slug", fields.CharField(unique=True, max_length=40)),
                ("name", fields.CharField(max_length=100)),
                ("headline", fields.CharField(default="", max_length=200)),
                ("about", fields.TextField(default="", unique=False)),
                ("role_title", fields.CharField(default="", max_length=200)),
                ("organization_name", fields.CharField(default="", max_length=200)),
                ("organization_kind", fields.CharField(default="", max_length=16)),
                ("organization_size", fields.CharField(default="", max_length=16)),
                ("specialties", fields.CharField(default="", max_length=200)),
                ("credentials", fields.CharField(default="", max_length=200)),
                ("credentials_checked", fields.CharField(default="self", max_length=8)),
                ("since_year", fields.SmallIntField(null=True)),
                ("topics", fields.CharField(max_length=300)),
                ("stages", fields.CharField(default="", max_length=200)),
                ("mediums", fields.CharField(default="video", max_length=60)),
                ("languages", fields.CharField(default="en", max_length=60)),
                ("city", fields.CharField(default="", max_length=200)),
                ("state", fields.CharField(default="", max_length=2)),
                ("timezone", fields.CharField(max_length=64)),
                ("mentees_most", fields.SmallIntField(null=True)),
                ("paused_from", fields.DateField(null=True)),
                ("paused_until", fields.DateField(null=True)),
                ("visibility", fields.CharField(default="members", max_length=8)),
                ("link_token_hash", fields.CharField(null=True, unique=True, max_length=64)),
                ("listing", fields.CharField(default="draft", max_length=8)),
                ("listing_why", fields.CharField(default="", max_length=300)),
                ("asked_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("is_open", fields.BooleanField(default=True)),
                ("hides_reply_time", fields.BooleanField(default=False)),
                ("reply_band", fields.CharField(default="", max_length=8)),
                ("next_openings", fields.TextField(default="[]", unique=False)),
                ("openings_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("openings_stale", fields.BooleanField(default=True)),
                ("searched", fields.TextField(default="", unique=False)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "mentor",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="visibility IN ('link', 'members', 'public')",
                        name="mentor_visibility_is_known",
                    ),
                    CheckConstraint(
                        check="listing IN ('draft', 'waiting', 'listed', 'refused')",
                        name="mentor_listing_is_known",
                    ),
                ],
                "indexes": [Index(fields=["listing", "visibility"])],
                "pk_attr": "id",
                "table_description": "What one user says of themselves as a mentor; all their hours are in `timezone`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Blocking",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="blockings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="mentors_blocked",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("by_mentor", fields.BooleanField()),
                ("at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mentor_blocking",
                "app": "models",
                "unique_together": (("mentor", "user", "by_mentor"),),
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "That a mentor and a user are kept apart: no opening of the one is shown to the other.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MentorInvitation",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="made_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mentors_invited",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "taken_by",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="taken_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mentor_invitations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("made_at", MomentField(auto_now=False, auto_now_add=False)),
                ("ends_at", MomentField(auto_now=False, auto_now_add=False)),
                ("taken_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mentor_invitation",
                "app": "models",
                "indexes": [Index(fields=["made_by_id"]), Index(fields=["taken_by_id"])],
                "pk_attr": "id",
                "table_description": "A link by which one person's profile is listed without waiting; known by a hash.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="mentors_reported",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("by_mentor", fields.BooleanField()),
                ("text", fields.TextField(default="", unique=False)),
                ("at", MomentField(auto_now=False, auto_now_add=False)),
                ("settled_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "settled_by",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="settled_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reports_settled",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={
                "table": "mentor_report",
                "app": "models",
                "indexes": [
                    Index(fields=["mentor_id"]),
                    Index(fields=["user_id"]),
                    Index(fields=["settled_by_id"]),
                    Index(fields=["settled_at"]),
                ],
                "pk_attr": "id",
                "table_description": "What one of two people told the curators of the other; `by_mentor` says which of them.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_index, _unindex),
    ]
