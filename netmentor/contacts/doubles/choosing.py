"""What one person is of two: field by field, and again without one who was never the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from netmentor.contacts.rules import Answer

Columns = Mapping[str, Any]  # of a contact, by their names in the database, as JSON has them

# What may be chosen, and the columns that go together: where somebody was met is one thing.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "credentials": ("credentials",),
    "met": ("event_id", "met_where", "met_at"),
    "introduced_by": ("introduced_by_id",),
    "cadence": ("cadence_weeks",),
}
NOTES = ("note", "private_note")
FIELDS = (*(name for names in CHOICES.values() for name in names), *NOTES,
          "cadence_since", "answer", "sorted_at")  # fmt: skip
_NOTHING = ("", None)
_DECIDED = (Answer.TODAY, Answer.WEEK, Answer.KEEP)


def merged(mine: Columns, theirs: Columns, choices: Collection[str], ids: Collection[int]) -> Any:
    """The columns of one person who is two: one's own, but what is lacking and what is chosen.

    Notes are kept both, one beneath the other. Nobody of `ids` is introduced by themselves.

    >>> nobody = dict.fromkeys(FIELDS, "") | {"cadence_since": None}
    >>> one = merged(nobody | {"note": "a"}, nobody | {"note": "b", "name": "Bo"}, (), ())
    >>> one["note"], one["name"]
    ('a\\n\\nb', 'Bo')
    """
    mine, theirs = (_introduced_by_others(one, ids) for one in (mine, theirs))
    found = dict(mine)
    for choice, names in CHOICES.items():
        is_lacking = all(mine[name] in _NOTHING for name in names if name != "met_at")
        is_told = any(theirs[name] not in _NOTHING for name in names if name != "met_at")
        if is_told and (is_lacking or choice in choices):
            found |= {name: theirs[name] for name in names}
    for name in NOTES:
        found[name] = _both(mine[name], theirs[name])
    since = [one["cadence_since"] for one in (mine, theirs) if one["cadence_since"]]
    found["cadence_since"] = max(since, default=None)
    more = max(mine, theirs, key=lambda one: _weight(one["answer"]))
    return found | {name: more[name] for name in ("answer", "sorted_at")}


def carried_on(now: Columns, old: Columns, new: Columns) -> dict[str, Any]:
    """`now`, with `new` in place of what is still as in `old`: what was written since stays.

    >>> carried_on({"a": 1, "b": 5}, {"a": 1, "b": 2}, {"a": 3, "b": 4})
    {'a': 3, 'b': 5}
    """
    is_old = {name for name, value in now.items() if name in old and value == old[name]}
    return {name: new[name] if name in is_old else value for name, value in now.items()}


def _introduced_by_others(one: Columns, ids: Collection[int]) -> dict[str, Any]:
    by = one["introduced_by_id"]
    return {**one, "introduced_by_id": None if by in ids else by}


def _both(mine: str, theirs: str) -> str:
    if theirs in mine:
        return mine
    return theirs if mine in theirs else f"{mine}\n\n{theirs}"


def _weight(answer: str) -> int:
    """What was decided counts for more than what waits, and that for more than nothing to do."""
    return 2 if answer in _DECIDED else answer == Answer.WAITING
