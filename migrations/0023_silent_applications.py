"""Applications that fall silent: since when, and when somebody is to ask."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_OPEN = (
    "CREATE INDEX application_step_nudges ON application_step (application_id)"
    " WHERE is_nudge AND done_at IS NULL"
)
# Those that stand already: the first round reckons when each is due.
_COUNT = (
    "UPDATE application SET heard_at = changed_at, nudge_at = changed_at"
    " WHERE stage IN ('asked', 'submitted', 'verified', 'interview')"
)


async def _begin(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_OPEN)
    await editor.client.execute_query(_COUNT)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX application_step_nudges")


class Migration(migrations.Migration):
    dependencies = [("models", "0022_applications")]

    initial = False

    operations = [
        ops.AddField("Application", "nudge_after_days", fields.SmallIntField(null=True)),
        ops.AddField(
            "Application", "heard_at", MomentField(null=True, auto_now=False, auto_now_add=False)
        ),
        ops.AddField(
            "Application", "nudge_at", MomentField(null=True, auto_now=False, auto_now_add=False)
        ),
        ops.AddIndex("Application", Index(fields=["nudge_at"])),
        ops.AddField("PlanStep", "is_nudge", fields.BooleanField(default=False)),
        ops.RunPython(_begin, _unindex),
    ]
