"""Roles and counts have one name each."""

from typing import get_args

import pytest

from coachplan.base.words import ROLES, capitalized, plural, spaced
from coachplan.plan import Role


def test_every_role_of_the_format_has_a_name() -> None:
    assert tuple(ROLES) == get_args(Role)


@pytest.mark.parametrize(("count", "words"), [(0, "0 plans"), (1, "1 plan"), (2, "2 plans"), (-1, "-1 plans")])
def test_a_count_takes_the_noun_that_fits(count: int, words: str) -> None:
    assert plural(count, "plan") == words


def test_a_plural_may_be_named() -> None:
    assert plural(2, "entry", "entries") == "2 entries"
    assert plural(1, "entry", "entries") == "1 entry"


def test_a_capital_leaves_the_other_letters_as_they_are() -> None:
    assert [capitalized(words) for words in ("team member", "HR", "")] == ["Team member", "HR", ""]


def test_a_key_is_read_without_its_marks() -> None:
    assert [spaced(key) for key in ("partly-achieved", "proposed_by")] == ["partly achieved", "proposed by"]
