"""Two changes of one text, line by line: both of them where they are apart, and the lines on which they differ."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

Lines = Sequence[str]

# Comparing very long texts that repeat themselves would take minutes: they count as one piece.
_MOST = 20_000
_MARK = "<=>"


class Piece(NamedTuple):
    """Lines of a merged text: as I have them, and as they have them; the same unless both changed them."""

    mine: Lines
    theirs: Lines


def merged_lines(base: str, mine: str, theirs: str) -> tuple[str, str]:
    """Return the text with both changes, once with my lines where the two clash, and once with theirs."""
    pieces = list(_pieces(*map(_lines, (base, mine, theirs))))
    return "".join(line for piece in pieces for line in piece.mine), "".join(
        line for piece in pieces for line in piece.theirs
    )


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends, as git counts them."""
    *ended, last = text.split("\n")
    return [f"{line}\n" for line in ended] + ([last] if last else [])


def _pieces(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Piece]:
    """Yield the text piece by piece; lines that neither changed part the pieces, as in git."""
    in_mine, in_theirs = _places(base, mine), _places(base, theirs)
    at = (0, 0, 0)
    for place in [*(place for place in range(len(base)) if place in in_mine and place in in_theirs), len(base)]:
        to = (place, in_mine.get(place, len(mine)), in_theirs.get(place, len(theirs)))
        yield _decided(*(lines[start:end] for lines, start, end in zip((base, mine, theirs), at, to, strict=True)))
        if place < len(base):
            yield Piece([base[place]], [base[place]])
        at = (to[0] + 1, to[1] + 1, to[2] + 1)


def _decided(base: Lines, mine: Lines, theirs: Lines) -> Piece:
    if mine == base:
        return Piece(theirs, theirs)
    if theirs in (base, mine):
        return Piece(mine, mine)
    return Piece(mine, theirs)


def _places(base: Lines, other: Lines) -> dict[int, int]:
    """Return the place in another text of each line that stayed."""
    return {one + n: two + n for one, two, size in _same(base, other) for n in range(size)}


def _same(one: Lines, two: Lines) -> Iterator[tuple[int, int, int]]:
    """Yield runs of lines that two texts have in common: where they begin in each, and how many they are."""
    shortest = min(len(one), len(two))
    start = next((n for n in range(shortest) if one[n] != two[n]), shortest)
    most = shortest - start
    end = next((n for n in range(most) if one[-1 - n] != two[-1 - n]), most)
    inner = one[start : len(one) - end], two[start : len(two) - end]
    yield 0, 0, start
    if sum(map(len, inner)) <= _MOST:
        for match in SequenceMatcher(None, *inner, autojunk=len(inner[1]) > _MOST // 10).get_matching_blocks():
            yield start + match.a, start + match.b, match.size
    yield len(one) - end, len(two) - end, end


def marked(mine: str, theirs: str, labels: tuple[str, str], size: int) -> str:
    """Return one text out of two, with git's conflict markers around the lines in which they differ.

    Lines that differ within one entry, or one key with what it holds, are one conflict: they belong together.
    """
    one, two = _lines(mine), _lines(theirs)
    newline = "\r\n" if one and one[0].endswith("\r\n") else "\n"
    head, middle, foot = (mark * size for mark in _MARK)
    text = ""
    at = (0, 0)
    for first, second, ends in _differing(one, two):
        text += "".join(one[at[0] : first])
        sides = [_ended(lines, newline) for lines in (one[first : ends[0]], two[second : ends[1]])]
        text += f"{head} {labels[0]}{newline}{sides[0]}{middle}{newline}{sides[1]}{foot} {labels[1]}{newline}"
        at = ends
    return text + "".join(one[at[0] :])


def _ended(lines: Lines, newline: str) -> str:
    text = "".join(lines)
    return text if not text or text.endswith("\n") else text + newline


def _differing(one: Lines, two: Lines) -> list[tuple[int, int, tuple[int, int]]]:
    """Return where lines differ: where that begins in each text, and where it ends."""
    found: list[tuple[int, int, tuple[int, int]]] = []
    at = (0, 0)
    for first, second, size in (*_same(one, two), (len(one), len(two), 0)):
        if (first, second) != at and (found and _belong_together(one[found[-1][2][0] : at[0]])):
            found[-1] = (found[-1][0], found[-1][1], (first, second))
        elif (first, second) != at:
            found.append((*at, (first, second)))
        at = (first + size, second + size)
    return found


def _belong_together(between: Lines) -> bool:
    """True for lines that lead on within one entry of a list or one key."""
    return all(line[0] in " \t" and not line.lstrip().startswith("- ") for line in between)
