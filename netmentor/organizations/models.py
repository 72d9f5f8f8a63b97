"""Tables of the organizations room."""

from __future__ import annotations

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class CatalogueRevision(Table):
    """One row whose number grows with every change to what is published.

    A feed's ETag is made of it, so "nothing new" is answered from this row alone.
    """

    id = fields.IntField(primary_key=True)
    number = fields.BigIntField()
    changed_at = MomentField()

    class Meta:
        table = "catalogue_revision"


class Organization(Table):
    """Who organizes: an association, a chapter, a university, a health system.

    `retired_at` marks one that its source no longer names. It keeps its page and
    its feed, for somebody may be subscribed to it.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=100, unique=True)
    name = fields.CharField(max_length=200)
    acronym = fields.CharField(max_length=40, default="")
    kind = fields.CharField(max_length=24)
    url = fields.CharField(max_length=500, default="")
    parent: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="children", null=True, on_delete=fields.SET_NULL
    )
    calendar_url = fields.CharField(max_length=500, default="")
    calendar_access = fields.CharField(max_length=8, default="unknown")
    about = fields.TextField(default="")
    join_url = fields.CharField(max_length=500, default="")
    source_url = fields.CharField(max_length=500)
    verified_on = fields.DateField()
    retired_at = MomentField(null=True)

    parent_id: int | None
    children: fields.ReverseRelation[Organization]
    affiliations: fields.ReverseRelation[Affiliation]
    memberships: fields.ReverseRelation[Membership]
    credentials: fields.ReverseRelation[Credential]

    class Meta:
        table = "organization"
        ordering = ("name",)


class Affiliation(Table):
    """That an organization belonged to another, from a day until a day, as far as known."""

    id = fields.IntField(primary_key=True)
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="affiliations", on_delete=fields.CASCADE
    )
    to: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="affiliates", on_delete=fields.CASCADE
    )
    from_on = fields.DateField(null=True)
    until_on = fields.DateField(null=True)

    organization_id: int
    to_id: int

    class Meta:
        table = "affiliation"


class Membership(Table):
    """One way to belong to an organization, and what it costs where a page said so."""

    id = fields.IntField(primary_key=True)
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="memberships", on_delete=fields.CASCADE
    )
    position = fields.SmallIntField()
    name = fields.CharField(max_length=120)
    amount = fields.DecimalField(max_digits=9, decimal_places=2, null=True)
    currency = fields.CharField(max_length=3, default="USD")
    period = fields.CharField(max_length=40, default="")
    note = fields.TextField(default="")
    source_url = fields.CharField(max_length=500)
    verified_on = fields.DateField()

    organization_id: int

    class Meta:
        table = "membership"
        ordering = ("position",)


class Credential(Table):
    """A credential by name; what it takes to keep one is the business of the credits room."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=100, unique=True)
    name = fields.CharField(max_length=200)
    acronym = fields.CharField(max_length=20, unique=True)
    body: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="credentials", null=True, on_delete=fields.SET_NULL
    )
    url = fields.CharField(max_length=500, default="")
    note = fields.TextField(default="")
    retired_at = MomentField(null=True)

    body_id: int | None

    class Meta:
        table = "credential"
        ordering = ("acronym",)
