"""Whom somebody owes and who waits to be sorted is found without reading all of their people."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

_OWED = (
    "CREATE INDEX contact_owed ON contact (user_id, owes_since)"
    " WHERE owes_since IS NOT NULL AND gone_at IS NULL"
)
_WAITING = (
    "CREATE INDEX contact_waiting ON contact (user_id, event_id)"
    " WHERE answer = '' AND gone_at IS NULL"
)


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_OWED)
    await editor.client.execute_query(_WAITING)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX contact_owed")
    await editor.client.execute_query("DROP INDEX contact_waiting")


class Migration(migrations.Migration):
    dependencies = [("models", "0011_capture_digest")]

    initial = False

    operations = [ops.RunPython(_index, _unindex)]
