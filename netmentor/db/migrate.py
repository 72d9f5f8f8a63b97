"""Bringing the tables to the version of the code: forward, back, and never half way.

Tortoise writes and reads the migrations; its own runner is not used. It has no lock, so
of several processes that start at once most crash; it records a migration after the
transaction that made it; and on SQLite it rebuilds tables with foreign keys on, so that
widening a column deletes every row that refers to its table.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget, PlanStep
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from netmentor.db.config import APP, config
from netmentor.db.connections import connected
from netmentor.db.editors import PostgresEditor, SqliteEditor
from netmentor.db.states import LazyState, as_tables
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid
from netmentor.settings import Settings

_LOCK = 7_263_548_120  # of PostgreSQL's advisory locks, drawn once
_PATIENCE = 600_000  # milliseconds; SQLite has no queue: who just had the lock may get it again


class UnknownMigration(Invalid):
    """There is no migration of that name."""


class NewerDatabase(Conflict):
    """The database was made by a newer version; the sentence says which step is unknown."""


class BrokenReferences(Conflict):
    """A migration would leave rows that refer to nothing, and was rolled back."""


async def migrate(
    settings: Settings, to: str | None = None, say: Callable[[str], object] = print
) -> int:
    """Run the steps to the newest migration, or to the one named `to`; return how many.

    "zero" goes back to before the first. Processes that start at once take turns.
    """
    async with connected(settings):
        return await Runner(get_connection("default"), config(settings)["apps"]).run(to, say)


async def why_not_ready(settings: Settings) -> str | None:
    """Say what keeps this version from running on the open database, or None."""
    runner = Runner(get_connection("default"), config(settings)["apps"])
    applied = await runner.applied(get_connection("default"))
    on_disk = await runner.names()
    if strange := sorted(applied - on_disk):
        return f"The database is newer than this version: it has {strange[0]}."
    if missing := sorted(on_disk - applied):
        return f"The database is not migrated: {missing[0]} is missing. Run `netmentor migrate`."
    return None


class Runner(MigrationExecutor):
    """Tortoise's executor, with every step in one locked transaction.

    The states before and after steps are kept for the next one: to go through all steps before it
    once more took longer than the step, and more with each.
    """

    def __init__(self, connection: BaseDBAsyncClient, apps: dict[str, Any]) -> None:
        super().__init__(connection, apps)
        self._state_after: tuple[set[MigrationKey], State] | None = None
        self._states_before: dict[MigrationKey, State] = {}

    async def names(self) -> set[str]:
        """The migrations this version knows."""
        await self.loader.build_graph()
        return {key.name for key in self.loader.graph.nodes}

    async def applied(self, connection: BaseDBAsyncClient) -> set[str]:
        """The migrations the database has; none where it was never migrated."""
        return {key.name for key in await MigrationRecorder(connection).applied_migrations()}

    async def run(self, to: str | None, say: Callable[[str], object]) -> int:
        targets = _targets(to, await self.names())
        if _is_sqlite(self.connection):
            await self.connection.execute_script(f"PRAGMA busy_timeout={_PATIENCE}")
        done = 0
        while (step := await self._next(targets)) is not None:
            say(f"{'Reverted' if step.backward else 'Applied'} {step.migration.name}")
            done += 1
        return done

    async def _next(self, targets: list[MigrationTarget] | None) -> PlanStep | None:
        """Run the next step and return it, or None when there is none left to run."""
        async with self._step() as inside:
            recorder = MigrationRecorder(inside)
            await self._ensure_record(recorder, inside)
            applied = set(await recorder.applied_migrations())
            if strange := sorted(key.name for key in applied - set(self.loader.graph.nodes)):
                raise NewerDatabase(f"The database is newer than this version: {strange[0]}.")
            plan = self._migration_plan(targets, applied, self.loader.graph)
            if not plan:
                return None
            await self._take(plan[0], applied, inside, recorder)
            return plan[0]

    async def _ensure_record(self, recorder: MigrationRecorder, inside: BaseDBAsyncClient) -> None:
        """Make the table that records migrations, inside the transaction.

        The recorder's own way is a script, and sqlite3 commits before it runs one, which
        gives the lock away.
        """
        made_by = self._editor(inside)._get_model_sql_data(recorder.model).table_sql
        await inside.execute_query(made_by.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))

    async def _take(
        self,
        step: PlanStep,
        applied: set[MigrationKey],
        inside: BaseDBAsyncClient,
        recorder: MigrationRecorder,
    ) -> None:
        with as_tables():
            await self._make(step, applied, inside, recorder)

    async def _make(
        self,
        step: PlanStep,
        applied: set[MigrationKey],
        inside: BaseDBAsyncClient,
        recorder: MigrationRecorder,
    ) -> None:
        key = MigrationKey(step.migration.app_label, step.migration.name)
        editor = self._editor(inside)
        if step.backward:
            if key not in self._states_before:
                known_before = await self._project_state_cache(applied)
                self._states_before = {one: _lazy(state) for one, state in known_before.items()}
            state = self._states_before.pop(key)
            await step.migration.unapply(state, dry_run=False, schema_editor=editor)
            await recorder.record_unapplied(key.app_label, key.name)
            return
        known = self._state_after
        if known is None or known[0] != applied:
            known = applied, _lazy(await self._project_state(applied, upto=key))
        state = known[1]
        self._state_after = None  # half-way through, the state is that of no step
        await step.migration.apply(state, dry_run=False, schema_editor=editor)
        self._state_after = applied | {key}, state
        await recorder.record_applied(key.app_label, key.name)

    def _editor(self, inside: BaseDBAsyncClient) -> BaseSchemaEditor:
        editor = (SqliteEditor if _is_sqlite(inside) else PostgresEditor)(inside, atomic=True)
        editor.client = inside
        editor.atomic_migration = True
        return editor

    @asynccontextmanager
    async def _step(self) -> AsyncIterator[Any]:
        """One transaction that no other process's step overlaps.

        SQLite ignores its pragma for foreign keys inside a transaction, so they are off
        around it, and every reference is checked before the commit.
        """
        sqlite = _is_sqlite(self.connection)
        if sqlite:
            await self.connection.execute_script("PRAGMA foreign_keys=OFF")
        try:
            async with transaction() as inside:
                if not sqlite:
                    await inside.execute_query(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield inside
                if sqlite:
                    _, broken = await inside.execute_query("PRAGMA foreign_key_check")
                    if broken:
                        tables = ", ".join(sorted({row["table"] for row in broken}))
                        raise BrokenReferences(f"Rows of {tables} would refer to nothing.")
        finally:
            if sqlite:
                await self.connection.execute_script("PRAGMA foreign_keys=ON")


def _lazy(state: State) -> LazyState:
    return LazyState(state.models, state.apps)


def _targets(to: str | None, known: set[str]) -> list[MigrationTarget] | None:
    if to is None:
        return None
    if to == "zero":
        return [MigrationTarget(APP, "__first__")]
    matches = sorted(name for name in known if name == to or name.split("_")[0] == to)
    if len(matches) != 1:
        raise UnknownMigration(
            f"There is no migration “{to}”; there are {', '.join(sorted(known))}, and zero."
        )
    return [MigrationTarget(APP, matches[0])]


def _is_sqlite(connection: BaseDBAsyncClient) -> bool:
    return bool(connection.capabilities.dialect == "sqlite")
