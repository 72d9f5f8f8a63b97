"""Schema editors that keep what Tortoise's own lose when a table is made or made anew."""

from __future__ import annotations

import sqlite3
from typing import Any

from tortoise.exceptions import OperationalError
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.models import Model


class _WithConstraints:
    """Tortoise 1.1.9 never creates `Meta.constraints` of a new model (issue 2272); this does."""

    async def create_model(self, model: type[Model]) -> None:
        await super().create_model(model)  # type: ignore[misc]
        for constraint in getattr(model._meta, "constraints", None) or ():
            await self.add_constraint(model, constraint)  # type: ignore[attr-defined]


class PostgresEditor(_WithConstraints, AsyncpgSchemaEditor):
    """For PostgreSQL through asyncpg."""


class SqliteEditor(_WithConstraints, SqliteSchemaEditor):
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

    async def _remake_table(self, model: Any, *changed: Any, **changes: Any) -> None:
        """Make a table anew with its indexes and triggers; upstream drops them with the old one."""
        if self.collect_sql:
            return await super()._remake_table(model, *changed, **changes)
        _, rows = await self.client.execute_query(
            "SELECT sql FROM sqlite_master"
            " WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
            [model._meta.db_table],
        )
        await super()._remake_table(model, *changed, **changes)
        for row in rows:
            try:
                await self.client.execute_query(row["sql"])
            except OperationalError as exc:  # its column is what the migration removes
                if "no such column" not in str(exc) and "already exists" not in str(exc):
                    raise
        return None


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
