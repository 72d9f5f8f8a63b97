"""Steps back from a deadline as each user wants them."""

from __future__ import annotations

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_NAME = "UPDATE application_step SET line = name WHERE months > 0 OR days > 0"


async def _name(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_NAME)


async def _forget(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """The column goes, and the names with it."""


class Migration(migrations.Migration):
    dependencies = [("models", "0029_suggested_opportunities")]

    initial = False

    operations = [
        ops.AddField("PlanStep", "line", fields.CharField(default="", max_length=200)),
        ops.CreateModel(
            name="PlanTemplate",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.OneToOneField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="plan_template",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("lines", fields.TextField(unique=False)),
                ("changed_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "plan_template",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The steps back from a deadline as one user wants them; without one the usual ones stand.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_name, _forget),
    ]
