"""Tables of the agenda room: the private feeds of users, and who reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class PrivateFeed(Table):
    """One subscription of a user to what is theirs; its address holds a secret, kept as a hash.

    `kinds` and `alarms` are as `choices.Wanted` has them, in words with commas between:
    "deadlines,going", "deadlines:3d,going:1h". `version` grows with each change of the row, so
    that no ETag outlives one. `salt` makes the UIDs of a busy-only feed, which must not be those
    that public feeds give away.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="private_feeds", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=100)
    kinds = fields.CharField(max_length=200)
    detail = fields.CharField(max_length=8)
    tasks = fields.CharField(max_length=8)
    alarms = fields.CharField(max_length=200, default="")
    token_hash = fields.CharField(max_length=64, unique=True)
    salt = fields.CharField(max_length=64)
    version = fields.IntField(default=1)
    created_at = MomentField()
    addressed_at = MomentField()  # since when it has the address it has
    revoked_at: datetime | None = MomentField(null=True)

    user_id: int
    readings: fields.ReverseRelation[Reading]

    class Meta:
        table = "private_feed"
        indexes = (("user_id",),)
        constraints = (
            CheckConstraint(
                check="detail IN ('busy', 'titles', 'full')", name="private_feed_detail_is_known"
            ),
            CheckConstraint(
                check="tasks IN ('event', 'todo')", name="private_feed_tasks_are_known"
            ),
        )


class Reading(Table):
    """That a calendar program reads a private feed: since when, when last, and how often.

    Written in batches, while feeds are looked at; the one thing that a GET leaves behind.
    """

    id = fields.IntField(primary_key=True)
    feed: fields.ForeignKeyRelation[PrivateFeed] = fields.ForeignKeyField(
        "models.PrivateFeed", related_name="readings", on_delete=fields.CASCADE
    )
    client = fields.CharField(max_length=60)  # "Apple Calendar on iPhone"
    first_at = MomentField()
    last_at = MomentField()
    times = fields.IntField()

    feed_id: int

    class Meta:
        table = "feed_reading"
        unique_together = (("feed", "client"),)
