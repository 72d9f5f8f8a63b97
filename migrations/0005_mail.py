"""Letters on their way, codes in them, and links that invite."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0004_accounts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("role", fields.CharField(max_length=16)),
                ("is_first", fields.BooleanField(default=False)),
                ("ends_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invitation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A link by which one person may make an account; `is_first` for the first administrator's.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MailedCode",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("purpose", fields.CharField(max_length=16)),
                ("browser_hash", fields.CharField(unique=True, max_length=64)),
                ("code_hash", fields.CharField(max_length=64)),
                ("email", fields.CharField(max_length=254)),
                ("tries", fields.IntField(default=0)),
                ("ends_at", MomentField(db_index=True, auto_now=False, auto_now_add=False)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mailed_codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "invitation",
                    fields.ForeignKeyField(
                        "models.Invitation",
                        source_field="invitation_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mailed_codes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(default="", max_length=100)),
                ("password_hash", fields.CharField(default="", max_length=200)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("role", fields.CharField(default="", max_length=16)),
            ],
            options={
                "table": "mailed_code",
                "app": "models",
                "indexes": [Index(fields=["user_id"]), Index(fields=["email"])],
                "pk_attr": "id",
                "table_description": "A code that went by mail, and what it does when the browser that asked for it enters it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("key", fields.CharField(unique=True, max_length=120)),
                ("letter", fields.CharField(max_length=40)),
                ("to", fields.CharField(db_index=True, max_length=254)),
                ("subject", fields.CharField(max_length=200)),
                ("message", fields.BinaryField()),
                ("secret_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=16)),
                ("attempts", fields.IntField(default=0)),
                ("refusals", fields.IntField(default=0)),
                ("posted_at", MomentField(auto_now=False, auto_now_add=False)),
                ("due_at", MomentField(auto_now=False, auto_now_add=False)),
                ("sent_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("over_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("lease_token", fields.CharField(default="", max_length=32)),
                ("lease_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("last_error", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "outgoing_mail",
                "app": "models",
                "indexes": [Index(fields=["state", "due_at"])],
                "pk_attr": "id",
                "table_description": "A letter on its way, as finished bytes. While `lease_until` lies ahead, one process has it.",
            },
            bases=["Model"],
        ),
    ]
