"""Backups made by hand, of databases that `netmentor backup` would not write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from netmentor.cli import archive
from netmentor.cli.archive import Manifest, digest_of


def packed(out: Path, database: Path, **told: Any) -> Path:
    """Write an archive by hand, with a manifest that may say something else."""
    kind = told.get("dialect", "sqlite")
    name = archive.DATABASE.get(kind, "database.sqlite3")
    manifest = {
        "version": "0.1.0",
        "dialect": kind,
        "last_migration": "0001_initial",
        "created_at": "2026-11-23T12:00:00+00:00",
        "members": {name: digest_of(database)},
    }
    archive.write(out, Manifest(**manifest | told), {name: database})
    return out
