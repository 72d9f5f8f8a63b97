from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0010_private_feeds")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Contact",
            name="digest",
            field=fields.CharField(default="", max_length=64),
        ),
    ]
