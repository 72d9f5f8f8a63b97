"""Opportunities: cycles of internships and fellowships, what is told of them, and who studies what."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField


class Migration(migrations.Migration):
    dependencies = [("models", "0020_guests")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Opportunity",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("slug", fields.CharField(unique=True, max_length=100)),
                ("uid", fields.CharField(unique=True, max_length=36)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="opportunities",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("program", fields.CharField(db_index=True, max_length=100)),
                ("title", fields.CharField(max_length=200)),
                ("kind", fields.CharField(max_length=16)),
                ("status", fields.CharField(max_length=10)),
                ("setting_kind", fields.CharField(default="", max_length=12)),
                ("state", fields.CharField(default="", max_length=2)),
                ("paid", fields.CharField(default="", max_length=8)),
                ("degrees", fields.CharField(default="", max_length=60)),
                ("years", fields.CharField(default="", max_length=60)),
                ("accreditation", fields.CharField(default="", max_length=40)),
                ("accreditation_is_required", fields.BooleanField(default=False)),
                ("graduates_from_on", fields.DateField(null=True)),
                ("graduates_until_on", fields.DateField(null=True)),
                ("authorization", fields.CharField(default="", max_length=16)),
                ("opens_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("closes_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("opens_again_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("closes_again_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("expected_on", fields.DateField(null=True)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("gone_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("searched", fields.TextField(unique=False)),
            ],
            options={
                "table": "opportunity",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="status IN ('current', 'expected', 'past', 'canceled')",
                        name="opportunity_status_is_known",
                    )
                ],
                "indexes": [
                    Index(fields=["status", "closes_at"]),
                    Index(fields=["organization_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What lists ask of one cycle of an internship, a fellowship or the like, made of its `Whole`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OpportunityChange",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "opportunity",
                    fields.ForeignKeyField(
                        "models.Opportunity",
                        source_field="opportunity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seen_at", MomentField(auto_now=False, auto_now_add=False)),
                ("told", fields.TextField(unique=False)),
            ],
            options={
                "table": "opportunity_change",
                "app": "models",
                "indexes": [Index(fields=["opportunity_id", "seen_at"])],
                "pk_attr": "id",
                "table_description": "What became of one opportunity at one moment: the facets that changed, before and after.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OpportunityLock",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "opportunity",
                    fields.ForeignKeyField(
                        "models.Opportunity",
                        source_field="opportunity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="locks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("facet", fields.CharField(max_length=30)),
                ("value", fields.TextField(unique=False)),
                ("set_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "opportunity_lock",
                "app": "models",
                "unique_together": (("opportunity", "facet"),),
                "pk_attr": "id",
                "table_description": "A facet that a person set by hand, which no source changes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OpportunityTelling",
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
                        related_name="opportunity_tellings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "opportunity",
                    fields.ForeignKeyField(
                        "models.Opportunity",
                        source_field="opportunity_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tellings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("external_id", fields.CharField(max_length=255)),
                ("draft", fields.TextField(unique=False)),
                ("accepted", fields.TextField(default="", unique=False)),
                ("refused", fields.TextField(default="", unique=False)),
                ("told_at", MomentField(auto_now=False, auto_now_add=False)),
                ("last_seen_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "opportunity_telling",
                "app": "models",
                "unique_together": (("source", "external_id"),),
                "indexes": [Index(fields=["opportunity_id"])],
                "pk_attr": "id",
                "table_description": "What one source tells of one opportunity; without one it waits for a person.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Studies",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.OneToOneField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="studies",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("degree", fields.CharField(default="", max_length=12)),
                ("year", fields.CharField(default="", max_length=12)),
                ("graduates_on", fields.DateField(null=True)),
                ("accreditation", fields.CharField(default="", max_length=40)),
                ("needs_sponsorship", fields.BooleanField(default=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "studies",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a user studies, or has studied: by it *Fits me* reads what is asked for.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Whole",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "opportunity",
                    fields.OneToOneField(
                        "models.Opportunity",
                        source_field="opportunity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="whole",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("told", fields.TextField(unique=False)),
            ],
            options={
                "table": "opportunity_whole",
                "app": "models",
                "pk_attr": "id",
                "table_description": "All of one opportunity as its sources come to, in a table of its own: lists look past it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Window",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "opportunity",
                    fields.ForeignKeyField(
                        "models.Opportunity",
                        source_field="opportunity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="windows",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("part", fields.CharField(max_length=60)),
                ("kind", fields.CharField(max_length=16)),
                ("due_on", fields.DateField(null=True)),
                ("due_time", fields.CharField(default="", max_length=5)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("due_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("not_before", fields.DateField(null=True)),
                ("not_after", fields.DateField(null=True)),
                ("note", fields.TextField(default="", unique=False)),
                ("sequence", fields.IntField(default=0)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
                ("dropped_on", fields.DateField(null=True)),
            ],
            options={
                "table": "opportunity_window",
                "app": "models",
                "unique_together": (("opportunity", "part"),),
                "constraints": [
                    CheckConstraint(
                        check="due_on IS NULL OR (not_before IS NULL AND not_after IS NULL)",
                        name="opportunity_window_is_a_day_or_a_range",
                    ),
                    CheckConstraint(
                        check="(not_before IS NULL) = (not_after IS NULL) AND not_before <= not_after",
                        name="opportunity_window_is_in_order",
                    ),
                ],
                "indexes": [Index(fields=["due_on"]), Index(fields=["dropped_on"])],
                "pk_attr": "id",
                "table_description": "One day of a cycle; `part` names it for good, and with it its place in every calendar.",
            },
            bases=["Model"],
        ),
    ]
