"""The few people of whom somebody noted something for nobody else are found without the others."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

# SQLite reads all that a search asks for out of the index; PostgreSQL takes no long text in one.
_COLUMNS = {"sqlite": "user_id, folded_name, id, key, name, private_note", "postgres": "user_id"}


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    columns = _COLUMNS[editor.client.capabilities.dialect]
    await editor.client.execute_query(
        f"CREATE INDEX contact_privately ON contact ({columns})"
        " WHERE private_note <> '' AND gone_at IS NULL"
    )


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX contact_privately")


class Migration(migrations.Migration):
    dependencies = [("models", "0033_copies")]

    initial = False

    operations = [ops.RunPython(_index, _unindex)]
