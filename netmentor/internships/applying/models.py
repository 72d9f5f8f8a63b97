"""Tables of one user's applications: where each stands, what it takes, and the steps to it."""

from __future__ import annotations

from datetime import date, datetime

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.internships.models import Opportunity


class OwnStage(Table):
    """A stage that one user put `after` one of those there are; it counts as that one."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="own_stages", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=60)
    folded = fields.CharField(max_length=60)
    after = fields.CharField(max_length=12)  # a rules.Stage

    user_id: int

    class Meta:
        table = "application_own_stage"
        unique_together = (("user", "folded"),)


class Application(Table):
    """Something one user applies for, or thinks of: listed, or told in their own words.

    `window_part` is the date of its opportunity that it follows; where it follows none, its own
    `deadline_on` counts, if there is one. An index of its migration has the database refuse a
    second offer that is held. `version` grows with each change of the form. Nothing was heard
    since `heard_at`, so that at `nudge_at` somebody is to ask: `nudging` keeps both.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=36, unique=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="applications", on_delete=fields.CASCADE
    )
    opportunity: fields.ForeignKeyNullableRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="applications", null=True, on_delete=fields.SET_NULL
    )
    window_part = fields.CharField(max_length=60, default="")
    title = fields.CharField(max_length=200)
    organization_name = fields.CharField(max_length=200, default="")
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="applications", null=True, on_delete=fields.SET_NULL
    )
    came_from = fields.CharField(max_length=10)  # a rules.CameFrom
    stage = fields.CharField(max_length=12)  # a rules.Stage
    own_stage: fields.ForeignKeyNullableRelation[OwnStage] = fields.ForeignKeyField(
        "models.OwnStage", related_name="applications", null=True, on_delete=fields.SET_NULL
    )
    stage_at = MomentField()
    deadline_on: date | None = fields.DateField(null=True)
    deadline_time = fields.CharField(max_length=5, default="")
    timezone = fields.CharField(max_length=64, default="")
    notes = fields.TextField(default="")
    offer_until: datetime | None = MomentField(null=True)
    nudge_after_days: int | None = fields.SmallIntField(null=True)  # 0: never; None: as usual
    heard_at: datetime | None = MomentField(null=True)
    nudge_at: datetime | None = MomentField(null=True)  # None: asked about already, or never
    sequence = fields.IntField(default=0)  # of its own deadline and its offer in calendars
    version = fields.IntField(default=1)
    created_at = MomentField()
    changed_at = MomentField()

    user_id: int
    opportunity_id: int | None
    contact_id: int | None
    own_stage_id: int | None
    steps: fields.ReverseRelation[PlanStep]

    class Meta:
        table = "application"
        indexes = (
            ("user_id", "stage"),
            ("opportunity_id",),
            ("contact_id",),
            ("own_stage_id",),
            ("nudge_at",),
        )
        constraints = (
            CheckConstraint(
                check="stage IN ('researching', 'asked', 'preparing', 'submitted', 'returned',"
                " 'verified', 'interview', 'offer', 'held', 'accepted', 'declined', 'rejected',"
                " 'withdrawn')",
                name="application_stage_is_known",
            ),
        )


class StageChange(Table):
    """That an application went from one stage to another."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="stage_changes", on_delete=fields.CASCADE
    )
    was = fields.CharField(max_length=12, default="")
    stage = fields.CharField(max_length=12)
    own_name = fields.CharField(max_length=60, default="")  # of a stage of one's own, by then
    at = MomentField()

    application_id: int

    class Meta:
        table = "application_stage_change"
        indexes = (("application_id",),)


class DatedLine(Table):
    """A line of an application that may be due on a day, and then is told to calendars."""

    due_on: date | None = fields.DateField(null=True)
    uid = fields.CharField(max_length=36, default="")  # in calendars, from its first day on
    sequence = fields.IntField(default=0)
    dated_at: datetime | None = MomentField(null=True)
    changed_at: datetime | None = MomentField(null=True)

    class Meta:
        abstract = True


class Requirement(DatedLine):
    """One thing that an application takes, and who has to do it."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="requirements", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=500)
    owner = fields.CharField(max_length=12, default="me")  # a rules.Owner
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="requirements", null=True, on_delete=fields.SET_NULL
    )
    done_at: datetime | None = MomentField(null=True)

    application_id: int
    contact_id: int | None

    class Meta:
        table = "application_requirement"
        indexes = (("application_id",), ("contact_id",))


class Recommender(DatedLine):
    """Somebody who is to write a letter; each day as far as it came.

    The letter is due `due_on`.
    """

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="recommenders", on_delete=fields.CASCADE
    )
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="recommends", null=True, on_delete=fields.SET_NULL
    )
    name = fields.CharField(max_length=200)
    asked_on: date | None = fields.DateField(null=True)
    agreed_on: date | None = fields.DateField(null=True)
    sent_on: date | None = fields.DateField(null=True)
    thanked_on: date | None = fields.DateField(null=True)
    declined_on: date | None = fields.DateField(null=True)
    follow_up_uid = fields.CharField(max_length=36, default="")  # of what is to be done next

    application_id: int
    contact_id: int | None

    class Meta:
        table = "application_recommender"
        indexes = (("application_id",), ("contact_id",))


class PlanStep(Table):
    """One dated step to a deadline. It moves with the deadline while it is open.

    `months` or `days` say how long before; one that a person put on a day of their own is
    `is_fixed`, and stays there. One that silence came to `is_nudge`. `line` is what the plan
    calls it, however it is called by now.
    """

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="steps", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=36, unique=True)
    name = fields.CharField(max_length=200)
    line = fields.CharField(max_length=200, default="")
    months = fields.SmallIntField(default=0)
    days = fields.SmallIntField(default=0)
    due_on = fields.DateField()
    is_fixed = fields.BooleanField(default=False)
    is_nudge = fields.BooleanField(default=False)
    done_at: datetime | None = MomentField(null=True)
    sequence = fields.IntField(default=0)
    created_at = MomentField()
    changed_at = MomentField()

    application_id: int

    class Meta:
        table = "application_step"
        indexes = (("application_id", "due_on"),)


class PlanTemplate(Table):
    """The steps back from a deadline as one user wants them; without one the usual ones stand.

    `lines` holds [name, months before, days before] of each, as JSON.
    """

    id = fields.IntField(primary_key=True)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="plan_template", on_delete=fields.CASCADE
    )
    lines = fields.TextField()
    changed_at = MomentField()

    user_id: int

    class Meta:
        table = "plan_template"
