"""What is written down of a draft is all of it."""

from __future__ import annotations

import json

from hypothesis import given

from netmentor.events.drafts import Draft
from netmentor.events.written import read, written
from tests.events.any_drafts import listable_drafts


@given(listable_drafts())
def test_what_was_written_down_is_read_back(draft: Draft) -> None:
    assert read(written(draft)) == draft


@given(listable_drafts())
def test_json_keeps_what_was_written_down(draft: Draft) -> None:
    told = written(draft)
    assert json.loads(json.dumps(told)) == told
    assert read(json.loads(json.dumps(told))) == draft


@given(listable_drafts())
def test_what_was_read_back_is_written_down_alike(draft: Draft) -> None:
    assert written(read(written(draft))) == written(draft)
