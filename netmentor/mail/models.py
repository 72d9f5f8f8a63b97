"""The outbox: every letter is a row before it is a message."""

from __future__ import annotations

from tortoise import fields

from netmentor.db.fields import MomentField
from netmentor.db.table import Table


class OutgoingMail(Table):
    """A letter on its way, as finished bytes. While `lease_until` lies ahead, one process has it.

    `secret_until` is set for a letter with a code: when the code is over, and once the letter
    has gone out, `message` is emptied. Migration 0014 makes the indexes of what is due, under
    way and over, each of these rows alone.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=120, unique=True)  # the same letter is written once
    letter = fields.CharField(max_length=40)  # its name, as in templates/mail
    to = fields.CharField(max_length=254, db_index=True)
    subject = fields.CharField(max_length=200)
    message = fields.BinaryField()
    secret_until = MomentField(null=True)
    is_listed = fields.BooleanField(default=False)  # of a list that one can leave
    state = fields.CharField(max_length=16)  # a MailState
    attempts = fields.IntField(default=0)
    unsure = fields.IntField(default=0)  # of these, how many may have come through unknown to us
    posted_at = MomentField()
    due_at = MomentField()
    sent_at = MomentField(null=True)
    over_at = MomentField(null=True)  # sent, failed, suppressed or kept since
    lease_token = fields.CharField(max_length=32, default="")
    lease_until = MomentField(null=True)
    last_error = fields.CharField(max_length=300, default="")

    class Meta:
        table = "outgoing_mail"


class DeadAddress(Table):
    """An address whose server said that there is no such mailbox; a letter it takes ends that."""

    id = fields.IntField(primary_key=True)
    address = fields.CharField(max_length=254, unique=True)
    since = MomentField()
    said = fields.CharField(max_length=300)

    class Meta:
        table = "dead_address"
