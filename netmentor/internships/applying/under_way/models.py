"""Tables of what was accepted and is under way: its days, its hours, and who looks after it."""

from __future__ import annotations

from datetime import date, datetime

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.contacts.models import Contact, FollowUp
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.internships.applying.models import Application


class UnderWay(Table):
    """That something which was accepted takes place; `version` grows with each change of its form.

    `minutes_required` is 0 where nobody says. `thanks` is the follow-up of its last day.
    """

    id = fields.IntField(primary_key=True)
    application: fields.OneToOneRelation[Application] = fields.OneToOneField(
        "models.Application", related_name="under_way", on_delete=fields.CASCADE
    )
    supervisor: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="supervises", null=True, on_delete=fields.SET_NULL
    )
    minutes_required = fields.IntField(default=0)
    thanks: fields.ForeignKeyNullableRelation[FollowUp] = fields.ForeignKeyField(
        "models.FollowUp", related_name="thanks_for", null=True, on_delete=fields.SET_NULL
    )
    version = fields.IntField(default=1)
    created_at = MomentField()

    application_id: int
    supervisor_id: int | None
    thanks_id: int | None

    class Meta:
        table = "under_way"
        indexes = (("supervisor_id",), ("thanks_id",))


class Milestone(Table):
    """One day of what is under way; without a day it stays, so that its number only grows."""

    id = fields.IntField(primary_key=True)
    under_way: fields.ForeignKeyRelation[UnderWay] = fields.ForeignKeyField(
        "models.UnderWay", related_name="milestones", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=10)  # a rules.Part
    due_on: date | None = fields.DateField(null=True)
    done_at: datetime | None = MomentField(null=True)
    sequence = fields.IntField(default=0)
    created_at = MomentField()
    changed_at = MomentField()

    under_way_id: int

    class Meta:
        table = "under_way_milestone"
        unique_together = (("under_way", "kind"),)


class Hours(Table):
    """How long somebody was there on one day; told again, it is what was told last."""

    id = fields.IntField(primary_key=True)
    under_way: fields.ForeignKeyRelation[UnderWay] = fields.ForeignKeyField(
        "models.UnderWay", related_name="hours", on_delete=fields.CASCADE
    )
    day: date = fields.DateField()
    minutes = fields.SmallIntField()
    note = fields.CharField(max_length=300, default="")

    under_way_id: int

    class Meta:
        table = "under_way_hours"
        unique_together = (("under_way", "day"),)
        constraints = (
            CheckConstraint(check="minutes BETWEEN 1 AND 1440", name="under_way_hours_of_a_day"),
        )
