"""Tables of copies: when and where one's account is sent, and what became of each copy."""

from __future__ import annotations

from typing import Any

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class CopyPlan(Table):
    """When and where copies of an account go; `place` and `rhythm` are of `rules`.

    `due_at` is when the next one is due by the clock of `zone`. One is wanted since `wanted_at`
    and until it is sent or given up; a worker that sends it holds the plan until `held_until`.
    """

    id = fields.IntField(primary_key=True)
    user: fields.OneToOneRelation[Any] = fields.OneToOneField(
        "models.User", related_name="copy_plan", on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=36, unique=True)
    place = fields.CharField(max_length=6)
    url = fields.CharField(max_length=2000, default="")  # of the folder, ends in a slash
    user_name = fields.CharField(max_length=200, default="")
    password = fields.BinaryField(null=True)  # sealed, see `sealing`
    recipient = fields.CharField(max_length=100, default="")  # "age1…"; "" for no encryption
    rhythm = fields.CharField(max_length=7)
    day = fields.SmallIntField()
    at = fields.CharField(max_length=5)  # as "07:00"
    keep = fields.SmallIntField()  # copies that stay in the folder; 0 for all
    zone = fields.CharField(max_length=64)
    due_at = MomentField(null=True)
    wanted_at = MomentField(null=True)
    by_hand = fields.BooleanField(default=False)
    next_try_at = MomentField(null=True)
    held_until = MomentField(null=True)
    failures = fields.SmallIntField(default=0)  # in a row
    paused_at = MomentField(null=True)
    stopped_at = MomentField(null=True)  # after too many failures

    user_id: int

    class Meta:
        table = "copy_plan"
        indexes = (("due_at",), ("next_try_at",))


class AccountCopy(Table):
    """One copy that was tried; `state` is of `rules`."""

    id = fields.IntField(primary_key=True)
    plan: fields.ForeignKeyRelation[CopyPlan] = fields.ForeignKeyField(
        "models.CopyPlan", related_name="copies", on_delete=fields.CASCADE
    )
    place = fields.CharField(max_length=6)
    url = fields.CharField(max_length=2000, default="")
    name = fields.CharField(max_length=100)  # of the file
    size = fields.BigIntField(default=0)  # bytes
    state = fields.CharField(max_length=6)
    reason = fields.CharField(max_length=300, default="")
    letter = fields.CharField(max_length=120, default="")  # the key of the letter that carries it
    by_hand = fields.BooleanField(default=False)
    at = MomentField()
    removed_at = MomentField(null=True)  # out of the folder, for newer ones

    plan_id: int

    class Meta:
        table = "account_copy"
        indexes = (("plan_id",), ("state",))
