"""Which modules hold tables, and how each database is opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from netmentor.paths import MIGRATIONS_MODULE
from netmentor.settings import Settings

APP = "models"
MODELS = (
    "netmentor.db.models",
    "netmentor.mail.models",
    "netmentor.accounts.models",
    "netmentor.copies.models",
    "netmentor.organizations.models",
    "netmentor.events.models",
    "netmentor.events.attending.models",
    "netmentor.events.importing.models",
    "netmentor.events.curating.models",
    "netmentor.events.suggesting.models",
    "netmentor.events.organizing.models",
    "netmentor.contacts.models",
    "netmentor.contacts.books.models",
    "netmentor.contacts.doubles.models",
    "netmentor.contacts.cards.models",
    "netmentor.agenda.models",
    "netmentor.contacts.messages.models",
    "netmentor.reminders.models",
    "netmentor.mentoring.models",
    "netmentor.mentoring.availability.models",
    "netmentor.mentoring.booking.models",
    "netmentor.mentoring.relating.models",
    "netmentor.internships.models",
    "netmentor.internships.applying.models",
    "netmentor.internships.applying.documents.models",
    "netmentor.internships.applying.under_way.models",
    "netmentor.internships.applying.interviewing.models",
    "netmentor.internships.suggesting.models",
)
CONNECTIONS_PER_PROCESS = 10  # of PostgreSQL; times the processes, below its max_connections

_SQLITE = {
    "journal_mode": "WAL",
    "foreign_keys": "ON",
    "busy_timeout": 10_000,  # milliseconds
    "synchronous": "FULL",  # NORMAL may lose an acknowledged commit when the power goes
    "secure_delete": "ON",  # else what is deleted stays in the file until its place is used again
    "journal_size_limit": 64 * 1024 * 1024,  # bytes
}


def config(settings: Settings) -> dict[str, Any]:
    """Return the dictionary that Tortoise and its migrations read."""
    return {
        "connections": {
            "default": _postgres(settings) if settings.on_postgres else _sqlite(settings)
        },
        "apps": {
            APP: {
                "models": list(MODELS),
                "migrations": MIGRATIONS_MODULE,
                "default_connection": "default",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _sqlite(settings: Settings) -> dict[str, Any]:
    return {
        "engine": "netmentor.db.sqlite_backend",
        "credentials": {"file_path": str(settings.sqlite_path), **_SQLITE},
    }


def _postgres(settings: Settings) -> dict[str, Any]:
    """asyncpg's own options may stand in the address: behind pgbouncer, statement_cache_size=0."""
    parts = urlsplit(settings.database_url)
    options = {
        name: int(value) if value.isdigit() else value for name, value in parse_qsl(parts.query)
    }
    return {
        "engine": "netmentor.db.asyncpg_backend",
        "credentials": {
            "host": unquote(parts.hostname or "localhost"),
            "port": parts.port or 5432,
            "user": unquote(parts.username or "postgres"),
            "password": unquote(parts.password or "") or None,
            "database": unquote(parts.path.strip("/")),
            "minsize": 1,
            "maxsize": CONNECTIONS_PER_PROCESS,
            "application_name": "netmentor",
            "server_settings": {"synchronous_commit": "on"},
            **options,
        },
    }
