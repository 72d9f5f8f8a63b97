"""`netmentor export` and `import-account`: an account out of one place and into another."""

from __future__ import annotations

import random
import resource
import stat
import subprocess
import sys
from pathlib import Path

from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.cli.inside import counts_of, inside
from tests.cli.processes import CHECKOUT, PATIENCE, environ, netmentor
from tests.contacts.people import make_contact
from tests.taken_along import unzipped


async def _live() -> None:
    user = await make_user()
    for number in range(30):
        await make_contact(
            user, f"Sample {number}", note=random.Random(number).randbytes(4_000).hex(), promise="x"
        )
    await make_user(STRANGER)


def _on_a_full_disk() -> None:
    """Let no file of this process grow, as on a disk with little left."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_an_account_goes_out_erased_in_again_and_out_the_same(
    home: Settings, tmp_path: Path
) -> None:
    inside(home, _live)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    said = netmentor(home, "export", OWNER, str(first)).stdout
    assert said == (f"All that is kept of {OWNER} is in {first}: {first.stat().st_size:,} bytes.\n")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    netmentor(home, "erase", OWNER)
    netmentor(home, "user", "add", OWNER, "--name", "Somebody")

    said = netmentor(home, "import-account", OWNER, str(first)).stdout

    assert said == f"60 things are in, and are {OWNER}’s now.\n"
    netmentor(home, "export", OWNER, str(second))
    one, other = (unzipped(path.read_bytes()) for path in (first, second))
    assert one.pop("account.json") != other.pop("account.json")
    assert one == other


def test_what_cannot_be_is_refused_with_a_sentence(home: Settings, tmp_path: Path) -> None:
    inside(home, _live)
    out, text = tmp_path / "out.zip", tmp_path / "text.zip"
    text.write_text("no ZIP")
    netmentor(home, "export", OWNER, str(out))
    for arguments, sentence in (
        (("export", "nobody@example.org", str(tmp_path / "x")), "There is no account"),
        (("export", OWNER, str(tmp_path)), "is a folder"),
        (("export", OWNER, str(tmp_path / "none" / "x.zip")), "No such file or directory"),
        (("import-account", "nobody@example.org", str(out)), "There is no account"),
        (("import-account", OWNER, str(out)), "has something in it already"),
        (("import-account", STRANGER, str(text)), "This is no ZIP file"),
        (("import-account", STRANGER, str(tmp_path)), "Is a directory"),
        (("import-account", STRANGER, str(tmp_path / "none")), "No such file or directory"),
    ):
        done = netmentor(home, *arguments)
        assert (done.returncode, done.stdout) == (1, ""), arguments
        assert sentence in done.stderr, done.stderr
    assert sorted(tmp_path.iterdir()) == [out, text] or home.data.is_relative_to(tmp_path)
    assert counts_of(home)["contact"] == 30


def test_a_full_disk_leaves_what_stood_there_and_no_half(home: Settings, tmp_path: Path) -> None:
    inside(home, _live)
    folder = tmp_path / "out"
    folder.mkdir()
    out = folder / "out.zip"
    out.write_bytes(b"as it was")

    done = subprocess.run(
        [sys.executable, "-m", "netmentor", "export", OWNER, str(out)],
        env=environ(home),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        preexec_fn=_on_a_full_disk,
    )
    assert done.returncode == 1
    assert "The system refuses: [Errno 27] File too large" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["out.zip"]
    assert out.read_bytes() == b"as it was"
