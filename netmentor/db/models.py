"""Tables that belong to the database itself."""

from __future__ import annotations

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class Landmark(Table):
    """When something that operators ask about happened last: a backup, a worker's sign of life."""

    name = fields.CharField(max_length=60, primary_key=True)
    at = MomentField()
    note = fields.TextField(default="")

    class Meta:
        table = "landmark"
