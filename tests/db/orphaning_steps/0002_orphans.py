"""Deletes parents; on SQLite foreign keys are off meanwhile, so nothing stops it but the check."""

from __future__ import annotations

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_first")]
    operations = [
        ops.RunSQL("UPDATE child SET parent_id = 99;"),
    ]
