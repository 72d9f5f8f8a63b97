"""Sessions of mentors and mentees; the database refuses two at once for either of them."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_SIDES = ("mentor", "mentee")
_INDEXES = {
    "mentor_session_strangers": (
        "CREATE INDEX mentor_session_strangers ON mentor_session (id)"
        " WHERE invited_at IS NOT NULL AND NOT are_acquainted"
    ),
    "mentor_session_lapsing": (
        "CREATE INDEX mentor_session_lapsing ON mentor_session (lapses_at) WHERE state = 'asked'"
    ),
    "mentor_session_ending": (
        "CREATE INDEX mentor_session_ending ON mentor_session (ends_at) WHERE state = 'confirmed'"
    ),
}
# A span that ends when another begins does not overlap it. btree_gist, which lets a number stand
# beside a span, comes with PostgreSQL, and whoever owns a database may have it made there.
_EXCLUSION = """
    ALTER TABLE mentor_session ADD CONSTRAINT mentor_session_{side}_is_free
    EXCLUDE USING gist ({side}_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (state IN ('asked', 'confirmed'))"""
_TRIGGER = """
    CREATE TRIGGER mentor_session_{side}_is_free_{deed} BEFORE {event} ON mentor_session
    WHEN NEW.state IN ('asked', 'confirmed') AND EXISTS (
        SELECT 1 FROM mentor_session AS other
        WHERE other.{side}_id = NEW.{side}_id AND other.id IS NOT {id}
            AND other.state IN ('asked', 'confirmed')
            AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
    )
    BEGIN SELECT RAISE(ABORT, 'mentor_session_{side}_is_free'); END"""
_DEEDS = {
    "insert": ("INSERT", "NULL"),
    "update": ("UPDATE OF mentor_id, mentee_id, starts_at, ends_at, state", "NEW.id"),
}


async def _guard(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in _INDEXES.values():
        await editor.client.execute_query(statement)
    if editor.client.capabilities.dialect == "postgres":
        await editor.client.execute_query("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for side in _SIDES:
            await editor.client.execute_query(_EXCLUSION.format(side=side))
        return
    for side in _SIDES:
        for deed, (event, id_) in _DEEDS.items():
            told = _TRIGGER.format(side=side, deed=deed, event=event, id=id_)
            await editor.client.execute_query(told)


async def _unguard(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """Indexes, triggers and constraints go with their table; the extension may stay."""


class Migration(migrations.Migration):
    dependencies = [("models", "0017_availability")]

    initial = False

    operations = [
        ops.CreateModel(
            name="MentorSession",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
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
                        related_name="sessions_asked_for",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "type",
                    fields.ForeignKeyField(
                        "models.SessionType",
                        source_field="type_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("type_name", fields.CharField(max_length=100)),
                ("minutes", fields.IntField()),
                ("medium", fields.CharField(max_length=16)),
                ("place", fields.CharField(default="", max_length=500)),
                ("place_words", fields.CharField(default="", max_length=200)),
                ("starts_at", MomentField(auto_now=False, auto_now_add=False)),
                ("ends_at", MomentField(auto_now=False, auto_now_add=False)),
                ("timezone", fields.CharField(max_length=64)),
                ("starts_local", fields.CharField(max_length=16)),
                ("state", fields.CharField(max_length=12)),
                ("lapses_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("topic", fields.CharField(default="", max_length=200)),
                ("questions", fields.CharField(default="", max_length=2000)),
                ("before_after", fields.CharField(default="", max_length=2000)),
                ("proposals", fields.CharField(default="", max_length=200)),
                ("proposed_by", fields.CharField(default="", max_length=8)),
                ("proposals_made", fields.IntField(default=0)),
                ("sequence", fields.IntField(default=0)),
                ("invited_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("canceled_by", fields.CharField(default="", max_length=8)),
                ("reason", fields.CharField(default="", max_length=500)),
                ("replied_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("late_moves", fields.IntField(default=0)),
                ("no_show_by_mentor", fields.BooleanField(default=False)),
                ("no_show_by_mentee", fields.BooleanField(default=False)),
                ("are_acquainted", fields.BooleanField(default=False)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mentor_session",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check=(
                            "state IN ('asked', 'confirmed', 'declined', 'lapsed', 'canceled',"
                            " 'held')"
                        ),
                        name="mentor_session_state_is_known",
                    ),
                    CheckConstraint(check="ends_at > starts_at", name="mentor_session_ends_later"),
                ],
                "indexes": [
                    Index(fields=["mentor_id", "starts_at"]),
                    Index(fields=["mentee_id", "starts_at"]),
                    Index(fields=["type_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One session: a row that keeps the time of both while it is asked for or confirmed.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_guard, _unguard),
    ]
