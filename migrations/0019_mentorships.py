"""Mentorships, what is written about sessions, and mentors whom silence paused."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_ONE_AT_A_TIME = (
    "CREATE UNIQUE INDEX mentorship_that_goes_on ON mentorship (mentor_id, mentee_id)"
    " WHERE ended_at IS NULL"
)


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_ONE_AT_A_TIME)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX mentorship_that_goes_on")


class Migration(migrations.Migration):
    dependencies = [("models", "0018_sessions")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Afterthought",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "models.MentorSession",
                        source_field="session_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="afterthoughts",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "author",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="afterthoughts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("went", fields.CharField(default="", max_length=8)),
                ("text", fields.TextField(default="", unique=False)),
                ("about", fields.CharField(max_length=200)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "afterthought",
                "app": "models",
                "unique_together": (("session", "author"),),
                "indexes": [Index(fields=["author_id"])],
                "pk_attr": "id",
                "table_description": "What somebody thinks of a session afterwards, for themselves alone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mentorship",
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mentorships",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "mentee",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="mentee_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mentorships",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("goals", fields.TextField(unique=False)),
                ("cadence_weeks", fields.SmallIntField()),
                ("minutes", fields.SmallIntField()),
                ("begins_on", fields.DateField()),
                ("ends_on", fields.DateField(null=True)),
                ("written_by", fields.CharField(max_length=8)),
                ("agreed_by_mentor_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("agreed_by_mentee_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_by", fields.CharField(default="", max_length=8)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "mentorship",
                "app": "models",
                "indexes": [Index(fields=["mentor_id"]), Index(fields=["mentee_id"])],
                "pk_attr": "id",
                "table_description": "What a mentor and a mentee agree on; it stands once both have agreed to its words.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SessionAction",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "models.MentorSession",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="actions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "whose",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="whose_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="session_actions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("what", fields.CharField(max_length=300)),
                ("due_on", fields.DateField()),
                ("follow_up_uid", fields.CharField(default="", max_length=36)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session_action",
                "app": "models",
                "indexes": [Index(fields=["session_id"]), Index(fields=["whose_id"])],
                "pk_attr": "id",
                "table_description": "What one of the two is to do after a session; it is a follow-up of theirs.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SessionNote",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "models.MentorSession",
                        source_field="session_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="notes",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "author",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="session_notes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=8)),
                ("text", fields.TextField(unique=False)),
                ("about", fields.CharField(max_length=200)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session_note",
                "app": "models",
                "unique_together": (("session", "author", "kind"),),
                "constraints": [
                    CheckConstraint(
                        check="kind IN ('agenda', 'shared', 'private')",
                        name="session_note_kind_is_known",
                    )
                ],
                "indexes": [Index(fields=["author_id"])],
                "pk_attr": "id",
                "table_description": "What one of the two wrote about a session: one text of each `rules.NoteKind`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Silence",
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
                        related_name="silences",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("since", MomentField(auto_now=False, auto_now_add=False)),
                ("paused_at", MomentField(auto_now=False, auto_now_add=False)),
                ("ended_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mentor_silence",
                "app": "models",
                "indexes": [Index(fields=["mentor_id"])],
                "pk_attr": "id",
                "table_description": "That a mentor answered nobody for so long that their listing was paused.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_index, _unindex),
    ]
