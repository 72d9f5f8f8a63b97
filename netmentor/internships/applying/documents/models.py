"""Tables of documents: each in its versions, whose bytes lie apart, and what was sent of them."""

from __future__ import annotations

from datetime import date

from tortoise import fields

from netmentor.accounts.models import User
from netmentor.db.fields import MomentField
from netmentor.db.table import Table
from netmentor.internships.applying.models import Application


class Document(Table):
    """Something that a user sends with applications, as a résumé; it may serve several.

    `versions_made` counts the versions there ever were: a number never means another one.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=36, unique=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="documents", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=100)
    versions_made = fields.IntField(default=0)
    created_at = MomentField()

    user_id: int
    versions: fields.ReverseRelation[DocumentVersion]

    class Meta:
        table = "document"
        indexes = (("user_id",),)


class DocumentVersion(Table):
    """What a document was at one time; `digest` is the SHA-256 of its bytes."""

    id = fields.IntField(primary_key=True)
    document: fields.ForeignKeyRelation[Document] = fields.ForeignKeyField(
        "models.Document", related_name="versions", on_delete=fields.CASCADE
    )
    number = fields.IntField()
    kind = fields.CharField(max_length=4)  # a rules.Kind, told by its bytes
    size = fields.IntField()  # bytes
    digest = fields.CharField(max_length=64)
    created_at = MomentField()

    document_id: int
    body: fields.ReverseRelation[DocumentBody]

    class Meta:
        table = "document_version"
        unique_together = (("document", "number"),)


class DocumentBody(Table):
    """The bytes of one version as they came, in a table of their own: lists look past it."""

    id = fields.IntField(primary_key=True)
    version: fields.OneToOneRelation[DocumentVersion] = fields.OneToOneField(
        "models.DocumentVersion", related_name="body", on_delete=fields.CASCADE
    )
    told = fields.BinaryField()

    version_id: int

    class Meta:
        table = "document_body"


class SentDocument(Table):
    """That a version went out with an application; what it was called outlives the version."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "models.Application", related_name="sent_documents", on_delete=fields.CASCADE
    )
    version: fields.ForeignKeyNullableRelation[DocumentVersion] = fields.ForeignKeyField(
        "models.DocumentVersion", related_name="sent", null=True, on_delete=fields.SET_NULL
    )
    name = fields.CharField(max_length=100)
    number = fields.IntField()
    sent_on: date = fields.DateField()

    application_id: int
    version_id: int | None

    class Meta:
        table = "application_sent_document"
        indexes = (("application_id",), ("version_id",))
