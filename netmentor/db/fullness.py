"""Whether a refusal of the database, or of the system, means that there is no room left."""

from __future__ import annotations

import errno

from asyncpg.exceptions import DiskFullError
from tortoise.exceptions import OperationalError

MAY_SAY_SO = (DiskFullError, OperationalError, OSError)
_FULL = {errno.ENOSPC, errno.EDQUOT}


def is_full(error: Exception) -> bool:
    """True where nothing more can be written; what is kept can still be read."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, DiskFullError) or "disk is full" in str(error)  # SQLITE_FULL
