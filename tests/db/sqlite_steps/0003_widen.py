"""A longer name, for a table that has a trigger."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_trigger")]
    operations = [
        ops.AlterField(model_name="Parent", name="name", field=fields.CharField(max_length=20))
    ]
