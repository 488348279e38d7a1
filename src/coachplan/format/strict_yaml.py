"""Strict YAML: plain data with the place of every part, or the problems in it.

Anchors, aliases, tags, merge keys, duplicate keys and deep nesting are refused before anything is built from them, and
every scalar stays the text that was written, so that `no`, `012` and `1:30` keep their meaning.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_DEPTH = 20

Data: TypeAlias = Any  # nested dict[str, Data] | list[Data] | str | None
Location: TypeAlias = tuple[str | int, ...]

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SIGNS = ("&", "*", "!", "<<")
_INDICATOR = re.compile(r"(?:^|[\s,\[\]{}:-])[&*!]|<<")
_FORBIDDEN_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNUSUAL_BREAK = re.compile("[\x85\u2028\u2029]")
# libyaml's composer recurses without a limit: nesting this deep needs either many brackets or a very long line.
_SAFE_BRACKETS = 1000
_SAFE_LINE = 2000


@dataclass(frozen=True)
class SyntaxProblem:
    """A reason why a text cannot be read, at the index of its character."""

    index: int
    code: str
    message: str
    advice: str


class StrictYAMLError(Exception):
    """The text cannot be read because of `problems`, each at its place."""

    def __init__(self, *problems: SyntaxProblem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def moved(self, place: Callable[[int], int]) -> "StrictYAMLError":
        """Return the same error with its problems at other places."""
        return StrictYAMLError(*(replace(problem, index=place(problem.index)) for problem in self.problems))


def refused(index: int, code: str, message: str, advice: str) -> StrictYAMLError:
    """Return the error for one problem."""
    return StrictYAMLError(SyntaxProblem(index, code, message, advice))


def composed(text: str) -> tuple[MappingNode, dict[str, Data]]:
    """Return the nodes and the plain data of YAML that is a list of keys; raise `StrictYAMLError` otherwise."""
    if not text.isascii() and (unusual := _UNUSUAL_BREAK.search(text)):
        message = "an invisible line break stands here, which readers of YAML do not agree on"
        raise refused(unusual.start(), "CP002", message, "put a space or an ordinary line break in its place")
    try:
        if _needs_scan(text):
            _scan(text)
        node = _Composer(text).get_single_node()
    except yaml.YAMLError as error:
        raise StrictYAMLError(_syntax_problem(error)) from None
    if not isinstance(node, MappingNode):
        raise refused(0, "CP004", "the front matter is not a list of keys", "write it as `key: value`")
    builder = _Builder()
    data: dict[str, Data] = builder.mapping(node, 1)
    if builder.problems:
        raise StrictYAMLError(*builder.problems)
    return node, data


def unfit_character(text: str) -> SyntaxProblem | None:
    """Return the problem of a text with a character that a plan may not hold; None if it has none."""
    character = _FORBIDDEN_CHARACTER.search(text)
    if character is None:
        return None
    what = "a control character stands here" if character[0] < "\ud800" else "this is not a character of UTF-8 text"
    return SyntaxProblem(character.start(), "CP002", what, "remove it; plans are plain text")


class _Composer(CParser):
    """libyaml's composer without the resolver: scalars stay text."""

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, *_: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def _needs_scan(text: str) -> bool:
    return bool(
        (any(sign in text for sign in _SIGNS) and _INDICATOR.search(text))
        or text.count("[") + text.count("{") > _SAFE_BRACKETS
        or (len(text) > _SAFE_LINE < max(map(len, text.splitlines())))
    )


def _scan(text: str) -> None:
    """Refuse YAML that must not be composed, event by event and so without recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CLoader):
        index = getattr(event.start_mark, "index", 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refused(index, "CP006", "anchors and aliases (& and *) are not used in plans", _quote("write it out"))
        if getattr(event, "tag", None):
            raise refused(index, "CP006", "tags (!) are not used in plans", _quote("remove the tag"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise StrictYAMLError(_too_deep(index))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _quote(remedy: str) -> str:
    return f"{remedy}, or put quotes around the text"


def _too_deep(index: int) -> SyntaxProblem:
    return SyntaxProblem(index, "CP008", f"this is nested more than {MAX_DEPTH} levels deep", "write it flatter")


def _syntax_problem(error: yaml.YAMLError) -> SyntaxProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index: int = mark.index if mark else getattr(error, "position", 0)
    what = str(getattr(error, "problem", None) or "a character that YAML does not allow")
    if "nesting depth" in what:  # newer versions of libyaml look ahead, and stop first
        return _too_deep(index)
    if "Unicode character" in what:
        return SyntaxProblem(index, "CP002", "this is not a character of UTF-8 text", "remove it, or write it plainly")
    if "mapping values are not allowed" in what:
        advice = "put quotes around a text that holds a colon followed by a space"
    elif "tab" in what or "cannot start any token" in what:
        advice = "indent with spaces, and put quotes around a text that begins with a special character"
    else:
        advice = "see the line; quotes around the text or equal indentation usually help"
    return SyntaxProblem(index, "CP005", f"this is not valid YAML: {what}", advice)


class _Builder:
    """A builder of plain data from a tree of nodes; it collects refused parts in `problems`."""

    def __init__(self) -> None:
        self.problems: list[SyntaxProblem] = []

    def value(self, node: Node, depth: int) -> Data:
        if isinstance(node, ScalarNode):
            if node.style:
                self._require_fit(node)
                return node.value
            return None if node.value in NULLS else node.value
        if depth > MAX_DEPTH:
            self.problems.append(_too_deep(node.start_mark.index))
            return None
        if isinstance(node, SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        return self.mapping(node, depth)

    def mapping(self, node: Node, depth: int) -> dict[str, Data]:
        data: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse(key, "CP005", "a key must be a single word or text", "write it as `key: value`")
            elif key.value == "<<" and not key.style:
                self._refuse(key, "CP006", "merge keys (<<) are not used in plans", "write the keys out")
            elif key.value in data:
                self._refuse(
                    key,
                    "CP007",
                    "this key appears twice in the same place",
                    "keep one of the two; only one could count",
                )
            else:
                if key.style:
                    self._require_fit(key)
                data[key.value] = self.value(value, depth + 1)
        return data

    def _require_fit(self, node: ScalarNode) -> None:
        """Refuse control characters that are written as escapes: they would drive a terminal just the same."""
        if node.style == '"' and unfit_character(node.value):
            self._refuse(node, "CP002", "a control character is written here", "remove it; plans are plain text")

    def _refuse(self, node: Node, code: str, message: str, advice: str) -> None:
        self.problems.append(SyntaxProblem(node.start_mark.index, code, message, advice))
