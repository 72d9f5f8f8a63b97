"""Who has an account, and where each is signed in."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0003_search")]

    initial = False

    operations = [
        ops.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("name", fields.CharField(max_length=100)),
                ("password_hash", fields.CharField(max_length=200)),
                ("timezone", fields.CharField(max_length=64)),
                ("role", fields.CharField(max_length=16)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "user_account",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Somebody with an account. `email` is as `rules.normal_email` writes it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignIn",
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
                        related_name="sign_ins",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("device", fields.CharField(default="", max_length=200)),
                ("signed_in_at", MomentField(auto_now=False, auto_now_add=False)),
                ("ends_at", MomentField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_in",
                "app": "models",
                "pk_attr": "id",
                "table_description": "That a browser is signed in as a user, known by the hash of the secret in its cookie.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ResetLink",
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
                        related_name="reset_links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("ends_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reset_link",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A link by which whoever has it may give a user another password, once.",
            },
            bases=["Model"],
        ),
    ]
