"""Reminders: what is wished, what is planned and was told, and which agendas are to be planned."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_INDEXES = {
    "agenda_revision_unplanned": (
        "CREATE INDEX agenda_revision_unplanned ON agenda_revision (user_id) WHERE number <> planned"
    ),
    "agenda_revision_plan_until": (
        "CREATE INDEX agenda_revision_plan_until ON agenda_revision (plan_until)"
        " WHERE plan_until IS NOT NULL"
    ),
    "reminder_due": "CREATE INDEX reminder_due ON reminder (due_at, user_id) WHERE state = 'planned'",
    "reminder_letter_unsettled": (
        "CREATE INDEX reminder_letter_unsettled ON reminder_letter (posted_at) WHERE NOT is_settled"
    ),
}


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in _INDEXES.values():
        await editor.client.execute_query(statement)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for name in _INDEXES:
        await editor.client.execute_query(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("models", "0014_outbox")]

    initial = False

    operations = [
        ops.AddField(
            model_name="AgendaRevision",
            name="planned",
            field=fields.BigIntField(default=-1),
        ),
        ops.AddField(
            model_name="AgendaRevision",
            name="planned_at",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="AgendaRevision",
            name="plan_until",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.CreateModel(
            name="ReminderLetter",
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
                        related_name="reminder_letters",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=100)),
                ("kind", fields.CharField(max_length=8)),
                ("day", fields.DateField()),
                ("turn", fields.IntField(default=0)),
                ("subject", fields.CharField(max_length=200)),
                ("to", fields.CharField(max_length=254)),
                ("posted_at", MomentField(auto_now=False, auto_now_add=False)),
                ("is_late", fields.BooleanField(default=False)),
                ("is_settled", fields.BooleanField(default=False)),
                ("withdrawn_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("withdrawn_why", fields.CharField(default="", max_length=200)),
                ("revision", fields.BigIntField()),
                ("wishes_version", fields.IntField(default=0)),
            ],
            options={
                "table": "reminder_letter",
                "app": "models",
                "unique_together": (("user", "day", "kind", "turn"),),
                "indexes": [Index(fields=["posted_at"])],
                "pk_attr": "id",
                "table_description": "A letter with reminders in it; the outbox has it under the same `key`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reminder",
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
                        related_name="reminders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=12)),
                ("uid", fields.CharField(max_length=255)),
                ("occurrence", fields.CharField(max_length=90)),
                ("lead", fields.CharField(max_length=8)),
                ("channel", fields.CharField(max_length=8)),
                ("schedule_version", fields.IntField()),
                ("slot", fields.CharField(max_length=8)),
                ("due_at", MomentField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=12)),
                ("why", fields.CharField(default="", max_length=200)),
                ("silence", fields.CharField(default="", max_length=200)),
                ("moved_from", fields.CharField(default="", max_length=90)),
                ("title", fields.CharField(max_length=500)),
                ("path", fields.CharField(default="", max_length=300)),
                (
                    "letter",
                    fields.ForeignKeyField(
                        "models.ReminderLetter",
                        source_field="letter_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reminders",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("planned_at", MomentField(auto_now=False, auto_now_add=False)),
                ("settled_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("held_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reminder",
                "app": "models",
                "unique_together": (
                    ("user", "uid", "occurrence", "lead", "channel", "schedule_version"),
                ),
                "constraints": [
                    CheckConstraint(
                        check="state IN ('planned', 'told', 'silent', 'superseded', 'parked')",
                        name="reminder_state_is_known",
                    )
                ],
                "indexes": [Index(fields=["letter_id"]), Index(fields=["user_id", "due_at"])],
                "pk_attr": "id",
                "table_description": "That a user is to be told of one thing, so long before it: planned, told, or why not.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReminderWishes",
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
                        related_name="reminder_wishes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("leads", fields.CharField(max_length=300)),
                ("digests", fields.CharField(max_length=60)),
                ("quiet_from", fields.CharField(default="21:00", max_length=5)),
                ("quiet_until", fields.CharField(default="07:00", max_length=5)),
                ("morning", fields.CharField(default="08:00", max_length=5)),
                ("paused_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "reminder_wishes",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a user wants to be told, and when; whoever has no row wants what is usual.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_index, _unindex),
    ]
