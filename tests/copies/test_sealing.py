"""A password of somebody's cloud is in no backup as it is, and outlives a change of keys."""

from __future__ import annotations

import errno
import io
import stat
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from netmentor.copies import sealing
from netmentor.copies.sealing import Sealed, is_sealed_today, opened, seal, why_not_recipient
from netmentor.settings import Settings
from tests.conftest import settings_for

WORD = "Grün-quokka"
OTHER = "f" * 64


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "data")


def test_what_is_sealed_is_opened_again_and_each_time_other_bytes(here: Settings) -> None:
    first, second = seal(here, WORD), seal(here, WORD)

    assert opened(here, first) == opened(here, second) == WORD
    assert first != second
    assert WORD.encode() not in first


def test_a_backup_with_its_secret_key_opens_nothing(here: Settings, tmp_path: Path) -> None:
    sealed = seal(here, WORD)
    beside = here.data / sealing.SEALING_KEY
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600

    elsewhere = tmp_path / "restored"
    elsewhere.mkdir()
    (elsewhere / "secret_key").write_text((here.data / "secret_key").read_text())
    restored = settings_for(elsewhere)
    assert restored.secret_key == here.secret_key
    with pytest.raises(Sealed, match=r"Enter it again\.$"):
        opened(restored, sealed)
    with pytest.raises(Sealed):
        opened(replace(restored, secret_key=OTHER, old_secret_keys=(here.secret_key,)), sealed)


def test_a_key_that_became_an_old_one_goes_on_opening(here: Settings) -> None:
    sealed = seal(here, WORD)
    rotated = replace(here, secret_key=OTHER, old_secret_keys=(here.secret_key,))

    assert opened(rotated, sealed) == WORD
    assert not is_sealed_today(rotated, sealed)
    again = seal(rotated, opened(rotated, sealed))
    assert is_sealed_today(rotated, again)
    assert opened(replace(rotated, old_secret_keys=()), again) == WORD
    with pytest.raises(Sealed):
        opened(replace(rotated, old_secret_keys=()), sealed)


def test_machines_that_share_a_key_by_their_settings_open_what_one_sealed(
    here: Settings, tmp_path: Path
) -> None:
    one = replace(here, secret_key=OTHER)
    other = replace(settings_for(tmp_path / "other"), secret_key=OTHER)

    assert opened(other, seal(one, WORD)) == WORD
    assert not (one.data / sealing.SEALING_KEY).exists()


def test_what_was_tampered_with_opens_nothing(here: Settings) -> None:
    sealed = bytearray(seal(here, WORD))
    sealed[-1] ^= 1
    for broken in (bytes(sealed), b"", b"junk", bytes(sealed[:40])):
        with pytest.raises(Sealed):
            opened(here, broken)


def test_no_room_for_what_is_encrypted_is_told_as_the_disk_tells_it() -> None:
    class Full(io.BytesIO):
        def write(self, piece: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    key = pyrage.x25519.Identity.generate()
    with pytest.raises(OSError, match="No space left") as said:
        sealing.encrypt(io.BytesIO(b"x" * 99_999), Full(), str(key.to_public()))
    assert said.value.errno == errno.ENOSPC


def test_a_public_key_of_age_is_taken_and_nothing_else() -> None:
    key = pyrage.x25519.Identity.generate()
    assert why_not_recipient(str(key.to_public())) is None
    for wrong in ("", "age1", "age1xyz", f"{key.to_public()}q", "ssh-ed25519 AAAA", "á" * 300):
        assert str(why_not_recipient(wrong)).startswith("That is no public key of age")
    assert str(why_not_recipient(str(key))).startswith("That is the secret key: keep it to your")
