"""Sessions of mentors and mentees, from the request to what became of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.accounts.models import User
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.booking.rules import (
    LONGEST_QUESTIONS,
    LONGEST_REASON,
    LONGEST_TOPIC,
    Standing,
    State,
)
from netmentor.mentoring.models import Mentor


class MentorSession(Table):
    """One session: a row that keeps the time of both while it is asked for or confirmed.

    What of its type was agreed on is copied, for types change. `place`, the meeting's address or
    phone, is for the two alone, and for the mentee once it is confirmed. `key` names it in
    addresses and is its UID in calendars. Migration 0018 has the database refuse two that
    take the time of one mentor, or of one mentee, at once.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=36, unique=True)
    mentor: fields.ForeignKeyRelation[Mentor] = fields.ForeignKeyField(
        "models.Mentor", related_name="sessions", on_delete=fields.CASCADE
    )
    mentee: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="sessions_asked_for", on_delete=fields.SET_NULL, null=True
    )
    type: fields.ForeignKeyNullableRelation[SessionType] = fields.ForeignKeyField(
        "models.SessionType", related_name="sessions", on_delete=fields.SET_NULL, null=True
    )
    type_name = fields.CharField(max_length=100)
    minutes = fields.IntField()
    medium = fields.CharField(max_length=16)
    place = fields.CharField(max_length=500, default="")
    place_words = fields.CharField(max_length=200, default="")
    starts_at = MomentField()
    ends_at = MomentField()
    timezone = fields.CharField(max_length=64)  # the mentor's, when the time was chosen
    starts_local = fields.CharField(max_length=16)  # the wall clock there, as "2027-03-14T09:00"
    state = fields.CharField(max_length=12)  # a rules.State
    lapses_at: datetime | None = MomentField(null=True)  # of what is asked for
    topic = fields.CharField(max_length=LONGEST_TOPIC, default="")
    questions = fields.CharField(max_length=LONGEST_QUESTIONS, default="")
    before_after = fields.CharField(max_length=LONGEST_QUESTIONS, default="")
    proposals = fields.CharField(max_length=200, default="")  # up to three starts, as JSON
    proposed_by = fields.CharField(max_length=8, default="")  # a rules.Side, or ""
    proposals_made = fields.IntField(default=0)
    sequence = fields.IntField(default=0)  # grows with each move, calendars know of it or not
    invited_at: datetime | None = MomentField(null=True)  # since when calendars know of it
    canceled_by = fields.CharField(max_length=8, default="")
    reason = fields.CharField(max_length=LONGEST_REASON, default="")
    replied_at: datetime | None = MomentField(null=True)  # when the mentor first answered
    late_moves = fields.IntField(default=0)
    no_show_by_mentor = fields.BooleanField(default=False)  # noted by the mentor, for them alone
    no_show_by_mentee = fields.BooleanField(default=False)
    are_acquainted = fields.BooleanField(default=False)  # each is among the other's people
    created_at = MomentField()
    changed_at = MomentField()

    mentor_id: int
    mentee_id: int | None
    type_id: int | None

    class Meta:
        table = "mentor_session"
        indexes = (("mentor_id", "starts_at"), ("mentee_id", "starts_at"), ("type_id",))
        constraints = (
            CheckConstraint(
                check="state IN ('asked', 'confirmed', 'declined', 'lapsed', 'canceled', 'held')",
                name="mentor_session_state_is_known",
            ),
            CheckConstraint(check="ends_at > starts_at", name="mentor_session_ends_later"),
        )

    @property
    def proposed(self) -> list[datetime]:
        """The starts that one side proposed, and the other may take."""
        told = json.loads(self.proposals) if self.proposals else []
        return [datetime.fromisoformat(one) for one in told]

    @property
    def standing(self) -> Standing:
        """What of it decides what may become of it."""
        return Standing(
            State(self.state),
            self.starts_at,
            self.ends_at,
            self.lapses_at,
            self.proposed_by,
            tuple(self.proposed),
            self.proposals_made,
            self.late_moves,
            self.sequence,
        )

    def propose(self, starts: list[datetime], by: str) -> None:
        """Note what one side proposes; of nobody's nothing."""
        told = [one.astimezone(UTC).isoformat() for one in starts]
        self.proposals = json.dumps(told) if told else ""
        self.proposed_by = by
