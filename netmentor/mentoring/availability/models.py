"""Tables of when a mentor can be met: hours, kinds of sessions, exceptions, and busy times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.mentoring.models import Mentor


class WeeklyHours(Table):
    """Hours of every week on the mentor's own clock; `weekday` counts from Monday, 0.

    `ends` may be "24:00". They stand from `from_on` to `until_on`, both included.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="weekly_hours", on_delete=fields.CASCADE
    )
    weekday = fields.SmallIntField()
    starts = fields.CharField(max_length=5)
    ends = fields.CharField(max_length=5)
    from_on: date | None = fields.DateField(null=True)
    until_on: date | None = fields.DateField(null=True)

    mentor_id: int

    class Meta:
        table = "mentor_hours"
        indexes = (("mentor_id",),)
        constraints = (
            CheckConstraint(check="weekday BETWEEN 0 AND 6", name="mentor_hours_weekday_is_one"),
            CheckConstraint(check="starts < ends", name="mentor_hours_begin_before_they_end"),
        )


class SessionType(Table):
    """One kind of session that a mentor offers; `medium` is a rules.Medium.

    `place` is the meeting's address or the phone number, and a secret: it is told in no page,
    feed or letter before the mentor approved. `place_words` may be read by anybody.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="session_types", on_delete=fields.CASCADE
    )
    slug = fields.CharField(max_length=40)
    name = fields.CharField(max_length=80)
    minutes = fields.SmallIntField()
    medium = fields.CharField(max_length=10)
    place = fields.CharField(max_length=500, default="")
    place_words = fields.CharField(max_length=200, default="")
    is_instant = fields.BooleanField(default=False)
    is_open = fields.BooleanField(default=True)
    buffer_before = fields.SmallIntField(default=0)  # minutes
    buffer_after = fields.SmallIntField(default=0)

    mentor_id: int

    class Meta:
        table = "session_type"
        unique_together = (("mentor", "slug"),)
        constraints = (
            CheckConstraint(check="minutes BETWEEN 10 AND 480", name="session_type_lasts"),
            CheckConstraint(
                check="medium IN ('video', 'phone', 'in_person')",
                name="session_type_medium_is_known",
            ),
        )


class Opening(Table):
    """Hours of one day beside the weekly ones; those at an event name it."""

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="openings", on_delete=fields.CASCADE
    )
    day = fields.DateField()
    starts = fields.CharField(max_length=5)
    ends = fields.CharField(max_length=5)
    event: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Event", related_name="mentor_openings", on_delete=fields.SET_NULL, null=True
    )

    mentor_id: int
    event_id: int | None

    class Meta:
        table = "mentor_opening"
        indexes = (("mentor_id", "day"), ("event_id",))
        constraints = (
            CheckConstraint(check="starts < ends", name="mentor_opening_begins_before_it_ends"),
        )


class Closing(Table):
    """Days on which nothing is open, or hours of each of them; `why` is for the mentor alone."""

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="closings", on_delete=fields.CASCADE
    )
    first_on = fields.DateField()
    last_on = fields.DateField()
    starts = fields.CharField(max_length=5, default="")
    ends = fields.CharField(max_length=5, default="")
    why = fields.CharField(max_length=100, default="")

    mentor_id: int

    class Meta:
        table = "mentor_closing"
        indexes = (("mentor_id", "last_on"),)
        constraints = (
            CheckConstraint(check="first_on <= last_on", name="mentor_closing_is_some_days"),
        )


class Terms(Table):
    """How soon, how far ahead and how often a mentor can be booked; a cap of 0 is none.

    `blocks_going` keeps the times of events that they go to free. The two addresses of
    calendars answer only by the mentor's wish.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.OneToOneRelation[Mentor] = fields.OneToOneField(
        "models.Mentor", related_name="terms", on_delete=fields.CASCADE
    )
    notice_hours = fields.SmallIntField(default=24)
    horizon_days = fields.SmallIntField(default=56)
    step_minutes = fields.SmallIntField(default=30)
    cap_day = fields.SmallIntField(default=0)
    cap_week = fields.SmallIntField(default=0)
    cap_month = fields.SmallIntField(default=0)
    keeps_holidays = fields.BooleanField(default=True)
    blocks_going = fields.BooleanField(default=True)
    shows_availability = fields.BooleanField(default=False)
    shows_busy = fields.BooleanField(default=False)

    mentor_id: int

    class Meta:
        table = "mentor_terms"
        constraints = (
            CheckConstraint(
                check="horizon_days BETWEEN 1 AND 84", name="mentor_terms_reach_some_weeks"
            ),
            CheckConstraint(check="step_minutes >= 5", name="mentor_terms_step"),
        )


class BusyCalendar(Table):
    """The mentor's own calendar, by its secret address; nothing but its busy times is kept.

    `taken_until` is the lease of the worker that reads it at this moment.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.OneToOneRelation[Mentor] = fields.OneToOneField(
        "models.Mentor", related_name="busy_calendar", on_delete=fields.CASCADE
    )
    address = fields.CharField(max_length=2000)
    etag = fields.CharField(max_length=300, default="")
    read_at: datetime | None = MomentField(null=True)
    read_on: date | None = fields.DateField(null=True)  # when it was last expanded, which reaches
    next_read_at: datetime = MomentField()
    taken_until: datetime | None = MomentField(null=True)
    failures = fields.SmallIntField(default=0)
    trouble = fields.CharField(max_length=300, default="")
    skipped = fields.IntField(default=0)  # entries that could not be read

    mentor_id: int

    class Meta:
        table = "busy_calendar"
        indexes = (Index(fields=("next_read_at",), name="busy_calendar_by_turn"),)


class BusyTime(Table):
    """A time at which the mentor's own calendar has something that blocks."""

    id = fields.IntField(primary_key=True)
    calendar: fields.ForeignKeyRelation[BusyCalendar] = fields.ForeignKeyField(
        "models.BusyCalendar", related_name="times", on_delete=fields.CASCADE
    )
    starts_at: datetime = MomentField()
    ends_at: datetime = MomentField()

    calendar_id: int

    class Meta:
        table = "busy_time"
        indexes = (("calendar_id", "ends_at"),)
