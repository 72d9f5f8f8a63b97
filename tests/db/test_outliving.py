"""Notes that outlive a restore are read whatever became of one of them."""

from __future__ import annotations

from pathlib import Path

from netmentor.db.outliving import note_down, noted


def test_a_line_that_was_cut_off_is_none_and_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl"
    assert noted(file) == []
    note_down(file, {"id": 1})
    with file.open("a") as notes:
        notes.write('{"id": 2, "crea')
    assert noted(file) == [{"id": 1}]
    note_down(file, {"id": 3})
    note_down(file, {"id": 4})
    assert noted(file) == [{"id": 1}, {"id": 3}, {"id": 4}]
