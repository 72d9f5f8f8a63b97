"""Only a worker speaks to the mail server; the web process does not even know how."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.processes import CHECKOUT

WEB = "import sys, netmentor.app; print(*sorted(sys.modules))"


def test_the_web_process_imports_nothing_that_speaks_smtp() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WEB], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    imported = set(done.stdout.split())

    assert "netmentor.mail.outbox" in imported
    speakers = {"aiosmtplib", "netmentor.mail.smtp", "netmentor.mail.conversation"}
    assert not speakers & imported
