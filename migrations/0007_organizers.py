"""Who edits the events of which organization, and who is invited to."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0006_my_events")]

    initial = False

    operations = [
        ops.CreateModel(
            name="OrganizerInvitation",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("made_at", MomentField(auto_now=False, auto_now_add=False)),
                ("ends_at", MomentField(auto_now=False, auto_now_add=False)),
                ("taken_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "organizer_invitation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A link that makes whoever takes it an organizer, once; known by the hash of its secret.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Organizer",
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
                        related_name="organizes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="edited_by",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("since", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "organizer",
                "app": "models",
                "unique_together": (("user", "organization"),),
                "indexes": [Index(fields=["organization_id"])],
                "pk_attr": "id",
                "table_description": "That a user edits the events of one organization.",
            },
            bases=["Model"],
        ),
        ops.AddField("Lock", "by_organizer", fields.BooleanField(default=False)),
        ops.AddField("Source", "by_organizer", fields.BooleanField(default=False)),
    ]
