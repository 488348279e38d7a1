"""The fingerprint of a build: all that decides a result is in it."""

import pytest

import coachplan
from coachplan.store.build_fingerprint import fingerprint


@pytest.mark.parametrize(
    ("name", "is_a_part"), [("rule.py", True), ("words.txt", True), ("rule.cpython-311.pyc", False)]
)
def test_code_and_word_lists_are_a_part_of_the_build(tmp_path, monkeypatch, name, is_a_part):
    monkeypatch.setattr(coachplan, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / name).write_text("one", encoding="utf-8")
    before = fingerprint.__wrapped__()
    (tmp_path / "checks" / name).write_text("two words", encoding="utf-8")

    assert (fingerprint.__wrapped__() != before) == is_a_part
