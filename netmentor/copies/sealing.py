"""What is sealed with age: passwords that wait for their turn, and copies on somebody's wish.

age is an open format (age-encryption.org/v1): whoever has the key opens a file with `age -d`.
A password of somebody's own cloud is sealed to a key made of the secret key. Backups hold that
one where it lies in the data folder, so what lies beside it and in no backup is mixed in there.
"""

from __future__ import annotations

import errno
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyrage

from netmentor.errors import Invalid
from netmentor.settings import Settings, make_key

SEALING_KEY = "sealing_key"  # in the data folder, and in no backup
_FOR = b"passwords of copies\0"  # nothing else that the key signs begins so
_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # BIP 173
_PREFIX = "age-secret-key-"


class Sealed(Invalid):
    """What was sealed cannot be opened by the keys of today."""


def seal(settings: Settings, password: str) -> bytes:
    """Return a password as it is kept."""
    sealed: bytes = pyrage.encrypt(password.encode(), [_own(settings).to_public()])
    return sealed


def opened(settings: Settings, sealed: bytes) -> str:
    """Return a password again, by today's key or an old one; raise Sealed where neither opens."""
    try:
        password: bytes = pyrage.decrypt(sealed, [_own(settings), *_older(settings)])
    except pyrage.DecryptError as exc:
        raise Sealed(
            "The app password cannot be read any more, for this server has another key now."
            " Enter it again."
        ) from exc
    return password.decode()


def is_sealed_today(settings: Settings, sealed: bytes) -> bool:
    """False for what only an old key opens, and will not once that is forgotten."""
    try:
        pyrage.decrypt(sealed, [_own(settings)])
    except pyrage.DecryptError:
        return False
    return True


def why_not_recipient(key: str) -> str | None:
    """Say why nothing can be encrypted for `key`, or None.

    >>> why_not_recipient("AGE-SECRET-KEY-1QQQ")
    'That is the secret key: keep it to yourself, and enter the public one, which begins with age1.'
    """
    if key.upper().startswith(_PREFIX.upper()):
        return (
            "That is the secret key: keep it to yourself,"
            " and enter the public one, which begins with age1."
        )
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        return "That is no public key of age: it begins with age1 and has 62 letters."
    return None


def encrypt(plain: IO[bytes], into: IO[bytes], recipient: str) -> None:
    """Write what is left of a file into another, for whoever has the secret key to `recipient`.

    Raises OSError where there is no room for it.
    """
    key = pyrage.x25519.Recipient.from_str(recipient)
    try:
        pyrage.encrypt_io(plain, into, [key])
    except pyrage.EncryptError as exc:  # of what a file says it keeps the words alone
        raise OSError(errno.ENOSPC, str(exc)) from exc


def _own(settings: Settings) -> pyrage.x25519.Identity:
    beside = settings.data / SEALING_KEY
    if not _is_backed_up(settings):
        return _identity(settings.secret_key, "")
    if not beside.exists():
        make_key(beside)
    return _identity(settings.secret_key, _read(beside))


def _older(settings: Settings) -> Iterator[pyrage.x25519.Identity]:
    """Every other way in which a key of today or before may have been used."""
    beside = _read(settings.data / SEALING_KEY)
    for key in (settings.secret_key, *settings.old_secret_keys):
        yield _identity(key, "")
        if beside:
            yield _identity(key, beside)


def _is_backed_up(settings: Settings) -> bool:
    return _read(settings.data / "secret_key") == settings.secret_key


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii").strip() if file.is_file() else ""


def _identity(secret: str, beside: str) -> pyrage.x25519.Identity:
    digest = hmac.digest(secret.encode(), _FOR + beside.encode(), "sha256")
    return pyrage.x25519.Identity.from_str(_bech32(_PREFIX, digest).upper())


def _bech32(prefix: str, told: bytes) -> str:
    """As BIP 173 writes bytes, which is how age writes keys."""
    bits = "".join(f"{byte:08b}" for byte in told)
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _polymod([*spread, *words, *([0] * 6)]) ^ 1
    words += [(check >> 5 * (5 - n)) & 31 for n in range(6)]
    return f"{prefix}1{''.join(_ALPHABET[word] for word in words)}"


def _polymod(values: list[int]) -> int:
    generators, check = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3), 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for n, generator in enumerate(generators):
            check ^= generator if (top >> n) & 1 else 0
    return check
