"""What people decided about events, with what was before each decision."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0007_organizers")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("kind", fields.CharField(max_length=12)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("made_at", MomentField(auto_now=False, auto_now_add=False)),
                ("words", fields.TextField(unique=False)),
                ("slug", fields.CharField(default="", max_length=100)),
                ("about", fields.TextField(unique=False)),
                ("before", fields.TextField(unique=False)),
                ("undone_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "undone_by",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="undone_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="undone",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={
                "table": "decision",
                "app": "models",
                "indexes": [Index(fields=["by_id"])],
                "pk_attr": "id",
                "table_description": "What a person decided, with what was before it, so that it can be taken back.",
            },
            bases=["Model"],
        ),
    ]
