"""What this room keeps of a user, handed out; `actions.erase` is its end."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import SignIn, User


async def hand_out(user: User) -> dict[str, Any]:
    """All that is kept of the account itself, as JSON has it; no secret is among it."""
    return {
        "name": user.name,
        "email": user.email,
        "timezone": user.timezone,
        "role": user.role,
        "aims": user.aims,
        "theme": user.theme,
        "single_keys": user.single_keys,
        "created_at": user.created_at.isoformat(),
        "sessions": [
            {
                "device": one.device,
                "signed_in_at": one.signed_in_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
            }
            for one in await SignIn.filter(user=user).order_by("id")
        ],
    }
