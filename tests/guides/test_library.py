from __future__ import annotations

import re

import pytest

from netmentor.errors import NotFound
from netmentor.guides.library import BrokenGuide, Guide, guide, guides, read
from netmentor.guides.rendering import rendered

GOOD = """---
order: 1
title: Fees
summary: What fees are.
checked: 2026-11-22
source: 2026-11-22 | https://fees.example/ | A page on fees
pointer: https://more.example/ | More of it
---

## Fees

[Fees](https://fees.example/) come in [steps](/events?kind=course). See [more](https://more.example/).

### Students

Ask.
"""


def swapped(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def sections(found: Guide) -> list[str]:
    """The HTML of a guide, cut before each second-level heading."""
    return [part for part in re.split(r"(?=<h2>)", found.html) if part.strip()]


def words_of(found: Guide) -> int:
    return len(re.sub(r"<[^>]+>", " ", found.html).split())


def test_the_guides_come_in_the_order_to_read_them() -> None:
    assert [one.slug for one in guides()] == [
        "associations",
        "first-conference",
        "introduction",
        "informational-interviews",
        "hipaa",
        "asking-for-an-internship",
    ]


def test_they_are_rendered_once_a_process() -> None:
    assert guides() is guides()


@pytest.mark.parametrize("found", guides(), ids=lambda found: found.slug)
class TestEveryGuide:
    def test_it_is_short(self, found: Guide) -> None:
        assert 300 <= words_of(found) <= 700

    def test_its_summary_is_one_sentence(self, found: Guide) -> None:
        assert re.fullmatch(r"[^.?!]+(U\.S\.)?[^.?!]*\.", found.summary)

    def test_each_part_of_it_cites_a_page_or_says_that_it_is_our_advice(self, found: Guide) -> None:
        bare = [
            part[:60]
            for part in sections(found)
            if 'href="' not in part and not part.startswith("<h2>NetMentor’s advice")
        ]

        assert bare == []

    def test_it_has_no_script_no_style_and_no_first_heading(self, found: Guide) -> None:
        assert not re.search(r"<script|<style|style=|<h1|&lt;", found.html)


def test_a_good_guide_is_read_as_it_stands() -> None:
    found = read("fees", GOOD)

    assert (found.slug, found.title, found.summary) == ("fees", "Fees", "What fees are.")
    assert [(one.address, str(one.checked_on)) for one in found.sources] == [
        ("https://fees.example/", "2026-11-22"),
        ("https://more.example/", "None"),
    ]
    assert '<a href="/events?kind=course">steps</a>' in found.html


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("## Fees\n", "its facts between two rules"),
        (swapped("order: 1\n", ""), "“order” must be there once"),
        (swapped("order: 1\n", "order: 1\norder: 2\n"), "“order” must be there once"),
        (swapped("order: 1", "order: first"), "first"),
        (swapped("order: 1", "author: me"), "“author: me” is none"),
        (swapped("checked: 2026-11-22", "checked: yesterday"), "yesterday"),
        (swapped("checked: 2026-11-22", "checked: 2026-11-21"), "was read after"),
        (swapped(" | A page on fees", ""), "has not 3 parts"),
        (GOOD.replace("https://fees", "http://fees"), "http://fees.example/ is not https"),
        (swapped("(/events?kind=course)", "(//evil.example/)"), "//evil.example/ is not https"),
        (swapped("(/events?kind=course)", "(https://e.example/)"), "must be one of its sources"),
        (swapped("pointer: https://more", "pointer: https://fees"), "must be one of its sources"),
        (swapped("[more](https://more.example/)", "more"), "does not link to"),
        (swapped("### Students", "#### Students"), "“Students” is not one level"),
        (swapped("## Fees", "# Fees"), "“Fees” is not one level"),
        (swapped("Ask.", "<b>Ask.</b>"), "holds HTML"),
        (swapped("Ask.", "![Ask](/static/favicon.svg)"), "shows a picture"),
    ],
)
def test_a_broken_guide_is_refused_by_name_and_reason(content: str, complaint: str) -> None:
    with pytest.raises(BrokenGuide, match=re.escape(complaint)) as refused:
        read("fees", content)

    assert str(refused.value).startswith("fees.md: ")


@pytest.mark.parametrize("slug", ["never", "../library", ""])
def test_a_guide_that_nobody_wrote_is_not_found(slug: str) -> None:
    with pytest.raises(NotFound):
        guide(slug)


def test_a_table_scrolls_in_a_wrapper_named_after_the_heading_above() -> None:
    html = rendered("## Fees & more\n\n| Who | Fee |\n|---|---|\n| *You* | $1 |\n").html

    assert html.replace("\n", "") == (
        "<h2>Fees &amp; more</h2>"
        '<div class="table-wrap" tabindex="0" role="group" aria-label="Fees &amp; more">'
        '<table class="table">'
        '<thead><tr><th scope="col">Who</th><th scope="col">Fee</th></tr></thead>'
        '<tbody><tr><th scope="row"><em>You</em></th><td>$1</td></tr></tbody>'
        "</table></div>"
    )


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "a <b onclick=x>b</b>", "[x](javascript:alert(1))"],
)
def test_markup_in_a_text_is_shown_and_never_obeyed(hostile: str) -> None:
    assert not re.search(r"<script|<b |href=", rendered(hostile).html)
