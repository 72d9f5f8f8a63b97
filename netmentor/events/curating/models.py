"""Tables of what people decide about events: fields by hand, and which two are one."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from netmentor.db.fields import MomentField
from netmentor.events.models import Event


class Lock(Model):
    """One facet of an event as a person set it; no source changes it until it is released."""

    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="locks", on_delete=fields.CASCADE
    )
    facet = fields.CharField(max_length=24)
    value = fields.TextField()  # as JSON
    locked_at = MomentField()

    event_id: int

    class Meta:
        table = "lock"
        unique_together = (("event", "facet"),)


class Resemblance(Model):
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
