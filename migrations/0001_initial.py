"""The first tables: organizations and what they give, events, and what is published of them."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="CatalogueRevision",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("number", fields.BigIntField()),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "catalogue_revision",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One row whose number grows with every change to what is published.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Landmark",
            fields=[
                (
                    "name",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=60),
                ),
                ("at", MomentField(auto_now=False, auto_now_add=False)),
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "landmark",
                "app": "models",
                "pk_attr": "name",
                "table_description": "When something that operators ask about happened last: a backup, a worker's sign of life.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=100)),
                ("name", fields.CharField(max_length=200)),
                ("acronym", fields.CharField(default="", max_length=40)),
                ("kind", fields.CharField(max_length=24)),
                ("url", fields.CharField(default="", max_length=500)),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="parent_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="children",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("calendar_url", fields.CharField(default="", max_length=500)),
                ("calendar_access", fields.CharField(default="unknown", max_length=8)),
                ("about", fields.TextField(default="", unique=False)),
                ("join_url", fields.CharField(default="", max_length=500)),
                ("source_url", fields.CharField(max_length=500)),
                ("verified_on", fields.DateField()),
                ("retired_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "organization",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Who organizes: an association, a chapter, a university, a health system.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Affiliation",
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
                        related_name="affiliations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "to",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="to_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="affiliates",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("from_on", fields.DateField(null=True)),
                ("until_on", fields.DateField(null=True)),
            ],
            options={
                "table": "affiliation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "That an organization belonged to another, from a day until a day, as far as known.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=100)),
                ("name", fields.CharField(max_length=200)),
                ("acronym", fields.CharField(unique=True, max_length=20)),
                (
                    "body",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="body_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="credentials",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("url", fields.CharField(default="", max_length=500)),
                ("note", fields.TextField(default="", unique=False)),
                ("retired_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "credential",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A credential by name; what it takes to keep one is the business of the credits room.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
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
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.SmallIntField()),
                ("name", fields.CharField(max_length=120)),
                ("amount", fields.DecimalField(null=True, max_digits=9, decimal_places=2)),
                ("currency", fields.CharField(default="USD", max_length=3)),
                ("period", fields.CharField(default="", max_length=40)),
                ("note", fields.TextField(default="", unique=False)),
                ("source_url", fields.CharField(max_length=500)),
                ("verified_on", fields.DateField()),
            ],
            options={
                "table": "membership",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One way to belong to an organization, and what it costs where a page said so.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=100)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="series",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("kind", fields.CharField(max_length=24)),
                ("modality", fields.CharField(max_length=12)),
                ("usual_months", fields.CharField(default="", max_length=40)),
                ("source_url", fields.CharField(max_length=500)),
                ("retired_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "series",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What recurs; each year of it is an event. Kept after its source drops it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("key", fields.CharField(unique=True, max_length=60)),
                ("name", fields.CharField(max_length=200)),
                ("authority", fields.CharField(max_length=12)),
                ("fingerprint", fields.CharField(default="", max_length=64)),
                ("read_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "source",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Where events come from, and what it may do to them.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=100)),
                ("uid", fields.CharField(unique=True, max_length=255)),
                (
                    "source",
                    fields.ForeignKeyField(
                        "models.Source",
                        source_field="source_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("external_id", fields.CharField(max_length=255)),
                (
                    "series",
                    fields.ForeignKeyField(
                        "models.Series",
                        source_field="series_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("kind", fields.CharField(max_length=24)),
                ("status", fields.CharField(max_length=12)),
                ("starts_on", fields.DateField(null=True)),
                ("ends_on", fields.DateField(null=True)),
                ("starts_time", fields.CharField(default="", max_length=5)),
                ("ends_time", fields.CharField(default="", max_length=5)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("starts_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("ends_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("window_from_on", fields.DateField(null=True)),
                ("window_to_on", fields.DateField(null=True)),
                ("grounds", fields.TextField(default="", unique=False)),
                ("venue", fields.CharField(default="", max_length=200)),
                ("city", fields.CharField(default="", max_length=100)),
                ("state", fields.CharField(default="", max_length=2)),
                ("country", fields.CharField(default="", max_length=2)),
                ("modality", fields.CharField(max_length=12)),
                ("url", fields.CharField(default="", max_length=500)),
                ("registration_url", fields.CharField(default="", max_length=500)),
                ("description", fields.TextField(default="", unique=False)),
                ("search_text", fields.TextField(default="", unique=False)),
                ("source_url", fields.CharField(max_length=500)),
                ("source_kind", fields.CharField(max_length=12)),
                ("verified_on", fields.DateField()),
                ("status_changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("gone_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "event",
                "app": "models",
                "unique_together": (("source", "external_id"),),
                "constraints": [
                    CheckConstraint(
                        check="status IN ('confirmed', 'expected', 'canceled', 'postponed', 'sold_out')",
                        name="event_status_is_known",
                    ),
                    CheckConstraint(
                        check="status <> 'expected' OR (starts_on IS NULL AND ends_on IS NULL AND window_from_on IS NOT NULL AND window_to_on IS NOT NULL)",
                        name="event_expected_has_months_and_no_day",
                    ),
                    CheckConstraint(
                        check="(starts_on IS NULL) = (ends_on IS NULL) AND starts_on <= ends_on",
                        name="event_days_are_in_order",
                    ),
                ],
                "indexes": [Index(fields=["ends_on", "starts_on"]), Index(fields=["status"])],
                "pk_attr": "id",
                "table_description": "One event: an edition of a series, or one that stands alone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Deadline",
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
                        related_name="deadlines",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("part", fields.CharField(max_length=60)),
                ("kind", fields.CharField(max_length=40)),
                ("due_on", fields.DateField()),
                ("due_time", fields.CharField(default="", max_length=5)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "deadline",
                "app": "models",
                "unique_together": (("event", "part"),),
                "pk_attr": "id",
                "table_description": "A day by which something must be done. `part` names it for good within its event.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventCredit",
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
                        related_name="credits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "credential",
                    fields.ForeignKeyField(
                        "models.Credential",
                        source_field="credential_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="event_credits",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.SmallIntField()),
                ("bucket", fields.CharField(default="", max_length=80)),
                ("amount", fields.DecimalField(null=True, max_digits=7, decimal_places=2)),
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "event_credit",
                "app": "models",
                "unique_together": (("event", "position"),),
                "pk_attr": "id",
                "table_description": "Credit an event gives towards one credential, in one bucket; amount None: not stated.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventOrganizer",
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
                        related_name="organizers",
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
                        related_name="organized",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.SmallIntField()),
            ],
            options={
                "table": "event_organizer",
                "app": "models",
                "unique_together": (("event", "organization"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PriceTier",
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
                        related_name="prices",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.SmallIntField()),
                ("audience", fields.CharField(max_length=80)),
                ("step", fields.CharField(default="", max_length=80)),
                ("amount", fields.DecimalField(max_digits=9, decimal_places=2)),
                ("currency", fields.CharField(max_length=3)),
                ("until_on", fields.DateField(null=True)),
            ],
            options={
                "table": "price_tier",
                "app": "models",
                "unique_together": (("event", "position"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Published",
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
                        related_name="published",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("part", fields.CharField(default="", max_length=60)),
                ("uid", fields.CharField(unique=True, max_length=255)),
                ("first_on", fields.DateField()),
                ("last_on", fields.DateField(db_index=True)),
                ("leaves_on", fields.DateField(null=True)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("sequence", fields.IntField(default=0)),
                ("essence", fields.CharField(max_length=64)),
                ("digest", fields.CharField(max_length=64)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("text", fields.TextField(unique=False)),
            ],
            options={
                "table": "published",
                "app": "models",
                "unique_together": (("event", "part"),),
                "constraints": [
                    CheckConstraint(check="first_on <= last_on", name="published_days_are_in_order")
                ],
                "pk_attr": "id",
                "table_description": "One VEVENT as calendars were last given it: of an event (`part` is empty) or a deadline.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=100)),
            ],
            options={
                "table": "topic",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A word events are found by. Never deleted, so that no subscription to one breaks.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventTopic",
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
                        related_name="topics",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "topic",
                    fields.ForeignKeyField(
                        "models.Topic",
                        source_field="topic_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "event_topic",
                "app": "models",
                "unique_together": (("event", "topic"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
    ]
