"""Tables of what people decide about events, and the record of each decision."""

from __future__ import annotations

from tortoise import fields

from netmentor.accounts.models import User
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.events.curating.rules import EVENT
from netmentor.events.models import Event


class Lock(Table):
    """One facet of an event as a person set it; no source changes it until it is released."""

    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="locks", on_delete=fields.CASCADE
    )
    facet = fields.CharField(max_length=24)
    value = fields.TextField()  # as JSON
    locked_at = MomentField()
    by_organizer = fields.BooleanField(default=False)  # else by a curator, whom no organizer undoes

    event_id: int

    class Meta:
        table = "lock"
        unique_together = (("event", "facet"),)


class Resemblance(Table):
    """Two events of different sources that may be one, and what a person said to it.

    `one` has the lower id. `verdict` is "" until somebody settles it, for good.
    """

    id = fields.IntField(primary_key=True)
    one: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="resembles", on_delete=fields.CASCADE
    )
    other: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="resembled", on_delete=fields.CASCADE
    )
    reason = fields.CharField(max_length=200)
    verdict = fields.CharField(max_length=12, default="", db_index=True)
    settled_at = MomentField(null=True)

    one_id: int
    other_id: int

    class Meta:
        table = "resemblance"
        unique_together = (("one", "other"),)


class Decision(Table):
    """What a person decided, with what was before it, so that it can be taken back.

    `about` names the events and tellings that it touched, as " e5 t7 ": only the last
    decision about each of them can be taken back. `subject` is what a room above calls its
    own, where it is about no event. `by` is nobody where it came over the command line, or
    where that account is erased.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=12)
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="decisions", null=True, on_delete=fields.SET_NULL
    )
    made_at = MomentField()
    words = fields.TextField()
    subject = fields.CharField(max_length=12, default=EVENT)
    slug = fields.CharField(max_length=100, default="")  # the address of what it is about, if any
    about = fields.TextField()
    before = fields.TextField()  # as JSON
    undone_at = MomentField(null=True)
    undone_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="undone", null=True, on_delete=fields.SET_NULL
    )

    undone_by_id: int | None
    by_id: int | None

    class Meta:
        table = "decision"
        indexes = (("by_id",),)
