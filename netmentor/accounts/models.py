"""Tables of the accounts room."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class User(Table):
    """Somebody with an account. `email` is as `rules.normal_email` writes it.

    A guest has none: a row that their sessions hang on, by an address they proved. Nobody signs
    in to it, and whoever proves the address again takes it up as their account.
    """

    id = fields.IntField(primary_key=True)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=100)
    password_hash = fields.CharField(max_length=200)
    timezone = fields.CharField(max_length=64)
    role = fields.CharField(max_length=16)
    aims = fields.CharField(max_length=500, default="")  # the filters of their list, as an address
    theme = fields.CharField(max_length=8, default="")  # "light", "dark"; "" as the device has it
    single_keys = fields.BooleanField(default=True)  # whether one key alone does something
    is_guest = fields.BooleanField(default=False)
    created_at = MomentField()

    class Meta:
        table = "user_account"  # "user" is a word of PostgreSQL's own


class SignIn(Table):
    """That a browser is signed in as a user, known by the hash of the secret in its cookie."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="sign_ins", on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    device = fields.CharField(max_length=200, default="")  # as the browser names itself
    signed_in_at = MomentField()
    ends_at = MomentField(db_index=True)

    user_id: int

    class Meta:
        table = "sign_in"


class ResetLink(Table):
    """A link by which whoever has it may give a user another password, once."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="reset_links", on_delete=fields.CASCADE
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    ends_at = MomentField()

    user_id: int

    class Meta:
        table = "reset_link"


class Receipt(Table):
    """That a post which made something was answered, so that the same again makes nothing."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="receipts", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=100)
    digest = fields.CharField(max_length=64)  # of what was posted
    place = fields.CharField(max_length=200)  # the address of what it made
    made_at = MomentField(db_index=True)

    user_id: int

    class Meta:
        table = "receipt"
        unique_together = (("user", "key"),)


class AgendaRevision(Table):
    """How often anything dated that concerns one user has changed.

    Whoever keeps something made of a user's dated things compares this number. Reminders do
    so here: `planned` is the number they were planned by last, or less than any, `planned_at`
    when that was, and `plan_until` when they are to be planned again though nothing changes.
    """

    id = fields.IntField(primary_key=True)
    user_id = fields.IntField(unique=True)
    number = fields.BigIntField()
    planned = fields.BigIntField(default=-1)
    planned_at: datetime | None = MomentField(null=True)
    plan_until: datetime | None = MomentField(null=True)

    class Meta:
        table = "agenda_revision"


class Invitation(Table):
    """A link by which one person may make an account; `is_first` for the first administrator's."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    role = fields.CharField(max_length=16)
    is_first = fields.BooleanField(default=False)
    ends_at = MomentField()

    class Meta:
        table = "invitation"


class MailedCode(Table):
    """A code that went by mail, and what it does when the browser that asked for it enters it.

    `code_hash` is made of the code and of the browser's secret, of which only the hash is
    kept: whoever reads this table can try no codes.
    """

    id = fields.IntField(primary_key=True)
    purpose = fields.CharField(max_length=16)  # a rules.Purpose
    browser_hash = fields.CharField(max_length=64, unique=True)
    code_hash = fields.CharField(max_length=64)
    email = fields.CharField(max_length=254)
    tries = fields.IntField(default=0)
    ends_at = MomentField(db_index=True)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="mailed_codes", on_delete=fields.CASCADE, null=True
    )
    invitation: fields.ForeignKeyNullableRelation[Invitation] = fields.ForeignKeyField(
        "models.Invitation", related_name="mailed_codes", on_delete=fields.CASCADE, null=True
    )
    # Of whom there is no account yet:
    name = fields.CharField(max_length=100, default="")
    password_hash = fields.CharField(max_length=200, default="")
    timezone = fields.CharField(max_length=64, default="")
    role = fields.CharField(max_length=16, default="")
    kept = fields.TextField(default="")  # what else it is for, as JSON of whoever asked for it

    user_id: int | None
    invitation_id: int | None

    class Meta:
        table = "mailed_code"
        indexes = (("user_id",), ("email",))


class Memento(Table):
    """A line that was told of an account elsewhere and is no row here: `told` is its JSON.

    As a session with somebody there. It is handed out again, under the name of its `kind`.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="mementos", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=40)
    told = fields.TextField()

    user_id: int

    class Meta:
        table = "memento"
        indexes = (("user_id", "kind"),)
