"""Tables of what events are to one user: whether they go, what they follow, what they watch."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.events.models import Event, Series


class Attendance(Table):
    """What one event is to one user; `answer` is "" where they only noted something."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="attendances", on_delete=fields.CASCADE
    )
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="attendances", on_delete=fields.CASCADE
    )
    answer = fields.CharField(max_length=12, default="")
    why = fields.CharField(max_length=200, default="")  # they skipped it
    note = fields.TextField(default="")
    goals = fields.TextField(default="")
    people = fields.TextField(default="")  # to meet there
    cost: Decimal | None = fields.DecimalField(max_digits=9, decimal_places=2, null=True)  # dollars
    again = fields.CharField(max_length=5, default="")  # go again? "yes", "maybe", "no"
    changed_at = MomentField()

    user_id: int
    event_id: int

    class Meta:
        table = "attendance"
        unique_together = (("user", "event"),)
        indexes = (("event_id",),)
        constraints = (
            CheckConstraint(
                check="answer IN ('', 'interested', 'going', 'went', 'skipped')",
                name="attendance_answer_is_known",
            ),
        )


class Following(Table):
    """That a user wants to hear of each further edition of a series."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="followings", on_delete=fields.CASCADE
    )
    series: fields.ForeignKeyRelation[Series] = fields.ForeignKeyField(
        "models.Series", related_name="followings", on_delete=fields.CASCADE
    )
    since = MomentField()

    user_id: int
    series_id: int

    class Meta:
        table = "following"
        unique_together = (("user", "series"),)
        indexes = (("series_id",),)


class Watch(Table):
    """That a user's dated things include an event, and why; a change of it is theirs, too."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="watches", on_delete=fields.CASCADE
    )
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="watches", on_delete=fields.CASCADE
    )
    reason = fields.CharField(max_length=24)

    user_id: int
    event_id: int

    class Meta:
        table = "watch"
        unique_together = (("user", "event", "reason"),)
        indexes = (("event_id",),)
