"""What went wrong outside of NetMentor, as a sentence for the operator."""

from __future__ import annotations

import sqlite3

from tortoise.exceptions import BaseORMException

from netmentor.errors import NetMentorError


def sentence(exc: Exception) -> str | None:
    """Say what went wrong, or None if it is a defect of NetMentor and needs its traceback."""
    if isinstance(exc, NetMentorError):
        return exc.message
    if isinstance(exc, ModuleNotFoundError) and exc.name == "asyncpg":
        return "PostgreSQL needs one more package: pip install 'netmentor[postgres]'."
    if isinstance(exc, BaseORMException | sqlite3.Error) or _is_of_postgres(exc):
        return f"The database refuses: {_said(exc)}."
    if isinstance(exc, OSError):
        return f"The system refuses: {_said(exc)}."
    return None


def _is_of_postgres(exc: Exception) -> bool:
    """asyncpg is an extra, so its errors are known by where they come from."""
    return any(kind.__module__.split(".")[0] == "asyncpg" for kind in type(exc).__mro__)


def _said(exc: Exception) -> str:
    return str(exc).strip().rstrip(".") or type(exc).__name__
