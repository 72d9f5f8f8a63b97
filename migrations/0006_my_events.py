"""What events are to one user: whether they go, what they follow, keep to themselves, suggest."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0005_mail")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Attendance",
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
                        related_name="attendances",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="attendances",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("answer", fields.CharField(default="", max_length=12)),
                ("why", fields.CharField(default="", max_length=200)),
                ("note", fields.TextField(default="", unique=False)),
                ("goals", fields.TextField(default="", unique=False)),
                ("people", fields.TextField(default="", unique=False)),
                ("cost", fields.DecimalField(null=True, max_digits=9, decimal_places=2)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attendance",
                "app": "models",
                "unique_together": (("user", "event"),),
                "constraints": [
                    CheckConstraint(
                        check="answer IN ('', 'interested', 'going', 'went', 'skipped')",
                        name="attendance_answer_is_known",
                    )
                ],
                "indexes": [Index(fields=["event_id"])],
                "pk_attr": "id",
                "table_description": 'What one event is to one user; `answer` is "" where they only noted something.',
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Following",
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
                        related_name="followings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "series",
                    fields.ForeignKeyField(
                        "models.Series",
                        source_field="series_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="followings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("since", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "following",
                "app": "models",
                "unique_together": (("user", "series"),),
                "indexes": [Index(fields=["series_id"])],
                "pk_attr": "id",
                "table_description": "That a user wants to hear of each further edition of a series.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Receipt",
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
                        related_name="receipts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=100)),
                ("digest", fields.CharField(max_length=64)),
                ("place", fields.CharField(max_length=200)),
                ("made_at", MomentField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "receipt",
                "app": "models",
                "unique_together": (("user", "key"),),
                "pk_attr": "id",
                "table_description": "That a post which made something was answered, so that the same again makes nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Suggestion",
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
                        related_name="suggestions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "telling",
                    fields.ForeignKeyField(
                        "models.Telling",
                        source_field="telling_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="suggestions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", fields.CharField(default="", max_length=2000)),
                ("asked_at", MomentField(auto_now=False, auto_now_add=False)),
                ("held_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("read_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("trouble", fields.CharField(default="", max_length=500)),
                ("found", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "suggestion",
                "app": "models",
                "indexes": [
                    Index(fields=["read_at"]),
                    Index(fields=["telling_id"]),
                    Index(fields=["user_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One event that a user thinks everybody should see.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Event",
            name="owner",
            field=fields.ForeignKeyField(
                "models.User",
                source_field="owner_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="own_events",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddIndex(
            model_name="Event",
            index=Index(fields=["owner_id"]),
        ),
        ops.AddField(
            model_name="User",
            name="aims",
            field=fields.CharField(default="", max_length=500),
        ),
        ops.AddField(
            model_name="User",
            name="single_keys",
            field=fields.BooleanField(default=True),
        ),
        ops.AddField(
            model_name="User",
            name="theme",
            field=fields.CharField(default="", max_length=8),
        ),
        ops.DeleteModel(name="Watch"),  # nobody could watch anything yet
        ops.CreateModel(
            name="Watch",
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
                        related_name="watches",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="watches",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("reason", fields.CharField(max_length=24)),
            ],
            options={
                "table": "watch",
                "app": "models",
                "unique_together": (("user", "event", "reason"),),
                "indexes": [Index(fields=["event_id"])],
                "pk_attr": "id",
                "table_description": "That a user's dated things include an event, and why; a change of it is theirs, too.",
            },
            bases=["Model"],
        ),
    ]
