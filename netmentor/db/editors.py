"""Schema editors that keep what Tortoise's own lose when a table is made or made anew."""

from __future__ import annotations

import sqlite3
from typing import Any

from tortoise.exceptions import OperationalError
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.models import Model


class _Whole:
    """What Tortoise 1.1.9 leaves out, on either database."""

    async def create_model(self, model: type[Model]) -> None:
        """Make a table; upstream never creates its `Meta.constraints` (issue 2272)."""
        await super().create_model(model)  # type: ignore[misc]
        for constraint in getattr(model._meta, "constraints", None) or ():
            await self.add_constraint(model, constraint)  # type: ignore[attr-defined]

    async def add_field(self, model: type[Model], field_name: str) -> None:
        """Add a column; rows that are there get its default, which upstream tells no database."""
        field = model._meta.fields_map[field_name]
        told = field.db_default
        if not (field.null or field.has_db_default() or field.default is None):
            field.db_default = field.default
        try:
            await super().add_field(model, field_name)  # type: ignore[misc]
        finally:
            field.db_default = told


class PostgresEditor(_Whole, AsyncpgSchemaEditor):
    """For PostgreSQL through asyncpg."""


class SqliteEditor(_Whole, SqliteSchemaEditor):
    """For SQLite: triggers stay whole, partial unique indexes work, rebuilt tables keep theirs."""

    async def _run_sql(self, sql: str) -> None:
        """Run statements one by one; upstream splits at every semicolon, triggers included."""
        if self.collect_sql:
            return await super()._run_sql(sql)
        for statement in statements_of(sql):
            await self.client.execute_query(statement)
        return None

    async def add_constraint(
        self, model: type[Model], constraint: UniqueConstraint | CheckConstraint
    ) -> None:
        """Add a constraint; upstream raises for a unique one with a condition."""
        if isinstance(constraint, UniqueConstraint) and constraint.condition:
            columns = self._resolve_fields_to_columns(model, constraint.fields)
            quoted = ", ".join(self.quote(column) for column in columns)
            await self._run_sql(
                f'CREATE UNIQUE INDEX "{constraint.name}" ON "{model._meta.db_table}" ({quoted})'
                f" WHERE {constraint.condition};"
            )
            return
        await super().add_constraint(model, constraint)

    async def remove_field(self, model: type[Model], field: Any) -> None:
        """Remove a column; of a reference, upstream keeps the column in the table made anew."""
        fields = dict(model._meta.fields_map)
        if field.model_field_name in model._meta.fk_fields:
            model._meta.fields_map.pop(field.source_field)
        try:
            await super().remove_field(model, field)
        finally:
            model._meta.fields_map.update(fields)

    async def _remake_table(self, model: Any, *changed: Any, **changes: Any) -> None:
        """Make a table anew with its indexes and triggers; upstream drops them with the old one."""
        if self.collect_sql:
            return await super()._remake_table(model, *changed, **changes)
        _, rows = await self.client.execute_query(
            "SELECT sql FROM sqlite_master"
            " WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
            [model._meta.db_table],
        )
        unique = await self._unique_together(model._meta.db_table)
        await super()._remake_table(model, *changed, **changes)
        for row in rows:
            try:
                await self.client.execute_query(row["sql"])
            except OperationalError as exc:  # its column is what the migration removes
                if "no such column" not in str(exc) and "already exists" not in str(exc):
                    raise
        # What was unique together in the table's own words is in no statement of the catalogue.
        for columns in unique - await self._unique_together(model._meta.db_table):
            await unite(self.client, model._meta.db_table, columns)
        return None

    async def _unique_together(self, table: str) -> set[tuple[str, ...]]:
        return {columns for columns in await unique_columns(self.client, table) if len(columns) > 1}


async def unique_columns(client: Any, table: str) -> set[tuple[str, ...]]:
    """The columns that an SQLite table lets no two rows have alike, whatever their other ones."""
    _, rows = await client.execute_query(
        "SELECT i.name, c.name AS part FROM pragma_index_list(?) AS i"
        ' JOIN pragma_index_info(i.name) AS c WHERE i."unique" AND NOT i.partial'
        " ORDER BY i.name, c.seqno",
        [table],
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row["name"]] = (*found.get(row["name"], ()), row["part"])
    return set(found.values())


async def unite(client: Any, table: str, columns: tuple[str, ...]) -> None:
    """Let no two rows of an SQLite table have all of these columns alike."""
    _, rows = await client.execute_query(f'PRAGMA table_info("{table}")')
    if {row["name"] for row in rows} >= set(columns):
        name, quoted = "_".join(columns), ", ".join(f'"{column}"' for column in columns)
        await client.execute_query(
            f'CREATE UNIQUE INDEX "only_one_{table}_{name}" ON "{table}" ({quoted})'
        )


def statements_of(script: str) -> list[str]:
    """Return the statements of an SQLite script, each trigger whole.

    >>> statements_of("SELECT ';'; CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT 1; END;")
    ["SELECT ';';", 'CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT 1; END;']
    """
    found, buffer = [], ""
    for piece in script.split(";"):
        buffer += f"{piece};"
        if sqlite3.complete_statement(buffer):
            if buffer.strip(" ;\n\t"):
                found.append(buffer.strip())
            buffer = ""
    return found
