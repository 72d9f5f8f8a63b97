"""Tables of opportunities, and of what a user studies."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.accounts.models import User
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.events.importing.models import Source
from netmentor.organizations.models import Organization


class Opportunity(Table):
    """What lists ask of one cycle of an internship, a fellowship or the like, made of its `Whole`.

    `years`, `degrees` and `accreditation` are words between spaces, "" where nothing is said.
    `gone_at`: no source lists it.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=100, unique=True)
    uid = fields.CharField(max_length=36, unique=True)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="opportunities", null=True, on_delete=fields.SET_NULL
    )
    program = fields.CharField(max_length=100, db_index=True)
    title = fields.CharField(max_length=200)
    kind = fields.CharField(max_length=16)
    status = fields.CharField(max_length=10)
    setting_kind = fields.CharField(max_length=12, default="")
    state = fields.CharField(max_length=2, default="")
    paid = fields.CharField(max_length=8, default="")
    degrees = fields.CharField(max_length=60, default="")
    years = fields.CharField(max_length=60, default="")
    accreditation = fields.CharField(max_length=40, default="")
    accreditation_is_required = fields.BooleanField(default=False)
    graduates_from_on = fields.DateField(null=True)
    graduates_until_on = fields.DateField(null=True)
    authorization = fields.CharField(max_length=16, default="")
    opens_at: datetime | None = MomentField(null=True)
    closes_at: datetime | None = MomentField(null=True)
    opens_again_at: datetime | None = MomentField(null=True)  # its second phase, if it has one
    closes_again_at: datetime | None = MomentField(null=True)
    expected_on = fields.DateField(null=True)  # the first day on which one may be able to apply
    created_at = MomentField()
    changed_at = MomentField()
    gone_at: datetime | None = MomentField(null=True)
    searched = fields.TextField()

    organization_id: int | None
    whole: fields.ReverseRelation[Whole]
    windows: fields.ReverseRelation[Window]
    tellings: fields.ReverseRelation[OpportunityTelling]
    changes: fields.ReverseRelation[OpportunityChange]

    class Meta:
        table = "opportunity"
        indexes = (("status", "closes_at"), ("organization_id",))
        constraints = (
            CheckConstraint(
                check="status IN ('current', 'expected', 'past', 'canceled')",
                name="opportunity_status_is_known",
            ),
        )


class Whole(Table):
    """All of one opportunity as its sources come to, in a table of its own: lists look past it."""

    id = fields.IntField(primary_key=True)
    opportunity: fields.OneToOneRelation[Opportunity] = fields.OneToOneField(
        "models.Opportunity", related_name="whole", on_delete=fields.CASCADE
    )
    told = fields.TextField()  # as `drafts.written` writes it

    opportunity_id: int

    class Meta:
        table = "opportunity_whole"


class Window(Table):
    """One day of a cycle; `part` names it for good, and with it its place in every calendar.

    `due_at` is the moment that the day and hour come to, or, of a beginning, since when.
    One that was dropped stays, so that its name is never another's; calendars are told of it for
    `rules.CANCELED_STAYS`.
    """

    id = fields.IntField(primary_key=True)
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="windows", on_delete=fields.CASCADE
    )
    part = fields.CharField(max_length=60)
    kind = fields.CharField(max_length=16)
    due_on = fields.DateField(null=True)
    due_time = fields.CharField(max_length=5, default="")
    timezone = fields.CharField(max_length=64, default="")
    due_at: datetime | None = MomentField(null=True)
    not_before = fields.DateField(null=True)
    not_after = fields.DateField(null=True)
    note = fields.TextField(default="")
    sequence = fields.IntField(default=0)
    created_at = MomentField()
    changed_at = MomentField()
    dropped_on = fields.DateField(null=True)

    opportunity_id: int

    class Meta:
        table = "opportunity_window"
        unique_together = (("opportunity", "part"),)
        indexes = (("due_on",), ("dropped_on",))
        constraints = (
            CheckConstraint(
                check="due_on IS NULL OR (not_before IS NULL AND not_after IS NULL)",
                name="opportunity_window_is_a_day_or_a_range",
            ),
            CheckConstraint(
                check="(not_before IS NULL) = (not_after IS NULL) AND not_before <= not_after",
                name="opportunity_window_is_in_order",
            ),
        )


class OpportunityTelling(Table):
    """What one source tells of one opportunity; without one it waits for a person."""

    id = fields.IntField(primary_key=True)
    source: fields.ForeignKeyRelation[Source] = fields.ForeignKeyField(
        "models.Source", related_name="opportunity_tellings", on_delete=fields.CASCADE
    )
    opportunity: fields.ForeignKeyNullableRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="tellings", null=True, on_delete=fields.CASCADE
    )
    external_id = fields.CharField(max_length=255)
    draft = fields.TextField()
    accepted = fields.TextField(default="")  # what a person took of a source that may propose only
    refused = fields.TextField(default="")
    told_at = MomentField()
    last_seen_at: datetime | None = MomentField(null=True)

    source_id: int
    opportunity_id: int | None

    class Meta:
        table = "opportunity_telling"
        unique_together = (("source", "external_id"),)
        indexes = (("opportunity_id",),)


class OpportunityLock(Table):
    """A facet that a person set by hand, which no source changes."""

    id = fields.IntField(primary_key=True)
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="locks", on_delete=fields.CASCADE
    )
    facet = fields.CharField(max_length=30)
    value = fields.TextField()  # the fields of the facet, as JSON
    set_at = MomentField()

    opportunity_id: int

    class Meta:
        table = "opportunity_lock"
        unique_together = (("opportunity", "facet"),)


class OpportunityChange(Table):
    """What became of one opportunity at one moment: the facets that changed, before and after."""

    id = fields.IntField(primary_key=True)
    opportunity: fields.ForeignKeyRelation[Opportunity] = fields.ForeignKeyField(
        "models.Opportunity", related_name="changes", on_delete=fields.CASCADE
    )
    seen_at = MomentField()
    told = fields.TextField()  # facet → [before, after], as JSON

    opportunity_id: int

    class Meta:
        table = "opportunity_change"
        indexes = (("opportunity_id", "seen_at"),)


class Studies(Table):
    """What a user studies, or has studied: by it *Fits me* reads what is asked for.

    `degree` is the one they are on the way to, or the last one taken once `year` is
    "graduated".
    """

    id = fields.IntField(primary_key=True)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="studies", on_delete=fields.CASCADE
    )
    degree = fields.CharField(max_length=12, default="")
    year = fields.CharField(max_length=12, default="")
    graduates_on = fields.DateField(null=True)
    accreditation = fields.CharField(max_length=40, default="")
    needs_sponsorship = fields.BooleanField(default=False)
    changed_at = MomentField()

    user_id: int

    class Meta:
        table = "studies"
