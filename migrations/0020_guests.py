"""Guests: who had a session with a mentor by an address they proved, and has no account."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

_FEW = "CREATE INDEX user_account_guests ON user_account (created_at) WHERE is_guest"


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_FEW)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX user_account_guests")


class Migration(migrations.Migration):
    dependencies = [("models", "0019_mentorships")]

    initial = False

    operations = [
        ops.AddField("User", "is_guest", fields.BooleanField(default=False)),
        ops.AddField("Mentor", "takes_guests", fields.BooleanField(default=False)),
        ops.AddField("MailedCode", "kept", fields.TextField(default="", unique=False)),
        ops.RunPython(_index, _unindex),
    ]
