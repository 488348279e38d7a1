"""Two changes of one plan's file become one: the front matter field by field, the Markdown below it by lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from coachplan.coaching.merging.lines import marked, merged_lines
from coachplan.coaching.merging.parts import Answer, Conflict, Merging, Versions, is_same, three_ways
from coachplan.coaching.merging.sections import PLAN
from coachplan.format.parts import Outline, Part, outline, put_together, reads_as
from coachplan.format.strict_yaml import StrictYAMLError

TEXT = "text"
"""The key of the question about the Markdown below the front matter."""

LINES = "lines"
"""The key of the question about a file that cannot be read, and is merged line by line."""

CLOSED_UNSEEN = "closed by one side and changed by the other"
"""The beginning of the notice about such a plan."""

_MARK = "\ufeff"
_END, _LONG_END = "\n", "\r\n"


@dataclass(frozen=True)
class Merged:
    """A merged plan: as I would have it and as they would, which are the same unless there are questions.

    `unseen` has the keys that one side changed while the other closed the plan.
    """

    mine: bytes
    theirs: bytes
    conflicts: tuple[Conflict, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """The line about changes that whoever closed the plan did not see; empty without any."""
        return f"{CLOSED_UNSEEN}, in {', '.join(self.unseen)}: both should look" if self.unseen else ""

    def text(self, labels: tuple[str, str] = ("mine", "theirs"), size: int = 7) -> bytes:
        """Return the merged text, with git's conflict markers around the lines that are in question."""
        if not self.conflicts:
            return self.mine
        return _encoded(marked(_decoded(self.mine), _decoded(self.theirs), labels, size))


class _Texts(NamedTuple):
    """The texts of the three versions, with plain line ends where that can be undone; without a base it is empty."""

    base: str
    mine: str
    theirs: str


def merge(base: bytes | None, mine: bytes, theirs: bytes, answers: Mapping[str, Answer] | None = None) -> Merged:
    """Return two changes of a plan as one; `base` is None where both made the file.

    `answers` says which value is taken, by the key of a question. A file that cannot be read is merged line by line.
    """
    if theirs in (base, mine):
        return Merged(mine, mine)
    if mine == base:
        return Merged(theirs, theirs)
    raw = [_decoded(data) for data in (mine if base is None else base, mine, theirs)]
    mark = three_ways(*(_MARK if text.startswith(_MARK) else "" for text in raw))
    raw = [text.removeprefix(_MARK) for text in raw]
    end = _END
    if not any(0 < text.count(_LONG_END) < text.count(_END) for text in raw):
        end = three_ways(*(_LONG_END if _LONG_END in text else _END for text in raw))
        raw = [text.replace(_LONG_END, _END) for text in raw]
    texts, merging = _Texts("" if base is None else raw[0], raw[1], raw[2]), Merging(answers or {})
    first, second, unseen = _by_meaning(texts, merging) or _by_lines(texts, merging)
    first, second = (mark + text.replace(_END, end) for text in (first, second))
    return Merged(_encoded(first), _encoded(second), tuple(merging.conflicts), unseen)


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _by_lines(texts: _Texts, merging: Merging) -> tuple[str, str, tuple[str, ...]]:
    """Return the texts merged as git would merge them."""
    merging.conflicts.clear()
    first, second = merging.choose(LINES, "two values", merged_lines(*texts))
    return first, second, ()


def _by_meaning(texts: _Texts, merging: Merging) -> tuple[str, str, tuple[str, ...]] | None:
    """Return the texts merged by what they say; None where one cannot be read, or the result could not be."""
    try:
        known = [outline(text) if text else None for text in texts]
    except StrictYAMLError:
        return None
    base, mine, theirs = known
    if mine is None or theirs is None:
        return None
    versions = Versions(base.root if base else None, mine.root, theirs.root)
    roots = merging.blend((), PLAN, versions)
    rest = merged_lines(base.rest if base else theirs.closing, mine.rest, theirs.rest)
    rest = merging.choose(TEXT, "two values", rest)
    opening = three_ways(base.opening if base else mine.opening, mine.opening, theirs.opening)
    found = [_written(opening, root, text, versions) for root, text in zip(roots, rest, strict=True) if root]
    if None in found or len(found) < len(roots):
        return None
    return str(found[0]), str(found[1]), _unseen(versions)


def _written(opening: str, root: Part, rest: str, versions: Versions) -> str | None:
    """Return a text that reads as the merged data; parts that were put together in vain are written anew."""
    sides = [{part.name: part for part in version.children or ()} for version in versions if version]
    is_taken = {part.name: any(is_same(part, side.get(part.name)) for side in sides) for part in root.children or ()}
    anew = [part if is_taken[part.name] else part.rewritten(part.data) for part in root.children or ()]
    for whole in (root, put_together(root, anew, root.header)):
        text = Outline(opening, whole, rest).text
        if reads_as(text, root.data):
            return text
    return None


def _unseen(versions: Versions) -> tuple[str, ...]:
    """Return the keys that one side changed while the other closed the plan."""
    base, mine, theirs = (version.data if version else {} for version in versions)
    closed = [side.get("status") == "closed" for side in (base, mine, theirs)]
    if closed[0] or closed[1] == closed[2]:
        return ()
    closing, other = (mine, theirs) if closed[1] else (theirs, mine)
    keys: Mapping[str, Any] = {**base, **other}
    return tuple(key for key in keys if other.get(key) not in (base.get(key), closing.get(key)))
