"""When mentors can be met: hours, kinds of sessions, exceptions, terms, their own calendars."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

# A table with a check of its own loses on SQLite that it leads to one mentor alone.
_ONE_A_MENTOR = "CREATE UNIQUE INDEX only_one_mentor_terms_mentor_id ON mentor_terms (mentor_id)"


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_query(_ONE_A_MENTOR)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_query("DROP INDEX only_one_mentor_terms_mentor_id")


class Migration(migrations.Migration):
    dependencies = [("models", "0016_mentors")]

    initial = False

    operations = [
        ops.CreateModel(
            name="BusyCalendar",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.OneToOneField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="busy_calendar",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", fields.CharField(max_length=2000)),
                ("etag", fields.CharField(default="", max_length=300)),
                ("read_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("read_on", fields.DateField(null=True)),
                ("next_read_at", MomentField(auto_now=False, auto_now_add=False)),
                ("taken_until", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("failures", fields.SmallIntField(default=0)),
                ("trouble", fields.CharField(default="", max_length=300)),
                ("skipped", fields.IntField(default=0)),
            ],
            options={
                "table": "busy_calendar",
                "app": "models",
                "indexes": [Index(fields=["next_read_at"], name="busy_calendar_by_turn")],
                "pk_attr": "id",
                "table_description": "The mentor's own calendar, by its secret address; nothing but its busy times is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="BusyTime",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "calendar",
                    fields.ForeignKeyField(
                        "models.BusyCalendar",
                        source_field="calendar_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="times",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("starts_at", MomentField(auto_now=False, auto_now_add=False)),
                ("ends_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "busy_time",
                "app": "models",
                "indexes": [Index(fields=["calendar_id", "ends_at"])],
                "pk_attr": "id",
                "table_description": "A time at which the mentor's own calendar has something that blocks.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="closings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("first_on", fields.DateField()),
                ("last_on", fields.DateField()),
                ("starts", fields.CharField(default="", max_length=5)),
                ("ends", fields.CharField(default="", max_length=5)),
                ("why", fields.CharField(default="", max_length=100)),
            ],
            options={
                "table": "mentor_closing",
                "app": "models",
                "constraints": [
                    CheckConstraint(check="first_on <= last_on", name="mentor_closing_is_some_days")
                ],
                "indexes": [Index(fields=["mentor_id", "last_on"])],
                "pk_attr": "id",
                "table_description": "Days on which nothing is open, or hours of each of them; `why` is for the mentor alone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="openings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("day", fields.DateField()),
                ("starts", fields.CharField(max_length=5)),
                ("ends", fields.CharField(max_length=5)),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mentor_openings",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={
                "table": "mentor_opening",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="starts < ends", name="mentor_opening_begins_before_it_ends"
                    )
                ],
                "indexes": [Index(fields=["mentor_id", "day"]), Index(fields=["event_id"])],
                "pk_attr": "id",
                "table_description": "Hours of one day beside the weekly ones; those at an event name it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SessionType",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="session_types",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slug", fields.CharField(max_length=40)),
                ("name", fields.CharField(max_length=80)),
                ("minutes", fields.SmallIntField()),
                ("medium", fields.CharField(max_length=10)),
                ("place", fields.CharField(default="", max_length=500)),
                ("place_words", fields.CharField(default="", max_length=200)),
                ("is_instant", fields.BooleanField(default=False)),
                ("is_open", fields.BooleanField(default=True)),
                ("buffer_before", fields.SmallIntField(default=0)),
                ("buffer_after", fields.SmallIntField(default=0)),
            ],
            options={
                "table": "session_type",
                "app": "models",
                "unique_together": (("mentor", "slug"),),
                "constraints": [
                    CheckConstraint(check="minutes BETWEEN 10 AND 480", name="session_type_lasts"),
                    CheckConstraint(
                        check="medium IN ('video', 'phone', 'in_person')",
                        name="session_type_medium_is_known",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "One kind of session that a mentor offers; `medium` is a rules.Medium.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.OneToOneField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="terms",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("notice_hours", fields.SmallIntField(default=24)),
                ("horizon_days", fields.SmallIntField(default=56)),
                ("step_minutes", fields.SmallIntField(default=30)),
                ("cap_day", fields.SmallIntField(default=0)),
                ("cap_week", fields.SmallIntField(default=0)),
                ("cap_month", fields.SmallIntField(default=0)),
                ("keeps_holidays", fields.BooleanField(default=True)),
                ("blocks_going", fields.BooleanField(default=True)),
                ("shows_availability", fields.BooleanField(default=False)),
                ("shows_busy", fields.BooleanField(default=False)),
            ],
            options={
                "table": "mentor_terms",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="horizon_days BETWEEN 1 AND 84", name="mentor_terms_reach_some_weeks"
                    ),
                    CheckConstraint(check="step_minutes >= 5", name="mentor_terms_step"),
                ],
                "pk_attr": "id",
                "table_description": "How soon, how far ahead and how often a mentor can be booked; a cap of 0 is none.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WeeklyHours",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "mentor",
                    fields.ForeignKeyField(
                        "models.Mentor",
                        source_field="mentor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="weekly_hours",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("weekday", fields.SmallIntField()),
                ("starts", fields.CharField(max_length=5)),
                ("ends", fields.CharField(max_length=5)),
                ("from_on", fields.DateField(null=True)),
                ("until_on", fields.DateField(null=True)),
            ],
            options={
                "table": "mentor_hours",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="weekday BETWEEN 0 AND 6", name="mentor_hours_weekday_is_one"
                    ),
                    CheckConstraint(
                        check="starts < ends", name="mentor_hours_begin_before_they_end"
                    ),
                ],
                "indexes": [Index(fields=["mentor_id"])],
                "pk_attr": "id",
                "table_description": "Hours of every week on the mentor's own clock; `weekday` counts from Monday, 0.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_index, _unindex),
    ]
