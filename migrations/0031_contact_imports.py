"""Files of people on their way in, and what of them nothing here reads."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0030_plan_templates")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ContactImport",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",

                        db_constraint=True,
                        to_field="id",
                        related_name="contact_imports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                ("name", fields.CharField(max_length=200)),
                ("format", fields.CharField(max_length=5)),
                ("mapping", fields.TextField(default="", unique=False)),
                ("headers", fields.TextField(default="", unique=False)),
                ("doubles", fields.CharField(default="join", max_length=5)),
                ("state", fields.CharField(max_length=7)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("total", fields.IntField(default=0)),
                ("done", fields.IntField(default=0)),
                ("held_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact_import",
                "app": "models",
                "indexes": [Index(fields=["user_id"]), Index(fields=["state"])],
                "pk_attr": "id",
                "table_description": "One file of people on its way in; `state`, `format` and `doubles` are of `rules`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactImportFile",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "of",
                    fields.OneToOneField(
                        "models.ContactImport",
                        source_field="of_id",

                        db_constraint=True,
                        to_field="id",
                        related_name="file",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("told", fields.BinaryField()),
            ],
            options={
                "table": "contact_import_file",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The bytes as they came, gone as soon as they are read.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactImportRow",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "of",
                    fields.ForeignKeyField(
                        "models.ContactImport",
                        source_field="of_id",

                        db_constraint=True,
                        to_field="id",
                        related_name="rows",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("line", fields.IntField()),
                ("name", fields.CharField(default="", max_length=200)),
                ("told", fields.TextField(default="", unique=False)),
                ("verdict", fields.CharField(max_length=7)),
                ("reason", fields.CharField(default="", max_length=300)),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="import_rows",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("made", fields.BooleanField(default=False)),
                ("added", fields.TextField(default="", unique=False)),
                ("put_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact_import_row",
                "app": "models",
                "indexes": [Index(fields=["of_id", "put_at"]), Index(fields=["contact_id"])],
                "pk_attr": "id",
                "table_description": "One card or line of it. `told` is a `cards.Card` as JSON, without its photo.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactImportPhoto",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "row",
                    fields.OneToOneField(
                        "models.ContactImportRow",
                        source_field="row_id",

                        db_constraint=True,
                        to_field="id",
                        related_name="photo",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("told", fields.BinaryField()),
            ],
            options={
                "table": "contact_import_photo",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The photo of a row as it was sent, gone as soon as it is made anew.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CarriedLines",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.OneToOneField(
                        "models.Contact",
                        source_field="contact_id",

                        db_constraint=True,
                        to_field="id",
                        related_name="carried",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("lines", fields.TextField(unique=False)),
            ],
            options={
                "table": "contact_carried",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What cards told of somebody that nothing here reads: lines, word for word, to hand back.",
            },
            bases=["Model"],
        ),
    ]  # fmt: skip
