"""Days of requirements and letters: by when, whose, and what calendars are told of each."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


def _dated(table: str) -> list[ops.AddField]:
    return [
        ops.AddField(table, "due_on", fields.DateField(null=True)),
        ops.AddField(table, "uid", fields.CharField(default="", max_length=36)),
        ops.AddField(table, "sequence", fields.IntField(default=0)),
        ops.AddField(table, "dated_at", MomentField(null=True)),
        ops.AddField(table, "changed_at", MomentField(null=True)),
    ]


class Migration(migrations.Migration):
    dependencies = [("models", "0027_interviews")]

    initial = False

    operations = [
        *_dated("Requirement"),
        ops.AddField(
            "Requirement",
            "contact",
            fields.ForeignKeyField(
                "models.Contact",
                source_field="contact_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="requirements",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddIndex("Requirement", Index(fields=["contact_id"])),
        *_dated("Recommender"),
        ops.AddField("Recommender", "follow_up_uid", fields.CharField(default="", max_length=36)),
    ]
