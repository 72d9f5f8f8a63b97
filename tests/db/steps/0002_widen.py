"""A longer name: on SQLite the whole table is made anew."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_first")]
    operations = [
        ops.AlterField(model_name="Parent", name="name", field=fields.CharField(max_length=20)),
        ops.RemoveField(model_name="Parent", name="spare"),
    ]
