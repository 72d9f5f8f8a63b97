"""Tables of what comes in: sources, and what each of them tells."""

from __future__ import annotations

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.events.models import Event
from netmentor.organizations.models import Organization


class Source(Table):
    """Where events come from, and what it may do to them.

    `fingerprint` is the digest of what was read last, so that the same again is not read
    again; `read_at` is when it was last read whole. A source with an `address` is read
    again when `next_try_at` has come, by whoever holds its lease until `held_until`;
    `trouble` is what went wrong the last `failures` times, "" when all is well. One that
    shows its events by the page (`partial`) says nothing about those it leaves out. A
    retired one is never read again; what it told stays.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=60, unique=True)
    name = fields.CharField(max_length=200)
    authority = fields.CharField(max_length=12)
    address = fields.CharField(max_length=2000, default="")
    host = fields.CharField(max_length=255, default="")
    format = fields.CharField(max_length=12, default="")
    mapping = fields.TextField(default="")  # of a CSV file: our columns to its headers, as JSON
    timezone = fields.CharField(max_length=64, default="")  # of times that name no zone
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="sources", null=True, on_delete=fields.RESTRICT
    )
    every_hours = fields.IntField(default=0)
    partial = fields.BooleanField(default=False)
    etag = fields.CharField(max_length=300, default="")
    last_modified = fields.CharField(max_length=100, default="")
    fingerprint = fields.CharField(max_length=64, default="")
    read_at = MomentField(null=True)
    tried_at = MomentField(null=True)
    next_try_at = MomentField(null=True)
    held_until = MomentField(null=True)
    failures = fields.IntField(default=0)
    trouble = fields.TextField(default="")
    outcome = fields.TextField(default="")  # of the last reading, as JSON
    retired_at = MomentField(null=True)
    by_organizer = fields.BooleanField(default=False)  # who may then part with it, too

    organization_id: int | None
    events: fields.ReverseRelation[Event]
    tellings: fields.ReverseRelation[Telling]

    class Meta:
        table = "source"
        indexes = (("next_try_at",),)


class Telling(Table):
    """What one source tells of one event, in its own words.

    `item` is the entry of the source that it stands in, `external_id` its own name there;
    they differ for the occurrences of a recurring entry. `digest` is of the entry as it
    was read, so that the same again is not read again. `draft` is what it tells now, and
    `accepted` what a person took of a source that may only propose. `last_seen_at` is
    there once the source no longer tells it. An event without a telling has no source;
    a telling without an event waits for a person.
    """

    id = fields.IntField(primary_key=True)
    source: fields.ForeignKeyRelation[Source] = fields.ForeignKeyField(
        "models.Source", related_name="tellings", on_delete=fields.CASCADE
    )
    event: fields.ForeignKeyNullableRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="tellings", null=True, on_delete=fields.CASCADE
    )
    item = fields.CharField(max_length=255)
    external_id = fields.CharField(max_length=255)
    digest = fields.CharField(max_length=32, default="")
    post = fields.CharField(max_length=20, default="")  # a number of The Events Calendar
    url = fields.CharField(max_length=500, default="")
    draft = fields.TextField()  # as JSON
    accepted = fields.TextField(default="")  # as JSON
    refused = fields.TextField(default="")  # proposals a person dismissed, as JSON
    proposes = fields.BooleanField(default=False)
    last_seen_at = MomentField(null=True)

    source_id: int
    event_id: int | None

    class Meta:
        table = "telling"
        unique_together = (("source", "external_id"),)
        indexes = (("source_id", "item"), ("proposes",))


class HostTurn(Table):
    """Who may speak to a host now: one fetch a host at a time, over all processes."""

    host = fields.CharField(max_length=255, primary_key=True)
    held_until = MomentField()

    class Meta:
        table = "host_turn"
