"""The bars that a page in a browser must keep, whoever looks at it: axe's, and its own width."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe judges by colors (its tag cat.color, within RULES): all else is the same in the dark.
COLOR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Only what was found leaves the browser: the list of what passed takes longer than the search.
FIND = """async rules => (await axe.run(document, {runOnly: rules})).violations
    .map(one => `${one.id}: ${one.nodes[0].target.join(' ')}`)"""

_WITH_FOCUS = "a[href], button, input, textarea, select, summary"
_COVERED = """() => {
  const one = document.activeElement, bar = document.querySelector('.tabbar');
  if (one === document.body || bar.contains(one)) return '';
  const a = one.getBoundingClientRect(), b = bar.getBoundingClientRect();
  const over = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return b.height && over > 1 && a.height < b.top ? one.outerHTML.slice(0, 120) : '';
}"""


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def keep_the_bars(page: Page, node_modules: Path) -> None:
    """Find nothing with axe in light nor in dark colors, and nothing that scrolls sideways.

    The context must be opened with `bypass_csp`, or axe itself is not let in, and with
    `reduced_motion`, or colors are measured while they fade.
    """
    page.add_script_tag(path=str(node_modules / "axe-core" / "axe.min.js"))
    for colors, rules in (("light", RULES), ("dark", COLOR_RULES)):
        page.emulate_media(color_scheme=colors, reduced_motion="reduce")
        assert page.evaluate(FIND, rules) == [], (page.url, colors, page.viewport_size)
        assert overflow(page) <= 0, (page.url, colors, page.viewport_size)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what has the focus is what is looked for; it is in sight then."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            break
    expect(page.locator(selector).first).to_be_focused()
    expect(page.locator(selector).first).to_be_in_viewport()


def focus_under_the_bar(page: Page) -> list[str]:
    """What the bar below covers of all that has the focus as somebody goes through by Tab."""
    covered: list[str] = []
    for _ in range(page.locator(_WITH_FOCUS).count()):
        page.keyboard.press("Tab")
        covered += [hidden] if (hidden := page.evaluate(_COVERED)) else []
    return covered


def keep_the_markup(pages: Iterable[Path], node_modules: Path, *rules: str) -> None:
    """Have two judges read the markup of pages, all at once: each takes seconds to start.

    `rules` are html-validate's, as "form-dup-name:off".
    """
    vnu = ["java", "-jar", str(node_modules / "vnu-jar/build/dist/vnu.jar"), "--errors-only"]
    html_validate = ["node", str(node_modules / "html-validate/bin/html-validate.mjs")]
    html_validate += [word for rule in rules for word in ("--rule", rule)]
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
