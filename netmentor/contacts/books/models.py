"""Tables of imports of people: the file, its rows with what came of them, and lines unread."""

from __future__ import annotations

from typing import Any

from tortoise import fields

from netmentor.contacts.models import Contact
from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class ContactImport(Table):
    """One file of people on its way in; `state`, `format` and `doubles` are of `rules`.

    `mapping` is JSON, {column: header}; "" where headers are known. `done` of `total` steps are
    done: those of people, and then one for each photo. A worker holds it until `held_until`.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.User", related_name="contact_imports", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=36, unique=True)
    name = fields.CharField(max_length=200)
    format = fields.CharField(max_length=5)
    mapping = fields.TextField(default="")
    headers = fields.TextField(default="")  # JSON, of a table whose columns somebody must tell
    doubles = fields.CharField(max_length=5, default="join")
    state = fields.CharField(max_length=7)
    reason = fields.CharField(max_length=300, default="")
    total = fields.IntField(default=0)
    done = fields.IntField(default=0)
    held_until = MomentField(null=True)
    created_at = MomentField()
    changed_at = MomentField()

    user_id: int

    class Meta:
        table = "contact_import"
        indexes = (("user_id",), ("state",))


class ContactImportFile(Table):
    """The bytes as they came, gone as soon as they are read."""

    id = fields.IntField(primary_key=True)
    of: fields.OneToOneRelation[ContactImport] = fields.OneToOneField(
        "models.ContactImport", related_name="file", on_delete=fields.CASCADE
    )
    told = fields.BinaryField()

    of_id: int

    class Meta:
        table = "contact_import_file"


class ContactImportRow(Table):
    """One card or line of it. `told` is a `cards.Card` as JSON, without its photo.

    `made` where the import made the contact; `added` is JSON of what it added to one that was
    here: {table: ids}, so that all of it can be taken out again. The tags that a turn made are
    told by its first row.
    """

    id = fields.IntField(primary_key=True)
    of: fields.ForeignKeyRelation[ContactImport] = fields.ForeignKeyField(
        "models.ContactImport", related_name="rows", on_delete=fields.CASCADE
    )
    line = fields.IntField()
    name = fields.CharField(max_length=200, default="")
    told = fields.TextField(default="")
    verdict = fields.CharField(max_length=7)
    reason = fields.CharField(max_length=300, default="")
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name="import_rows", on_delete=fields.SET_NULL, null=True
    )
    made = fields.BooleanField(default=False)
    added = fields.TextField(default="")
    put_at = MomentField(null=True)

    of_id: int
    contact_id: int | None

    class Meta:
        table = "contact_import_row"
        indexes = (("of_id", "put_at"), ("contact_id",))


class ContactImportPhoto(Table):
    """The photo of a row as it was sent, gone as soon as it is made anew."""

    id = fields.IntField(primary_key=True)
    row: fields.OneToOneRelation[ContactImportRow] = fields.OneToOneField(
        "models.ContactImportRow", related_name="photo", on_delete=fields.CASCADE
    )
    told = fields.BinaryField()

    row_id: int

    class Meta:
        table = "contact_import_photo"


class CarriedLines(Table):
    """What cards told of somebody that nothing here reads: lines, word for word, to hand back."""

    id = fields.IntField(primary_key=True)
    contact: fields.OneToOneRelation[Contact] = fields.OneToOneField(
        "models.Contact", related_name="carried", on_delete=fields.CASCADE
    )
    lines = fields.TextField()

    contact_id: int

    class Meta:
        table = "contact_carried"
