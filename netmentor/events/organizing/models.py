"""Tables of organizers: who edits the events of which organization, and who is invited to."""

from __future__ import annotations

from tortoise import fields

from netmentor.accounts.models import User
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.organizations.models import Organization


class Organizer(Table):
    """That a user edits the events of one organization."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="organizes", on_delete=fields.CASCADE
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="edited_by", on_delete=fields.CASCADE
    )
    since = MomentField()

    user_id: int
    organization_id: int

    class Meta:
        table = "organizer"
        indexes = (("organization_id",),)
        unique_together = (("user", "organization"),)


class OrganizerInvitation(Table):
    """A link that makes whoever takes it an organizer, once; known by the hash of its secret."""

    id = fields.IntField(primary_key=True)
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="invitations", on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    made_at = MomentField()
    ends_at = MomentField()
    taken_at = MomentField(null=True)

    organization_id: int

    class Meta:
        table = "organizer_invitation"
