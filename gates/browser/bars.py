"""The bars that a page in a browser must keep, whoever looks at it: axe's, and its own width."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what was found leaves the browser: the list of what passed takes longer than the search.
FIND = """async rules => (await axe.run(document, {runOnly: rules})).violations
    .map(one => `${one.id}: ${one.nodes[0].target.join(' ')}`)"""


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def keep_the_bars(page: Page, node_modules: Path) -> None:
    """Find nothing with axe in light nor in dark colors, and nothing that scrolls sideways.

    The context must be opened with `bypass_csp`, or axe itself is not let in, and with
    `reduced_motion`, or colors are measured while they fade.
    """
    page.add_script_tag(path=str(node_modules / "axe-core" / "axe.min.js"))
    for colors in ("light", "dark"):
        page.emulate_media(color_scheme=colors, reduced_motion="reduce")
        assert page.evaluate(FIND, RULES) == [], (page.url, colors, page.viewport_size)
        assert overflow(page) <= 0, (page.url, colors, page.viewport_size)


def keep_the_markup(pages: Iterable[Path], node_modules: Path) -> None:
    """Have two judges read the markup of pages, all at once: each takes seconds to start."""
    vnu = ["java", "-jar", str(node_modules / "vnu-jar/build/dist/vnu.jar"), "--errors-only"]
    html_validate = ["node", str(node_modules / "html-validate/bin/html-validate.mjs")]
    files = [str(page) for page in pages]
    for judge in (vnu, html_validate):
        done = subprocess.run(
            [*judge, *files],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=node_modules.parent,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
