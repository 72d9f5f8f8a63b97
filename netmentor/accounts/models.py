"""Tables of the accounts room."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class AgendaRevision(Model):
    """How often anything dated that concerns one user has changed.

    Whoever keeps something made of a user's dated things compares this number.
    """

    id = fields.IntField(primary_key=True)
    user_id = fields.IntField(unique=True)
    number = fields.BigIntField()

    class Meta:
        table = "agenda_revision"
