"""Tables of mentors: what each says of themselves, who is invited, who is kept away from whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class Mentor(Table):
    """What one user says of themselves as a mentor; all their hours are in `timezone`.

    `topics`, `stages`, `mediums` and `languages` hold values of `rules` with commas between.
    The private link holds a secret, of which `link_token_hash` is kept; it leads here whatever
    `visibility` and `listing` say. `searched` is what words find of it, folded.

    `next_openings` are the next starts, in JSON as UTC in ISO 8601, of what was looked at up to
    `openings_until`; whoever changes what they come from marks them `openings_stale`.
    `reply_band` is a `rules.Band`, "" of too few answers.
    """

    id = fields.IntField(primary_key=True)
    user: fields.OneToOneRelation[Any] = fields.OneToOneField(
        "models.User", related_name="mentor", on_delete=fields.CASCADE
    )
    slug = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=100)
    headline = fields.CharField(max_length=200, default="")
    about = fields.TextField(default="")
    role_title = fields.CharField(max_length=200, default="")
    organization_name = fields.CharField(max_length=200, default="")
    organization_kind = fields.CharField(max_length=16, default="")
    organization_size = fields.CharField(max_length=16, default="")
    specialties = fields.CharField(max_length=200, default="")
    credentials = fields.CharField(max_length=200, default="")
    credentials_checked = fields.CharField(max_length=8, default="self")
    since_year: int | None = fields.SmallIntField(null=True)
    topics = fields.CharField(max_length=300)
    stages = fields.CharField(max_length=200, default="")
    mediums = fields.CharField(max_length=60, default="video")
    languages = fields.CharField(max_length=60, default="en")
    city = fields.CharField(max_length=200, default="")
    state = fields.CharField(max_length=2, default="")
    timezone = fields.CharField(max_length=64)
    mentees_most: int | None = fields.SmallIntField(null=True)  # new ones a month
    paused_from: date | None = fields.DateField(null=True)
    paused_until: date | None = fields.DateField(null=True)
    visibility = fields.CharField(max_length=8, default="members")
    link_token_hash = fields.CharField(max_length=64, null=True, unique=True)
    listing = fields.CharField(max_length=8, default="draft")
    listing_why = fields.CharField(max_length=300, default="")  # of a refusal
    asked_at: datetime | None = MomentField(null=True)  # to be listed
    is_open = fields.BooleanField(default=True)  # takes requests
    takes_guests = fields.BooleanField(default=False)  # also of whoever has no account
    hides_reply_time = fields.BooleanField(default=False)
    reply_band = fields.CharField(max_length=8, default="")
    next_openings = fields.TextField(default="[]")
    openings_until: datetime | None = MomentField(null=True)
    openings_stale = fields.BooleanField(default=True)
    searched = fields.TextField(default="")
    created_at = MomentField()
    changed_at = MomentField()
    version = fields.IntField(default=1)

    user_id: int

    class Meta:
        table = "mentor"
        indexes = (("listing", "visibility"),)
        constraints = (
            CheckConstraint(
                check="visibility IN ('link', 'members', 'public')",
                name="mentor_visibility_is_known",
            ),
            CheckConstraint(
                check="listing IN ('draft', 'waiting', 'listed', 'refused')",
                name="mentor_listing_is_known",
            ),
        )


class MentorInvitation(Table):
    """A link by which one person's profile is listed without waiting; known by a hash."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    made_by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="mentors_invited", on_delete=fields.SET_NULL, null=True
    )
    taken_by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="mentor_invitations", on_delete=fields.CASCADE, null=True
    )
    made_at = MomentField()
    ends_at = MomentField()
    taken_at: datetime | None = MomentField(null=True)

    made_by_id: int | None
    taken_by_id: int | None

    class Meta:
        table = "mentor_invitation"
        indexes = (("made_by_id",), ("taken_by_id",))


class Blocking(Table):
    """That a mentor and a user are kept apart: no opening of the one is shown to the other.

    `by_mentor` says which of the two wants it so; both may.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="blockings", on_delete=fields.CASCADE
    )
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="mentors_blocked", on_delete=fields.CASCADE
    )
    by_mentor = fields.BooleanField()
    at = MomentField()

    mentor_id: int
    user_id: int

    class Meta:
        table = "mentor_blocking"
        unique_together = (("mentor", "user", "by_mentor"),)
        indexes = (("user_id",),)


class Report(Table):
    """What one of two people told the curators of the other; `by_mentor` says which of them."""

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="reports", on_delete=fields.CASCADE
    )
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="mentors_reported", on_delete=fields.CASCADE
    )
    by_mentor = fields.BooleanField()
    text = fields.TextField(default="")
    at = MomentField()
    settled_at: datetime | None = MomentField(null=True)
    settled_by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="reports_settled", on_delete=fields.SET_NULL, null=True
    )

    mentor_id: int
    user_id: int
    settled_by_id: int | None

    class Meta:
        table = "mentor_report"
        indexes = (("mentor_id",), ("user_id",), ("settled_by_id",), ("settled_at",))
