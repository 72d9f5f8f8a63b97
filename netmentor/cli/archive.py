"""The file a backup is: one tar with a manifest, the database, and the secret key."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from netmentor.errors import Conflict, Invalid

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgres": "database.pgdump"}
KEY = "secret_key"
LARGEST_MANIFEST = 64 * 1024  # bytes


class BadBackup(Invalid):
    """The file is no backup, or no longer the one that was written."""


class OtherBackup(Conflict):
    """A good backup, of something that this installation cannot take in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself; `members` are names with their SHA-256 in hexadecimal."""

    version: str  # of NetMentor
    dialect: str  # "sqlite" or "postgres"
    last_migration: str
    created_at: str  # ISO 8601, UTC
    members: Mapping[str, str]
    format: int = FORMAT


def write(out: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write the archive to the new file `out`, for its owner alone, down to the disk."""
    text = json.dumps(asdict(manifest), indent=2).encode()
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
            for name, path in files.items():
                with path.open("rb") as member:
                    tar.addfile(_entry(name, path.stat().st_size), member)
        file.flush()
        os.fsync(file.fileno())


def unpack(archive: Path, into: Path, dialect: str) -> Manifest:
    """Write the members into the folder `into` and return the manifest.

    Raises BadBackup unless every member is there once, is listed, and has the hash that
    the manifest tells; OtherBackup if it is of another database or a newer format.
    """
    try:
        with tarfile.open(archive, mode="r:") as tar:
            manifest = _read_manifest(tar)
            _refuse_others(manifest, dialect)
            found = {name: _take_out(tar, name, into / name) for name in manifest.members}
            strange = sorted(set(tar.getnames()) - {MANIFEST, *found})
    except (tarfile.TarError, EOFError) as exc:
        raise BadBackup(f"{archive} is no whole backup: {exc}.") from exc
    if strange:
        raise BadBackup(f"{archive} holds {strange[0]!r}, which no backup has.")
    for name, digest in found.items():
        if digest != manifest.members[name]:
            raise BadBackup(f"{archive} is damaged: {name} is not what was written.")
    return manifest


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > LARGEST_MANIFEST:
        raise BadBackup("The file is no backup of NetMentor: it does not begin with a manifest.")
    try:
        told = json.loads(_content(tar, first).read())
        if told["format"] != FORMAT:
            raise OtherBackup(
                f"The backup has format {told['format']}; this version reads {FORMAT}."
                " Restore it with the NetMentor that made it, or a newer one."
            )
        manifest = Manifest(**told)
        known = {DATABASE.get(manifest.dialect), KEY}
        usable = DATABASE.get(manifest.dialect) in manifest.members
        usable = usable and set(manifest.members) <= known
    except (ValueError, TypeError, KeyError, RecursionError) as exc:
        raise BadBackup("The backup's manifest cannot be read.") from exc
    if not usable:
        raise BadBackup("The backup's manifest lists what no backup has.")
    return manifest


def _refuse_others(manifest: Manifest, dialect: str) -> None:
    if manifest.dialect != dialect:
        raise OtherBackup(
            f"The backup is of a {manifest.dialect} database and NETMENTOR_DATABASE_URL names"
            f" a {dialect} one; restore into the kind it was made from."
        )


def _take_out(tar: tarfile.TarFile, name: str, target: Path) -> str:
    """Write one member to `target` and return the hash of what was written."""
    entries = [entry for entry in tar.getmembers() if entry.name == name]
    if len(entries) != 1:
        raise BadBackup(f"The backup holds {name} {len(entries)} times.")
    with target.open("xb") as file:
        shutil.copyfileobj(_content(tar, entries[0]), file)
        file.flush()
        os.fsync(file.fileno())
    return digest_of(target)


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None:
        raise BadBackup(f"The backup's {entry.name} is no plain file.")
    return content
