"""Tables of the events room."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.organizations.models import Credential, Organization


class Series(Table):
    """What recurs; each year of it is an event. Kept after its source drops it."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=100, unique=True)
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="series", on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=200)
    kind = fields.CharField(max_length=24)
    modality = fields.CharField(max_length=12)
    usual_months = fields.CharField(max_length=40, default="")  # "3" or "9 10"
    source_url = fields.CharField(max_length=500)
    retired_at = MomentField(null=True)

    organization_id: int
    events: fields.ReverseRelation[Event]

    class Meta:
        table = "series"
        ordering = ("name",)


class Topic(Table):
    """A word events are found by. Never deleted, so that no subscription to one breaks."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=100, unique=True)

    class Meta:
        table = "topic"
        ordering = ("slug",)


class Event(Table):
    """One event: an edition of a series, or one that stands alone.

    The days and times are the wall clock at the event, in `timezone`. `starts_at` and
    `ends_at` are derived from them, in UTC, and are there only when a time of day is
    known, and computed again with new zone data. An expected event has a window of whole
    months. `gone_at`: no source lists it. `merged_into`: it is that one, and not shown.
    `owner`: somebody keeps it for themselves, nobody else sees it, and once put away it is gone.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=100, unique=True)
    uid = fields.CharField(max_length=255, unique=True)
    source: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Source", related_name="events", on_delete=fields.RESTRICT
    )
    external_id = fields.CharField(max_length=255)  # that made its uid, for good
    series: fields.ForeignKeyNullableRelation[Series] = fields.ForeignKeyField(
        "models.Series", related_name="events", null=True, on_delete=fields.SET_NULL
    )
    title = fields.CharField(max_length=200)
    kind = fields.CharField(max_length=24)
    status = fields.CharField(max_length=12)
    starts_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    starts_time = fields.CharField(max_length=5, default="")  # "09:30", at the event
    ends_time = fields.CharField(max_length=5, default="")
    timezone = fields.CharField(max_length=64, default="")
    starts_at = MomentField(null=True)
    ends_at = MomentField(null=True)
    window_from_on = fields.DateField(null=True)
    window_to_on = fields.DateField(null=True)
    grounds = fields.TextField(default="")  # why an expected event is expected then
    venue = fields.CharField(max_length=200, default="")
    city = fields.CharField(max_length=100, default="")
    state = fields.CharField(max_length=2, default="")
    country = fields.CharField(max_length=2, default="")
    modality = fields.CharField(max_length=12)
    url = fields.CharField(max_length=500, default="")
    registration_url = fields.CharField(max_length=500, default="")
    description = fields.TextField(default="")
    search_head = fields.TextField(default="")  # the words that name it, for searches
    search_body = fields.TextField(default="")  # the words that describe it
    source_url = fields.CharField(max_length=500)
    source_kind = fields.CharField(max_length=12)
    verified_on = fields.DateField()
    status_changed_at = MomentField()
    created_at = MomentField()
    changed_at = MomentField()
    gone_at = MomentField(null=True)
    merged_into: fields.ForeignKeyNullableRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="merged", null=True, on_delete=fields.SET_NULL
    )

    owner: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="own_events", null=True, on_delete=fields.CASCADE
    )

    source_id: int
    series_id: int | None
    merged_into_id: int | None
    owner_id: int | None
    organizers: fields.ReverseRelation[EventOrganizer]
    topics: fields.ReverseRelation[EventTopic]
    deadlines: fields.ReverseRelation[Deadline]
    prices: fields.ReverseRelation[PriceTier]
    credits: fields.ReverseRelation[EventCredit]
    published: fields.ReverseRelation[Published]

    class Meta:
        table = "event"
        unique_together = (("source", "external_id"),)
        indexes = (("ends_on", "starts_on"), ("status",), ("merged_into_id",), ("owner_id",))
        constraints = (
            CheckConstraint(
                check="status IN ('confirmed', 'expected', 'canceled', 'postponed', 'sold_out')",
                name="event_status_is_known",
            ),
            CheckConstraint(
                check="status <> 'expected' OR (starts_on IS NULL AND ends_on IS NULL"
                " AND window_from_on IS NOT NULL AND window_to_on IS NOT NULL)",
                name="event_expected_has_months_and_no_day",
            ),
            CheckConstraint(
                check="(starts_on IS NULL) = (ends_on IS NULL) AND starts_on <= ends_on",
                name="event_days_are_in_order",
            ),
        )


class EventOrganizer(Table):
    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="organizers", on_delete=fields.CASCADE
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="organized", on_delete=fields.RESTRICT
    )
    position = fields.SmallIntField()

    event_id: int
    organization_id: int

    class Meta:
        table = "event_organizer"
        ordering = ("position",)
        unique_together = (("event", "organization"),)


class EventTopic(Table):
    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="topics", on_delete=fields.CASCADE
    )
    topic: fields.ForeignKeyRelation[Topic] = fields.ForeignKeyField(
        "models.Topic", related_name="events", on_delete=fields.RESTRICT
    )

    event_id: int
    topic_id: int

    class Meta:
        table = "event_topic"
        unique_together = (("event", "topic"),)


class Deadline(Table):
    """A day by which something must be done. `part` names it for good within its event."""

    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="deadlines", on_delete=fields.CASCADE
    )
    part = fields.CharField(max_length=60)  # "registration_close", or "registration_close-2"
    kind = fields.CharField(max_length=40)
    due_on = fields.DateField()
    due_time = fields.CharField(max_length=5, default="")
    timezone = fields.CharField(max_length=64, default="")
    note = fields.TextField(default="")

    event_id: int

    class Meta:
        table = "deadline"
        ordering = ("due_on", "part")
        unique_together = (("event", "part"),)


class PriceTier(Table):
    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="prices", on_delete=fields.CASCADE
    )
    position = fields.SmallIntField()
    audience = fields.CharField(max_length=80)
    step = fields.CharField(max_length=80, default="")
    amount = fields.DecimalField(max_digits=9, decimal_places=2)
    currency = fields.CharField(max_length=3)
    until_on = fields.DateField(null=True)

    event_id: int

    class Meta:
        table = "price_tier"
        ordering = ("position",)
        unique_together = (("event", "position"),)


class EventCredit(Table):
    """Credit an event gives towards one credential, in one bucket; amount None: not stated."""

    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="credits", on_delete=fields.CASCADE
    )
    credential: fields.ForeignKeyRelation[Credential] = fields.ForeignKeyField(
        "models.Credential", related_name="event_credits", on_delete=fields.RESTRICT
    )
    position = fields.SmallIntField()
    bucket = fields.CharField(max_length=80, default="")
    amount = fields.DecimalField(max_digits=7, decimal_places=2, null=True)
    note = fields.TextField(default="")

    event_id: int
    credential_id: int

    class Meta:
        table = "event_credit"
        ordering = ("position",)
        unique_together = (("event", "position"),)


class Published(Table):
    """One VEVENT as calendars were last given it: of an event (`part` is empty) or a deadline.

    It outlives what it tells of: when an event loses its date or a deadline is dropped,
    the row turns to canceled and stays until `leaves_on`, so that subscribers are told.
    So has an event that somebody keeps for themselves: for the agenda of that one user alone.
    """

    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="published", on_delete=fields.CASCADE
    )
    part = fields.CharField(max_length=60, default="")
    uid = fields.CharField(max_length=255, unique=True)
    first_on = fields.DateField()
    last_on = fields.DateField(db_index=True)
    leaves_on = fields.DateField(null=True)
    timezone = fields.CharField(max_length=64, default="")
    sequence = fields.IntField(default=0)
    essence = fields.CharField(max_length=64)
    digest = fields.CharField(max_length=64)
    created_at = MomentField()
    changed_at = MomentField()
    text = fields.TextField()

    event_id: int

    class Meta:
        table = "published"
        unique_together = (("event", "part"),)
        constraints = (
            CheckConstraint(check="first_on <= last_on", name="published_days_are_in_order"),
        )


class Change(Table):
    """What became of one event at one moment: the facets that changed, before and after."""

    id = fields.IntField(primary_key=True)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="changes", on_delete=fields.CASCADE
    )
    seen_at = MomentField(db_index=True)
    told = fields.TextField()  # facet → [before, after], as JSON

    event_id: int

    class Meta:
        table = "change"
        ordering = ("-seen_at", "-id")
