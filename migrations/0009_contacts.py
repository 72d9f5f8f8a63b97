"""People whom users met, what is to be done about them, and the cards that users hand out."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from netmentor.db.fields import MomentField

_IN_THE_BIN = "CREATE INDEX contact_in_the_bin ON contact (gone_at) WHERE gone_at IS NOT NULL"
# SQLite searches this index alone, five times as fast as it reads rows. PostgreSQL has no room
# for long texts in an index, and reads rows faster.
_SEARCHED = "CREATE INDEX contact_searched ON contact (user_id, gone_at, folded_name, id, searched)"


# Tables with a check of their own had lost on SQLite what is unique in them together.
_UNIQUE = {
    "event": ("source_id", "external_id"),
    "published": ("event_id", "part"),
    "attendance": ("user_id", "event_id"),
}
_SET_APART = (
    "UPDATE event SET external_id = external_id || '#' || id WHERE id NOT IN"
    " (SELECT min(id) FROM event GROUP BY source_id, external_id)",
    "DELETE FROM published WHERE id NOT IN (SELECT max(id) FROM published GROUP BY event_id, part)",
    "DELETE FROM attendance WHERE id NOT IN"
    " (SELECT max(id) FROM attendance GROUP BY user_id, event_id)",
)


async def _unite(apps: StateApps, editor: BaseSchemaEditor) -> None:
    if editor.client.capabilities.dialect != "sqlite":
        return
    for statement in _SET_APART:
        await editor.client.execute_query(statement)
    for table, columns in _UNIQUE.items():
        _, there = await editor.client.execute_query(
            "SELECT group_concat(c.name) AS columns FROM pragma_index_list(?) AS i"
            ' JOIN pragma_index_info(i.name) AS c WHERE i."unique" GROUP BY i.name',
            [table],
        )
        if ",".join(columns) not in {row["columns"] for row in there}:
            name, quoted = "_".join(columns), ", ".join(columns)
            await editor.client.execute_query(
                f"CREATE UNIQUE INDEX only_one_{table}_{name} ON {table} ({quoted})"
            )


async def _leave_united(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """What is unique stays so on the way back."""


async def _index(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(_IN_THE_BIN)
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_query(_SEARCHED)


async def _unindex(apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query("DROP INDEX contact_in_the_bin")
    if editor.client.capabilities.dialect == "sqlite":
        await editor.client.execute_query("DROP INDEX contact_searched")


class Migration(migrations.Migration):
    dependencies = [("models", "0008_decisions")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Card",
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
                        related_name="card",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token", fields.CharField(unique=True, max_length=32)),
                ("is_on", fields.BooleanField(default=False)),
                ("name", fields.CharField(max_length=200)),
                ("title", fields.CharField(default="", max_length=200)),
                ("organization", fields.CharField(default="", max_length=200)),
                ("email", fields.CharField(default="", max_length=254)),
                ("phone", fields.CharField(default="", max_length=40)),
                ("website", fields.CharField(default="", max_length=300)),
                ("introduction", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "business_card",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What one user hands out of themselves; `token` is in its address, drawn anew on demand.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="contacts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=36)),
                ("name", fields.CharField(max_length=200)),
                ("folded_name", fields.CharField(default="", max_length=200)),
                ("credentials", fields.CharField(default="", max_length=200)),
                ("note", fields.TextField(default="", unique=False)),
                ("private_note", fields.TextField(default="", unique=False)),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="contacts",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("met_where", fields.CharField(default="", max_length=300)),
                ("met_at", MomentField(auto_now=False, auto_now_add=False)),
                (
                    "introduced_by",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="introduced_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="introduced",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("answer", fields.CharField(default="", max_length=8)),
                ("sorted_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("cadence_weeks", fields.SmallIntField(null=True)),
                ("cadence_since", fields.DateField(null=True)),
                ("owes_since", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("touched_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("searched", fields.TextField(default="", unique=False)),
                ("version", fields.IntField(default=1)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("gone_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact",
                "app": "models",
                "unique_together": (("user", "key"),),
                "constraints": [
                    CheckConstraint(
                        check="answer IN ('', 'today', 'week', 'keep', 'none')",
                        name="contact_answer_is_known",
                    )
                ],
                "indexes": [
                    Index(fields=["user_id", "gone_at", "folded_name"], name="contact_by_name"),
                    Index(fields=["user_id", "owes_since"]),
                    Index(fields=["event_id"]),
                    Index(fields=["introduced_by_id"]),
                ],
                "pk_attr": "id",
                "table_description": "Somebody whom one user met. `key`, a UUID made on a device or here, is in its address.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Deed",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deeds",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("words", fields.CharField(max_length=300)),
                ("rows", fields.TextField(unique=False)),
                ("made_at", MomentField(db_index=True, auto_now=False, auto_now_add=False)),
                ("undone_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "deed",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "What a user did, and how the rows it changed were before: `undoing.undo` puts them back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="follow_ups",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("uid", fields.CharField(unique=True, max_length=36)),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="follow_ups",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "models.Event",
                        source_field="event_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="follow_ups",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("what", fields.CharField(max_length=300)),
                ("due_on", fields.DateField()),
                ("due_time", fields.CharField(default="", max_length=5)),
                ("timezone", fields.CharField(default="", max_length=64)),
                ("due_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("every_days", fields.SmallIntField(null=True)),
                ("origin", fields.CharField(max_length=10)),
                ("step", fields.SmallIntField(null=True)),
                ("counted_from", fields.DateField(null=True)),
                ("state", fields.CharField(default="open", max_length=8)),
                ("settled_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "follow_up",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('open', 'done', 'dropped')",
                        name="follow_up_state_is_known",
                    ),
                    CheckConstraint(
                        check="origin IN ('hand', 'sequence', 'cadence')",
                        name="follow_up_origin_is_known",
                    ),
                ],
                "indexes": [
                    Index(fields=["user_id", "state", "due_on"]),
                    Index(fields=["contact_id"]),
                    Index(fields=["event_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What is to be done about a person or an event, on a day, or at a time of that day.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Habits",
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
                        related_name="habits",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("steps", fields.CharField(max_length=60)),
                ("keep_weeks", fields.SmallIntField()),
            ],
            options={
                "table": "follow_up_habits",
                "app": "models",
                "pk_attr": "id",
                "table_description": "How one user follows up; who has no row has the defaults of `rules`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="pictures",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=36)),
                ("jpeg", fields.BinaryField()),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
                ("gone_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact_picture",
                "app": "models",
                "unique_together": (("contact", "key"),),
                "pk_attr": "id",
                "table_description": "A photo of somebody or of their card, made anew from its pixels alone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="positions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(default="", max_length=200)),
                ("organization", fields.CharField(default="", max_length=200)),
                ("from_on", fields.DateField(null=True)),
                ("to_on", fields.DateField(null=True)),
            ],
            options={
                "table": "contact_position",
                "app": "models",
                "indexes": [Index(fields=["contact_id"])],
                "pk_attr": "id",
                "table_description": "What somebody is or was, and where; of those without an end the first is shown.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="promises",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("by_them", fields.BooleanField(default=False)),
                ("what", fields.CharField(max_length=300)),
                ("made_at", MomentField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(default="open", max_length=8)),
                ("settled_at", MomentField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "promise",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('open', 'done', 'dropped')", name="promise_state_is_known"
                    )
                ],
                "indexes": [Index(fields=["contact_id", "state"])],
                "pk_attr": "id",
                "table_description": "What one of two people promised the other; open until it is kept or let go.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=60)),
                ("folded", fields.CharField(max_length=60)),
                ("cadence_weeks", fields.SmallIntField(null=True)),
            ],
            options={
                "table": "tag",
                "app": "models",
                "unique_together": (("user", "folded"),),
                "pk_attr": "id",
                "table_description": "A word that one user puts on contacts; `folded` is how it is told from others.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tagging",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="taggings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "tag",
                    fields.ForeignKeyField(
                        "models.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="taggings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "tagging",
                "app": "models",
                "unique_together": (("contact", "tag"),),
                "indexes": [Index(fields=["tag_id", "contact_id"])],
                "pk_attr": "id",
                "table_description": "That a contact has a tag.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="touches",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("by_them", fields.BooleanField(default=False)),
                ("note", fields.TextField(default="", unique=False)),
                ("at", MomentField(auto_now=False, auto_now_add=False)),
                ("created_at", MomentField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "touch",
                "app": "models",
                "indexes": [Index(fields=["contact_id", "at"])],
                "pk_attr": "id",
                "table_description": "That two people were in touch; `by_them` where the other one wrote, called or answered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Way",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "models.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ways",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=12)),
                ("value", fields.CharField(max_length=300)),
            ],
            options={
                "table": "contact_way",
                "app": "models",
                "indexes": [Index(fields=["contact_id"])],
                "pk_attr": "id",
                "table_description": "One way to reach somebody; `kind` is a rules.WayKind.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Attendance",
            name="again",
            field=fields.CharField(default="", max_length=5),
        ),
        ops.RunPython(_index, _unindex),
        ops.RunPython(_unite, _leave_united),
    ]
