"""Whether a refusal of the database, or of the system, means that there is no room left."""

from __future__ import annotations

import errno

from tortoise.exceptions import OperationalError

try:
    from asyncpg.exceptions import DiskFullError
except ModuleNotFoundError:  # PostgreSQL is a package of its own
    _OF_POSTGRES: tuple[type[Exception], ...] = ()
else:
    _OF_POSTGRES = (DiskFullError,)

MAY_SAY_SO = (*_OF_POSTGRES, OperationalError, OSError)
_FULL = {errno.ENOSPC, errno.EDQUOT}


def is_full(error: Exception) -> bool:
    """True where nothing more can be written; what is kept can still be read."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, _OF_POSTGRES) or "disk is full" in str(error)  # SQLITE_FULL
