"""A ZIP that somebody hands in, read as if whoever made it meant harm.

Nothing is unpacked to disk. A name outside those that leave here, a second one, a lock, or more
than anybody may keep: each is a sentence, before anything of it is read.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from netmentor.db.carried import Row
from netmentor.errors import Invalid
from netmentor.moving.rooms import CARRIED

LARGEST_FILE = 2**31 - 1  # bytes, of the ZIP; our own have no need of ZIP64 up to here
LARGEST = 3 * 2**30  # bytes, of all that is in it
LARGEST_BODY = 10 * 2**20  # bytes of one photo or document
LONGEST_LINE = 2**20  # bytes
MOST_MEMBERS = 12_000
_LONGEST_DIRECTORY = 4 * 2**20  # bytes
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"  # APPNOTE 4.3.16 and 4.3.15
_NAMES = re.compile(
    r"README\.txt|account\.json|contacts\.(?:vcf|csv)|calendar\.ics"
    r"|(?:data|records)/[a-z_]{1,40}\.jsonl|files/[a-z]{1,20}/[0-9]{1,9}\.[a-z]{2,4}"
)
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error)


class Unreadable(Invalid):
    """A file that is no account of somebody, or not whole; the sentence says why."""


class Opened:
    """A ZIP with names that are ours alone."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._infos = _checked(archive.infolist())

    @property
    def records(self) -> list[str]:
        """The names of what is told and is in no table."""
        names = (name.removesuffix(".jsonl").split("/") for name in self._infos)
        return [name[1] for name in names if name[0] == "records"]

    def account(self) -> Row:
        """What account.json says."""
        return _object(self.body("account.json", LONGEST_LINE), "account.json")

    def lines(self, name: str) -> Iterator[tuple[str, Row]]:
        """Yield the things of a file of lines, each with where it stands; of no file none."""
        if name not in self._infos:
            return
        with _told(name), self._archive.open(name) as member:
            number = 0
            while line := member.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Unreadable(f"{name}, line {number}, is longer than a line may be.")
                yield f"{name}, line {number}", _object(line, f"{name}, line {number}")

    def body(self, name: str, largest: int = LARGEST_BODY) -> bytes:
        """All of one file."""
        if name not in self._infos:
            raise Unreadable(f"{name[:60]} is missing.")
        with _told(name), self._archive.open(name) as member:
            body = member.read(largest + 1)
            if len(body) > largest:
                raise Unreadable(f"{name} is larger than {largest // 2**20} MB.")
            return body


@contextmanager
def opened(file: BinaryIO) -> Iterator[Opened]:
    """Open a ZIP that can be sought; raise Unreadable."""
    _check_end(file)
    with _told("The file"):
        archive = ZipFile(file)
    with archive:
        yield Opened(archive)


def _check_end(file: BinaryIO) -> None:
    """Look at how long the directory says to be, before anything makes room for it."""
    size = file.seek(0, 2)
    if size > LARGEST_FILE:
        raise Unreadable("The file is larger than 2 GB.")
    file.seek(max(0, size - 42))
    tail = file.read(42)
    if len(tail) < 22 or tail[-22:-18] != _END or tail[-2:] != b"\0\0":
        raise Unreadable("This is no ZIP file, or it is cut off.")
    count, length = struct.unpack("<HI", tail[-12:-6])
    if tail[:4] == _END_64 or count > MOST_MEMBERS or length > _LONGEST_DIRECTORY:
        raise Unreadable(f"There are more than {MOST_MEMBERS:,} files in it.")


def _checked(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    known = {f"data/{one.name}.jsonl" for one in CARRIED}
    found: dict[str, ZipInfo] = {}
    for info in infos:
        name = info.filename
        if not _NAMES.fullmatch(name) or (name.startswith("data/") and name not in known):
            raise Unreadable(f"“{name[:60]}” is in it, which NetMentor does not know.")
        if name in found:
            raise Unreadable(f"{name} is in it twice.")
        if info.flag_bits & 1:
            raise Unreadable(f"{name} is locked by a password; unlock the file first.")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable(f"{name} is packed in a way that is not read here.")
        found[name] = info
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST:
        raise Unreadable(f"All that is in it is larger than {LARGEST // 2**30} GB.")
    return found


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as exc:
        raise Unreadable(f"{name} cannot be read: it is broken or cut off.") from exc


def _object(line: bytes, where: str) -> Row:
    try:
        told = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as exc:
        raise Unreadable(f"{where} is no JSON.") from exc
    if not isinstance(told, dict):
        raise Unreadable(f"{where} is no object.")
    return told


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
