"""A trigger, whose body has semicolons of its own."""

from __future__ import annotations

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_first")]
    operations = [
        ops.RunSQL(
            "CREATE TRIGGER parent_keeps_retired BEFORE DELETE ON parent"
            " WHEN old.name = 'retired' BEGIN"
            " SELECT RAISE(ABORT, 'retired; kept'); END;",
            "DROP TRIGGER parent_keeps_retired;",
        )
    ]
