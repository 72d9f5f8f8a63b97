"""Tables of the people somebody met: who they are, what was said, promised and is still to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.events.models import Event


class Contact(Table):
    """Somebody whom one user met. `key`, a UUID made on a device or here, is in its address.

    `version` grows with each change of what its form holds: of two tabs that change it the
    second is told. `searched` is everything findable of it, folded; the private note is not in it.
    That, `folded_name` and `owes_since` are kept by `searching.reindex`. `digest` is of what was
    caught under `key`, in hexadecimal; "" where that was not noted.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="contacts", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=36)
    digest = fields.CharField(max_length=64, default="")
    name = fields.CharField(max_length=200)
    folded_name = fields.CharField(max_length=200, default="")  # lists are in its order
    credentials = fields.CharField(max_length=200, default="")
    note = fields.TextField(default="")
    private_note = fields.TextField(
        default=""
    )  # never leaves: in no feed, letter or export but one
    event: fields.ForeignKeyNullableRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="contacts", on_delete=fields.SET_NULL, null=True
    )
    met_where = fields.CharField(max_length=300, default="")  # of an event, its title by then
    met_at = MomentField()
    introduced_by: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="introduced", on_delete=fields.SET_NULL, null=True
    )
    answer = fields.CharField(max_length=8, default="")  # a rules.Answer; "" waits to be sorted
    sorted_at = MomentField(null=True)
    cadence_weeks = fields.SmallIntField(null=True)  # 0: never; None: as their tags say
    cadence_since = fields.DateField(null=True)  # a round was let go on this day
    touched_at = MomentField(null=True)  # the latest touch
    owes_since = MomentField(null=True)  # the oldest of what they are still owed
    searched = fields.TextField(default="")
    version = fields.IntField(default=1)
    created_at = MomentField()
    gone_at = MomentField(null=True)  # since when it lies in the bin

    user_id: int
    event_id: int | None
    introduced_by_id: int | None

    class Meta:
        table = "contact"
        unique_together = (("user", "key"),)
        indexes = (
            Index(fields=("user_id", "gone_at", "folded_name"), name="contact_by_name"),
            ("user_id", "owes_since"),
            ("event_id",),
            ("introduced_by_id",),
        )
        constraints = (
            CheckConstraint(
                check="answer IN ('', 'today', 'week', 'keep', 'none')",
                name="contact_answer_is_known",
            ),
        )


class Position(Table):
    """What somebody is or was, and where; of those without an end the first is shown."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="positions", on_delete=fields.CASCADE
    )
    title = fields.CharField(max_length=200, default="")
    organization = fields.CharField(max_length=200, default="")
    from_on: date | None = fields.DateField(null=True)
    to_on: date | None = fields.DateField(null=True)

    contact_id: int

    class Meta:
        table = "contact_position"
        indexes = (("contact_id",),)


class Way(Table):
    """One way to reach somebody; `kind` is a rules.WayKind."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="ways", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=12)
    value = fields.CharField(max_length=300)

    contact_id: int

    class Meta:
        table = "contact_way"
        indexes = (("contact_id",),)


class Tag(Table):
    """A word that one user puts on contacts; `folded` is how it is told from others."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="tags", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=60)
    folded = fields.CharField(max_length=60)
    cadence_weeks = fields.SmallIntField(null=True)

    user_id: int

    class Meta:
        table = "tag"
        unique_together = (("user", "folded"),)


class Tagging(Table):
    """That a contact has a tag."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="taggings", on_delete=fields.CASCADE
    )
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField(
        "models.Tag", related_name="taggings", on_delete=fields.CASCADE
    )

    contact_id: int
    tag_id: int

    class Meta:
        table = "tagging"
        unique_together = (("contact", "tag"),)
        indexes = (("tag_id", "contact_id"),)


class Touch(Table):
    """That two people were in touch; `by_them` where the other one wrote, called or answered."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="touches", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=16)  # a rules.TouchKind
    by_them = fields.BooleanField(default=False)
    note = fields.TextField(default="")
    at = MomentField()
    created_at = MomentField()

    contact_id: int

    class Meta:
        table = "touch"
        indexes = (("contact_id", "at"),)


class Promise(Table):
    """What one of two people promised the other; open until it is kept or let go."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="promises", on_delete=fields.CASCADE
    )
    by_them = fields.BooleanField(default=False)
    what = fields.CharField(max_length=300)
    made_at = MomentField()
    state = fields.CharField(max_length=8, default="open")  # a rules.State
    settled_at = MomentField(null=True)

    contact_id: int

    class Meta:
        table = "promise"
        indexes = (("contact_id", "state"),)
        constraints = (
            CheckConstraint(
                check="state IN ('open', 'done', 'dropped')", name="promise_state_is_known"
            ),
        )


class FollowUp(Table):
    """What is to be done about a person or an event, on a day, or at a time of that day.

    `origin` tells who wrote it: a hand, the sequence after an event (then `step` counts from 0),
    or a cadence (then `every_days` and `counted_from` are what its day was reckoned from).
    `sequence` and `changed_at` are what calendars are told (RFC 5545, 3.8.7): they only grow.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="follow_ups", on_delete=fields.CASCADE
    )
    uid = fields.CharField(max_length=36, unique=True)
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="follow_ups", on_delete=fields.CASCADE, null=True
    )
    event: fields.ForeignKeyNullableRelation[Event] = fields.ForeignKeyField(
        "models.Event", related_name="follow_ups", on_delete=fields.SET_NULL, null=True
    )
    what = fields.CharField(max_length=300)
    due_on: date = fields.DateField()
    due_time = fields.CharField(max_length=5, default="")  # "HH:MM" on that day in `timezone`
    timezone = fields.CharField(max_length=64, default="")  # "" where there is no time
    due_at = MomentField(null=True)  # derived; None where there is no time
    every_days = fields.SmallIntField(null=True)
    origin = fields.CharField(max_length=10)
    step = fields.SmallIntField(null=True)
    counted_from: date | None = fields.DateField(null=True)
    state = fields.CharField(max_length=8, default="open")
    settled_at = MomentField(null=True)
    created_at = MomentField()
    sequence = fields.IntField(default=0)
    changed_at = MomentField(null=True)  # None: it is as it was planned

    user_id: int
    contact_id: int | None
    event_id: int | None

    class Meta:
        table = "follow_up"
        indexes = (("user_id", "state", "due_on"), ("contact_id",), ("event_id",))
        constraints = (
            CheckConstraint(
                check="state IN ('open', 'done', 'dropped')", name="follow_up_state_is_known"
            ),
            CheckConstraint(
                check="origin IN ('hand', 'sequence', 'cadence')", name="follow_up_origin_is_known"
            ),
        )


class Picture(Table):
    """A photo of somebody or of their card, made anew from its pixels alone."""

    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="pictures", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=36)  # made on the device: the same picture sent again is one
    jpeg = fields.BinaryField()
    created_at = MomentField()
    gone_at = MomentField(null=True)

    contact_id: int

    class Meta:
        table = "contact_picture"
        unique_together = (("contact", "key"),)


class Habits(Table):
    """How one user follows up; who has no row has the defaults of `rules`."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.OneToOneField(
        "models.User", related_name="habits", on_delete=fields.CASCADE
    )
    steps = fields.CharField(max_length=60)  # days after an event, as "2,7,30,90"
    keep_weeks = fields.SmallIntField()  # of "keep in touch"

    user_id: int

    class Meta:
        table = "follow_up_habits"


class Deed(Table):
    """What a user did, and how the rows it changed were before: `undoing.undo` puts them back."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="deeds", on_delete=fields.CASCADE
    )
    words = fields.CharField(max_length=300)  # "Priya moved to Write today."
    rows = fields.TextField()  # JSON: [[table, id, columns before, or null for a new row], …]
    made_at = MomentField(db_index=True)
    undone_at = MomentField(null=True)

    user_id: int

    class Meta:
        table = "deed"
        indexes = (("user_id",),)
