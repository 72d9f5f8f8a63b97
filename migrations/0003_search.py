"""The words of an event in two columns, and the indexes that full text is answered from."""

import unicodedata

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

_HEADS = """
    SELECT event.id, event.search_text, event.title, event.city, event.state,
        (SELECT max(organization.acronym || ' ' || organization.name)
         FROM event_organizer JOIN organization ON organization.id = organization_id
         WHERE event_id = event.id) AS organizer
    FROM event"""
_SQLITE = (
    "CREATE VIRTUAL TABLE event_search USING fts5(search_head, search_body,"
    " content='event', content_rowid='id', tokenize='porter unicode61')",
    "INSERT INTO event_search(event_search) VALUES ('rebuild')",
    "CREATE TRIGGER event_is_searched AFTER INSERT ON event BEGIN"
    " INSERT INTO event_search(rowid, search_head, search_body)"
    " VALUES (new.id, new.search_head, new.search_body); END",
    "CREATE TRIGGER event_is_forgotten AFTER DELETE ON event BEGIN"
    " INSERT INTO event_search(event_search, rowid, search_head, search_body)"
    " VALUES ('delete', old.id, old.search_head, old.search_body); END",
    "CREATE TRIGGER event_is_searched_anew AFTER UPDATE OF search_head, search_body ON event"
    " WHEN old.search_head <> new.search_head OR old.search_body <> new.search_body BEGIN"
    " INSERT INTO event_search(event_search, rowid, search_head, search_body)"
    " VALUES ('delete', old.id, old.search_head, old.search_body);"
    " INSERT INTO event_search(rowid, search_head, search_body)"
    " VALUES (new.id, new.search_head, new.search_body); END",
)
_NO_SQLITE = (
    "DROP TRIGGER event_is_searched",
    "DROP TRIGGER event_is_forgotten",
    "DROP TRIGGER event_is_searched_anew",
    "DROP TABLE event_search",
)
# Two indexes and no weights: a GIN index keeps none, and would look at each row again.
_POSTGRES = (
    "CREATE INDEX event_search_head ON event USING gin (to_tsvector('english', search_head))",
    "CREATE INDEX event_search_whole ON event"
    " USING gin (to_tsvector('english', search_head || ' ' || search_body))",
)
_NO_POSTGRES = ("DROP INDEX event_search_head", "DROP INDEX event_search_whole")


async def _divide(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """Give each event a first head; the next start of the service writes it whole."""
    one, two = ("$1", "$2") if _is_postgres(editor) else ("?", "?")
    _, rows = await editor.client.execute_query(_HEADS)
    for row in rows:
        told = " ".join(str(row[name] or "") for name in ("title", "city", "state", "organizer"))
        bare = unicodedata.normalize("NFKD", told.casefold())
        head = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
        await editor.client.execute_query(
            f"UPDATE event SET search_head = {one}, search_body = search_text"  # noqa: S608
            f" WHERE id = {two}",
            [" ".join(head.split()), row["id"]],
        )


async def _join(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(
        "UPDATE event SET search_text = search_head || ' ' || search_body"
    )


async def _make_indexes(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in _POSTGRES if _is_postgres(editor) else _SQLITE:
        await editor.client.execute_query(statement)


async def _drop_indexes(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in _NO_POSTGRES if _is_postgres(editor) else _NO_SQLITE:
        await editor.client.execute_query(statement)


def _is_postgres(editor: BaseSchemaEditor) -> bool:
    return bool(editor.client.capabilities.dialect == "postgres")


class Migration(migrations.Migration):
    dependencies = [("models", "0002_sources")]

    initial = False

    operations = [
        ops.AddField("Event", "search_head", fields.TextField(default="", unique=False)),
        ops.AddField("Event", "search_body", fields.TextField(default="", unique=False)),
        ops.RunPython(_divide, _join),
        ops.RemoveField("Event", "search_text"),
        ops.AddIndex("Event", Index(fields=["merged_into_id"])),
        ops.RunPython(_make_indexes, _drop_indexes),
    ]
