"""Private feeds, who reads them, and what calendars were told of follow-ups."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_NUMBERS = (
    "INSERT INTO agenda_revision (user_id, number) SELECT id, 0 FROM user_account"
    " WHERE id NOT IN (SELECT user_id FROM agenda_revision)"
)


async def _number_everybody(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_NUMBERS)


async def _leave_numbers(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """Numbers do no harm on the way back."""


class Migration(migrations.Migration):
    dependencies = [("models", "0009_contacts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PrivateFeed",
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
                        related_name="private_feeds",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("kinds", fields.CharField(max_length=200)),
                ("detail", fields.CharField(max_length=8)),
                ("tasks", fields.CharField(max_length=8)),
                ("alarms", fields.CharField(default="", max_length=200)),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("salt", fields.CharField(max_length=64)),
                ("version", fields.IntField(default=1)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("addressed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("revoked_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "private_feed",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="detail IN ('busy', 'titles', 'full')",
                        name="private_feed_detail_is_known",
                    ),
                    CheckConstraint(
                        check="tasks IN ('event', 'todo')", name="private_feed_tasks_are_known"
                    ),
                ],
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "One subscription of a user to what is theirs; its address holds a secret, kept as a hash.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "feed",
                    fields.ForeignKeyField(
                        "models.PrivateFeed",
                        source_field="feed_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="readings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("client", fields.CharField(max_length=60)),
                ("first_at", MomentField(auto_now=False, auto_now_add=False)),
                ("last_at", MomentField(auto_now=False, auto_now_add=False)),
                ("times", fields.IntField()),
            ],
            options={
                "table": "feed_reading",
                "app": "models",
                "unique_together": (("feed", "client"),),
                "pk_attr": "id",
                "table_description": "That a calendar program reads a private feed: since when, when last, and how often.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="FollowUp",
            name="changed_at",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="FollowUp",
            name="sequence",
            field=fields.IntField(default=0),
        ),
        ops.RunPython(_number_everybody, _leave_numbers),
    ]
