"""Letters are claimed ten at a time, withdrawn, and kept from addresses that are dead."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_FORWARD = (
    "UPDATE outgoing_mail SET state = 'due' WHERE state = 'queued'",
    "CREATE INDEX outgoing_mail_due ON outgoing_mail (due_at, id) WHERE state = 'due'",
    "CREATE INDEX outgoing_mail_codes ON outgoing_mail (due_at, id)"
    " WHERE state = 'due' AND secret_until IS NOT NULL",
    "CREATE INDEX outgoing_mail_under_way ON outgoing_mail (lease_until)"
    " WHERE state IN ('claimed', 'sending')",
    "CREATE INDEX outgoing_mail_over ON outgoing_mail (state, over_at) WHERE over_at IS NOT NULL",
)
_BACKWARD = (
    "DROP INDEX outgoing_mail_due",
    "DROP INDEX outgoing_mail_codes",
    "DROP INDEX outgoing_mail_under_way",
    "DROP INDEX outgoing_mail_over",
    "UPDATE outgoing_mail SET state = 'queued' WHERE state = 'due'",
    "UPDATE outgoing_mail SET state = 'sending' WHERE state = 'claimed'",
    "UPDATE outgoing_mail SET state = 'failed' WHERE state = 'suppressed'",
)


async def _to_states(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in _FORWARD:
        await editor.client.execute_query(statement)


async def _from_states(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for statement in _BACKWARD:
        await editor.client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("models", "0013_first_messages")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DeadAddress",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("address", fields.CharField(unique=True, max_length=254)),
                ("since", MomentField(auto_now=False, auto_now_add=False)),
                ("said", fields.CharField(max_length=300)),
            ],
            options={
                "table": "dead_address",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An address whose server said that there is no such mailbox; a letter it takes ends that.",
            },
            bases=["Model"],
        ),
        ops.RemoveIndex("OutgoingMail", fields=["state", "due_at"]),
        ops.RemoveField("OutgoingMail", "refusals"),
        ops.AddField("OutgoingMail", "is_listed", fields.BooleanField(default=False)),
        ops.AddField("OutgoingMail", "unsure", fields.IntField(default=0)),
        ops.RunPython(_to_states, _from_states),
    ]
