"""Long texts on a terminal: whole as far as somebody reads there, and the rest is counted."""

import pytest

from coachplan.output.terminal.blocks import pieces


@pytest.mark.parametrize("lines", [1, 200, 201, 10_000])
def test_a_long_text_is_whole(lines: int) -> None:
    words = "\n".join(f"line {number}" for number in range(lines))

    assert "\n".join(pieces(words)) == words
    assert max(piece.count("\n") for piece in pieces(words)) < 200


def test_of_a_text_that_nobody_would_read_there_the_rest_is_counted() -> None:
    assert pieces("") == []
    assert pieces("x\n" * 10_000)[-1] == "… and 1 more line"
    shown = pieces("x\n" * 20_000)
    assert shown[-1] == "… and 10001 more lines"
    assert "\n".join(shown[:-1]) == "\n".join("x" * 10_000)
