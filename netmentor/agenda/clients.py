"""What a calendar program is called, by the name it gives itself."""

from __future__ import annotations


def client_of(user_agent: str) -> str:
    return user_agent[:60] or "An unnamed program"
