"""A longer name, for which SQLite makes the whole table anew; and two more columns."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0001_first")]
    operations = [
        ops.AlterField(model_name="Parent", name="name", field=fields.CharField(max_length=20)),
        ops.RemoveField(model_name="Parent", name="spare"),
        ops.AddField(model_name="Parent", name="note", field=fields.CharField(10, default="-")),
        ops.AddField(
            model_name="Parent",
            name="twin",
            field=fields.ForeignKeyField("models.Parent", related_name="twins", null=True),
        ),
        ops.AddField(model_name="Parent", name="open", field=fields.BooleanField(default=True)),
    ]
