"""Sources that are read again, what each tells, and what people decide about it."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AgendaRevision",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("user_id", fields.IntField(unique=True)),
                ("number", fields.BigIntField()),
            ],
            options={
                "table": "agenda_revision",
                "app": "models",
                "pk_attr": "id",
                "table_description": "How often anything dated that concerns one user has changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seen_at", MomentField(db_index=True, auto_now=False, auto_now_add=False)),
                ("told", fields.TextField(unique=False)),
            ],
            options={
                "table": "change",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What became of one event at one moment: the facets that changed, before and after.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="HostTurn",
            fields=[
                (
                    "host",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=255),
                ),
                ("held_until", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "host_turn",
                "app": "models",
                "pk_attr": "host",
                "table_description": "Who may speak to a host now: one fetch a host at a time, over all processes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Lock",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="locks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("facet", fields.CharField(max_length=24)),
                ("value", fields.TextField(unique=False)),
                ("locked_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "lock",
                "app": "models",
                "unique_together": (("event", "facet"),),
                "pk_attr": "id",
                "table_description": "One facet of an event as a person set it; no source changes it until it is released.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Resemblance",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "one",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="one_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="resembles",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "other",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="other_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="resembled",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("reason", fields.CharField(max_length=200)),
                ("verdict", fields.CharField(default="", db_index=True, max_length=12)),
                ("settled_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "resemblance",
                "app": "models",
                "unique_together": (("one", "other"),),
                "pk_attr": "id",
                "table_description": "Two events of different sources that may be one, and what a person said to it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "source",
                    fields.ForeignKeyField(
                        "models.Source",
                        source_field="source_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tellings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tellings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("item", fields.CharField(max_length=255)),
                ("external_id", fields.CharField(max_length=255)),
                ("digest", fields.CharField(default="", max_length=32)),
                ("post", fields.CharField(default="", max_length=20)),
                ("url", fields.CharField(default="", max_length=500)),
                ("draft", fields.TextField(unique=False)),
                ("accepted", fields.TextField(default="", unique=False)),
                ("refused", fields.TextField(default="", unique=False)),
                ("proposes", fields.BooleanField(default=False)),
                ("last_seen_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "telling",
                "app": "models",
                "unique_together": (("source", "external_id"),),
                "indexes": [Index(fields=["source_id", "item"]), Index(fields=["proposes"])],
                "pk_attr": "id",
                "table_description": "What one source tells of one event, in its own words.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("user_id", fields.IntField()),
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
                "unique_together": (("user_id", "event", "reason"),),
                "pk_attr": "id",
                "table_description": "That a user's dated things include an event, and why; a change of it is theirs, too.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Event",
            name="merged_into",
            field=fields.ForeignKeyField(
                "models.Event",
                source_field="merged_into_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="merged",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Source",
            name="address",
            field=fields.CharField(default="", max_length=2000),
        ),
        ops.AddField(
            model_name="Source",
            name="etag",
            field=fields.CharField(default="", max_length=300),
        ),
        ops.AddField(
            model_name="Source",
            name="every_hours",
            field=fields.IntField(default=0),
        ),
        ops.AddField(
            model_name="Source",
            name="failures",
            field=fields.IntField(default=0),
        ),
        ops.AddField(
            model_name="Source",
            name="format",
            field=fields.CharField(default="", max_length=12),
        ),
        ops.AddField(
            model_name="Source",
            name="held_until",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Source",
            name="host",
            field=fields.CharField(default="", max_length=255),
        ),
        ops.AddField(
            model_name="Source",
            name="last_modified",
            field=fields.CharField(default="", max_length=100),
        ),
        ops.AddField(
            model_name="Source",
            name="mapping",
            field=fields.TextField(default="", unique=False),
        ),
        ops.AddField(
            model_name="Source",
            name="next_try_at",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Source",
            name="organization",
            field=fields.ForeignKeyField(
                "models.Organization",
                source_field="organization_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="sources",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Source",
            name="outcome",
            field=fields.TextField(default="", unique=False),
        ),
        ops.AddField(
            model_name="Source",
            name="partial",
            field=fields.BooleanField(default=False),
        ),
        ops.AddField(
            model_name="Source",
            name="retired_at",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Source",
            name="timezone",
            field=fields.CharField(default="", max_length=64),
        ),
        ops.AddField(
            model_name="Source",
            name="tried_at",
            field=MomentField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Source",
            name="trouble",
            field=fields.TextField(default="", unique=False),
        ),
        ops.AddIndex(
            model_name="Source",
            index=Index(fields=["next_try_at"]),
        ),
        # What each source told so far, as far as rows know it; the catalogue tells it again.
        ops.RunSQL(
            [
                "INSERT INTO telling (source_id, event_id, item, external_id, digest, post, url, draft,"
                " accepted, refused, proposes) SELECT source_id, id, external_id, external_id, '', '',"
                " url, '', '', '', FALSE FROM event",
                "UPDATE source SET fingerprint = ''",
            ],
            reverse_sql="UPDATE source SET fingerprint = ''",
        ),
    ]
