"""Tables of the reminders room: what is wished, what is to be told, in which letter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.reminders.rules import MORNING, QUIET_FROM, QUIET_UNTIL


class ReminderWishes(Table):
    """What a user wants to be told, and when; whoever has no row wants what is usual.

    `leads` and `digests` are as `wishes.Wishes` has them, in words: "deadlines:7d,1d;going:1d",
    "after,morning". While `paused_at` is set no letter is written. `version` grows with each
    change, so that a letter knows whether it was written before it.
    """

    id = fields.IntField(primary_key=True)
    user: fields.OneToOneRelation[Any] = fields.OneToOneField(
        "models.User", related_name="reminder_wishes", on_delete=fields.CASCADE
    )
    leads = fields.CharField(max_length=300)
    digests = fields.CharField(max_length=60)
    quiet_from = fields.CharField(max_length=5, default=QUIET_FROM)
    quiet_until = fields.CharField(max_length=5, default=QUIET_UNTIL)
    morning = fields.CharField(max_length=5, default=MORNING)
    paused_at: datetime | None = MomentField(null=True)
    version = fields.IntField(default=1)

    user_id: int

    class Meta:
        table = "reminder_wishes"


class ReminderLetter(Table):
    """A letter with reminders in it; the outbox has it under the same `key`.

    `turn` counts the letters of a kind on one day: one that was withdrawn makes place for the
    next. `revision` and `wishes_version` are what it was written by, so that whoever is about to
    send it sees whether anything has changed since.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="reminder_letters", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=100, unique=True)
    kind = fields.CharField(max_length=8)  # a notices.NoticeKind
    day: date = fields.DateField()  # where the user was
    turn = fields.IntField(default=0)
    subject = fields.CharField(max_length=200)
    to = fields.CharField(max_length=254)
    posted_at = MomentField()
    is_late = fields.BooleanField(default=False)
    is_settled = fields.BooleanField(default=False)  # gone out, given up, or taken back
    withdrawn_at: datetime | None = MomentField(null=True)
    withdrawn_why = fields.CharField(max_length=200, default="")
    revision = fields.BigIntField()
    wishes_version = fields.IntField(default=0)

    user_id: int

    class Meta:
        table = "reminder_letter"
        unique_together = (("user", "day", "kind", "turn"),)
        indexes = (("posted_at",),)


class Reminder(Table):
    """That a user is to be told of one thing, so long before it: planned, told, or why not.

    `occurrence` is when the thing was to be when this was planned: "2026-12-09" or
    "2026-12-09T14:00 America/Chicago". `schedule_version` is the entry's SEQUENCE: what moves
    away and back is told again.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="reminders", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=12)  # a rules.Subject
    uid = fields.CharField(max_length=255)
    occurrence = fields.CharField(max_length=90)
    lead = fields.CharField(max_length=8)
    channel = fields.CharField(max_length=8)
    schedule_version = fields.IntField()
    slot = fields.CharField(max_length=8)  # a rules.Slot
    due_at = MomentField()
    state = fields.CharField(max_length=12)  # a rules.State
    why = fields.CharField(max_length=200, default="")  # it is told
    silence = fields.CharField(max_length=200, default="")  # why it is not
    moved_from = fields.CharField(max_length=90, default="")  # an occurrence
    title = fields.CharField(max_length=500)
    path = fields.CharField(max_length=300, default="")
    letter: fields.ForeignKeyNullableRelation[ReminderLetter] = fields.ForeignKeyField(
        "models.ReminderLetter", related_name="reminders", on_delete=fields.SET_NULL, null=True
    )
    planned_at = MomentField()
    settled_at: datetime | None = MomentField(null=True)
    tries = fields.IntField(default=0)
    held_until: datetime | None = MomentField(null=True)  # it is due, and waits for a better hour

    user_id: int
    letter_id: int | None

    class Meta:
        table = "reminder"
        unique_together = (("user", "uid", "occurrence", "lead", "channel", "schedule_version"),)
        indexes = (("letter_id",), ("user_id", "due_at"))
        constraints = (
            CheckConstraint(
                check="state IN ('planned', 'told', 'silent', 'superseded', 'parked')",
                name="reminder_state_is_known",
            ),
        )
