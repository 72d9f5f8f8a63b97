"""Secrets that are shown once and kept as hashes."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def make(prefix: str) -> str:
    """Return a new secret of 256 random bits; `prefix` lets people and scanners know its kind."""
    return f"{prefix}_{secrets.token_urlsafe(_BYTES)}"


def hashed(token: str) -> str:
    """Return what is kept of a secret: enough to know it again, and nothing to use it by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
