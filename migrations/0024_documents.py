"""Documents in their versions, and which version went out with which application."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0023_silent_applications")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("key", fields.CharField(unique=True, max_length=36)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="documents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("versions_made", fields.IntField(default=0)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "document",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "Something that a user sends with applications, as a résumé; it may serve several.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "document",
                    fields.ForeignKeyField(
                        "models.Document",
                        source_field="document_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="versions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("kind", fields.CharField(max_length=4)),
                ("size", fields.IntField()),
                ("digest", fields.CharField(max_length=64)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "document_version",
                "app": "models",
                "unique_together": (("document", "number"),),
                "pk_attr": "id",
                "table_description": "What a document was at one time; `digest` is the SHA-256 of its bytes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DocumentBody",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "version",
                    fields.OneToOneField(
                        "models.DocumentVersion",
                        source_field="version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="body",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("told", fields.BinaryField()),
            ],
            options={
                "table": "document_body",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The bytes of one version as they came, in a table of their own: lists look past it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SentDocument",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sent_documents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "version",
                    fields.ForeignKeyField(
                        "models.DocumentVersion",
                        source_field="version_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sent",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("number", fields.IntField()),
                ("sent_on", fields.DateField()),
            ],
            options={
                "table": "application_sent_document",
                "app": "models",
                "indexes": [Index(fields=["application_id"]), Index(fields=["version_id"])],
                "pk_attr": "id",
                "table_description": "That a version went out with an application; what it was called outlives the version.",
            },
            bases=["Model"],
        ),
    ]
