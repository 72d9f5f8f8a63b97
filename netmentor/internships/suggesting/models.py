"""The table of opportunities that members suggest for everybody's list."""

from __future__ import annotations

from tortoise import fields

from netmentor.accounts.models import User
from netmentor.events.suggesting.models import Arriving
from netmentor.internships.models import OpportunityTelling


class OpportunitySuggestion(Arriving):
    """One opportunity that a user thinks everybody should see.

    `answer` is what a curator said who did not list it.
    """

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="opportunity_suggestions", on_delete=fields.CASCADE
    )
    telling: fields.ForeignKeyNullableRelation[OpportunityTelling] = fields.ForeignKeyField(
        "models.OpportunityTelling",
        related_name="suggestions",
        null=True,
        on_delete=fields.CASCADE,
    )
    answer = fields.CharField(max_length=500, default="")

    class Meta:
        table = "opportunity_suggestion"
        indexes = (("read_at",), ("telling_id",), ("user_id",))
