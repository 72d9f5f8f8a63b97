"""Makes a table and then fails."""

from __future__ import annotations

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_first")]
    operations = [
        ops.RunSQL("CREATE TABLE half_way (id INT);"),
        ops.RunSQL("INSERT INTO nowhere VALUES (1);"),
    ]
