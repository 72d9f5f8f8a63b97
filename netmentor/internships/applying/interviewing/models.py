"""Tables of interviews: when each is, who asks, and what is to be thought of before."""

from __future__ import annotations

from datetime import date

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.contacts.models import Contact, Touch
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.internships.applying.models import Application


class Interview(Table):
    """A conversation that decides about an application, by the clock of its `timezone`.

    `key` is its UID in calendars, and `sequence` grows with its time, place and state alone
    (RFC 5545, 3.8.7.4). `version` grows with each change of its form.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=36, unique=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="interviews", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=100)
    starts_on: date = fields.DateField()
    starts_time = fields.CharField(max_length=5)
    timezone = fields.CharField(max_length=64)
    minutes = fields.SmallIntField()
    medium = fields.CharField(max_length=10)  # a rules.Medium
    place = fields.CharField(max_length=300, default="")
    questions = fields.TextField(default="")
    notes = fields.TextField(default="")
    state = fields.CharField(max_length=8, default="planned")  # a rules.State
    sequence = fields.IntField(default=0)
    version = fields.IntField(default=1)
    created_at = MomentField()
    changed_at = MomentField()

    application_id: int
    interviewers: fields.ReverseRelation[Interviewer]

    class Meta:
        table = "application_interview"
        indexes = (("application_id", "starts_on"),)
        constraints = (
            CheckConstraint(
                check="state IN ('planned', 'held', 'canceled')",
                name="application_interview_state_is_known",
            ),
        )


class Interviewer(Table):
    """A contact who asks in an interview; once it was held, with the touch that tells of it."""

    id = fields.IntField(primary_key=True)
    interview: fields.ForeignKeyRelation[Interview] = fields.ForeignKeyField(
        "models.Interview", related_name="interviewers", on_delete=fields.CASCADE
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="interviews", on_delete=fields.CASCADE
    )
    touch: fields.ForeignKeyNullableRelation[Touch] = fields.ForeignKeyField(
        "models.Touch", related_name="interviews", null=True, on_delete=fields.SET_NULL
    )
    thanks_uid = fields.CharField(max_length=36, default="")  # of the follow-up that thanks them

    interview_id: int
    contact_id: int
    touch_id: int | None

    class Meta:
        table = "application_interviewer"
        unique_together = (("interview", "contact"),)
        indexes = (("contact_id",), ("touch_id",))
