"""What two people agree on beyond one session, what they write about one, and who fell silent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor


class Mentorship(Table):
    """What a mentor and a mentee agree on; it stands once both have agreed to its words.

    Whoever changes the words has agreed to them, and the other has not. `ended_by` is a
    `booking.rules.Side`, or "left" where an account went; no reason is kept. `written_by` is
    whose words stand there. Migration 0019 has the two be in one at a time.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyNullableRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="mentorships", on_delete=fields.SET_NULL, null=True
    )
    mentee: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="mentorships", on_delete=fields.SET_NULL, null=True
    )
    goals = fields.TextField()
    cadence_weeks = fields.SmallIntField()
    minutes = fields.SmallIntField()
    begins_on: date = fields.DateField()
    ends_on: date | None = fields.DateField(null=True)
    written_by = fields.CharField(max_length=8)
    agreed_by_mentor_at: datetime | None = MomentField(null=True)
    agreed_by_mentee_at: datetime | None = MomentField(null=True)
    ended_at: datetime | None = MomentField(null=True)
    ended_by = fields.CharField(max_length=8, default="")
    created_at = MomentField()
    changed_at = MomentField()
    version = fields.IntField(default=1)

    mentor_id: int | None
    mentee_id: int | None

    class Meta:
        table = "mentorship"
        indexes = (("mentor_id",), ("mentee_id",))

    @property
    def is_agreed(self) -> bool:
        return self.agreed_by_mentor_at is not None and self.agreed_by_mentee_at is not None


class SessionNote(Table):
    """What one of the two wrote about a session: one text of each `rules.NoteKind`.

    `about` says of which session, for it outlives it: a mentor's sessions go with their account.
    """

    id = fields.IntField(primary_key=True)
    session: fields.ForeignKeyNullableRelation[MentorSession] = fields.ForeignKeyField(
        "models.MentorSession", related_name="notes", on_delete=fields.SET_NULL, null=True
    )
    author: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="session_notes", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=8)
    text = fields.TextField()
    about = fields.CharField(max_length=200)
    changed_at = MomentField()

    session_id: int | None
    author_id: int

    class Meta:
        table = "session_note"
        unique_together = (("session", "author", "kind"),)
        indexes = (("author_id",),)
        constraints = (
            CheckConstraint(
                check="kind IN ('agenda', 'shared', 'private')", name="session_note_kind_is_known"
            ),
        )


class SessionAction(Table):
    """What one of the two is to do after a session; it is a follow-up of theirs.

    `follow_up_uid` is "" where the other is not among their people any more.
    """

    id = fields.IntField(primary_key=True)
    session: fields.ForeignKeyRelation[MentorSession] = fields.ForeignKeyField(
        "models.MentorSession", related_name="actions", on_delete=fields.CASCADE
    )
    whose: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="session_actions", on_delete=fields.CASCADE
    )
    what = fields.CharField(max_length=300)
    due_on: date = fields.DateField()
    follow_up_uid = fields.CharField(max_length=36, default="")
    created_at = MomentField()

    session_id: int
    whose_id: int

    class Meta:
        table = "session_action"
        indexes = (("session_id",), ("whose_id",))


class Afterthought(Table):
    """What somebody thinks of a session afterwards, for themselves alone."""

    id = fields.IntField(primary_key=True)
    session: fields.ForeignKeyNullableRelation[MentorSession] = fields.ForeignKeyField(
        "models.MentorSession", related_name="afterthoughts", on_delete=fields.SET_NULL, null=True
    )
    author: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="afterthoughts", on_delete=fields.CASCADE
    )
    went = fields.CharField(max_length=8, default="")  # a rules.Went, or ""
    text = fields.TextField(default="")
    about = fields.CharField(max_length=200)
    changed_at = MomentField()

    session_id: int | None
    author_id: int

    class Meta:
        table = "afterthought"
        unique_together = (("session", "author"),)
        indexes = (("author_id",),)


class Silence(Table):
    """That a mentor answered nobody for so long that their listing was paused.

    Requests from before `paused_at` are of this silence, and never of another one.
    """

    id = fields.IntField(primary_key=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="silences", on_delete=fields.CASCADE
    )
    since = MomentField()
    paused_at = MomentField()
    ended_at: datetime | None = MomentField(null=True)

    mentor_id: int

    class Meta:
        table = "mentor_silence"
        indexes = (("mentor_id",),)
