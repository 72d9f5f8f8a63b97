"""One command of the program in a process of its own, forked where everything is imported already.

To import the program takes a second, and hundreds of tests run it.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from netmentor.__main__ import main

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def run(
    arguments: Sequence[str], env: Mapping[str, str], folder: Path, patience: float
) -> subprocess.CompletedProcess[str]:
    """Run `netmentor` with `arguments`, at most for `patience` seconds, and return what it said."""
    with tempfile.TemporaryDirectory(prefix="netmentor-said-") as said:
        out, err = Path(said, "out"), Path(said, "err")
        process = _FORKS.Process(target=_carry_out, args=(arguments, dict(env), folder, out, err))
        process.start()
        process.join(patience)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["netmentor", *arguments], patience)
        told = [path.read_text(encoding="utf-8") for path in (out, err)]
    return subprocess.CompletedProcess(["netmentor", *arguments], process.exitcode, *told)


def _carry_out(
    arguments: Sequence[str], env: Mapping[str, str], folder: Path, out: Path, err: Path
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    for path, number in ((out, sys.stdout.fileno()), (err, sys.stderr.fileno())):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.exit(main(arguments))
