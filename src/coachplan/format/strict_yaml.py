"""Front matter, read strictly: plain data with the place of every part, or what stands in the way; never a surprise.

Behind python-frontmatter sits a loader of our own on libyaml's composer: anchors, aliases, tags, merge keys, duplicate
keys and deep nesting are refused before anything is built from them, and every scalar stays the text that was written,
so that `no`, `012` and `1:30` mean what they say.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_FILE_BYTES = 1024 * 1024
MAX_FRONT_MATTER_BYTES = 64 * 1024
MAX_DEPTH = 20

Data: TypeAlias = Any  # nested dict[str, Data] | list[Data] | str | None
Location: TypeAlias = tuple[str | int, ...]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# A search for fixed letters goes many times as fast as one that looks at every beginning of a line.
_OPENING = re.compile(r"---[ \t]*(?:\r?\n|\Z)")
_CLOSING = re.compile(r"\n---[ \t]*(?:\r?\n|\Z)")
_OURS, _THEIRS = "<<<<<<< ", ">>>>>>> "
_CONFLICT = re.compile(rf"^(?:{_OURS}|{_THEIRS})", re.MULTILINE)
_SIGNS = ("&", "*", "!", "<<")
_INDICATOR = re.compile(r"(?:^|[\s,\[\]{}:-])[&*!]|<<")
_FORBIDDEN_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNUSUAL_BREAK = re.compile("[\x85\u2028\u2029]")
# libyaml's composer recurses without a limit: nesting this deep needs either many brackets or a very long line.
_SAFE_BRACKETS = 1000
_SAFE_LINE = 2000


@dataclass(frozen=True)
class SyntaxProblem:
    """Why a text cannot be read, at the index of its character."""

    index: int
    code: str
    message: str
    advice: str


class StrictYAMLError(Exception):
    """The text cannot be read; `problems` says why, each at its place."""

    def __init__(self, *problems: SyntaxProblem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class FrontMatter:
    """What was read: `data` (texts, lists, mappings, None), the Markdown `body`, and where everything stands.

    `text` is the whole file without its byte order mark; `offset` is the index of the first character of the YAML.
    """

    text: str
    data: dict[str, Data]
    body: str
    root: MappingNode
    offset: int
    _entries: dict[int, dict[str, tuple[Node, Node]]] = field(default_factory=dict)

    def node_at(self, location: Location) -> tuple[Node, Node | None, int]:
        """The node at `location`, the key that leads to it, and how many steps of `location` exist in the text.

        A list step on a single entry stays where it is, as does any step on a scalar: short forms have their place.
        """
        node: Node = self.root
        key: Node | None = None
        reached = 0
        for step in location:
            found = self._step(node, step)
            if found is None:
                break
            key, node = found[0] or key, found[1]
            reached += 1
        return node, key, reached

    def index_of(self, location: Location) -> int:
        """The index in `text` of the value at `location`, or of its key where the value is empty or not there."""
        node, key, reached = self.node_at(location)
        blank = isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index
        if reached == len(location) and not blank:
            return int(self.offset + node.start_mark.index)
        return self.index_of_key(location[:reached]) if key is not None else 0

    def span_of(self, location: Location) -> tuple[int, int]:
        """The indexes in `text` of the first character at `location`, as `index_of` has it, and behind its last."""
        node, _, _ = self.node_at(location)
        return self.index_of(location), int(self.offset + node.end_mark.index)

    def index_of_key(self, location: Location) -> int:
        """The index in `text` of the key of `location`, or of the nearest key above it."""
        _, key, _ = self.node_at(location)
        return int(self.offset + key.start_mark.index) if key is not None else 0

    def _step(self, node: Node, step: str | int) -> tuple[Node | None, Node] | None:
        if isinstance(node, ScalarNode):
            return None if node.value in _NULLS else (None, node)
        if isinstance(step, str):
            return self._keys_of(node).get(step) if isinstance(node, MappingNode) else None
        if isinstance(node, MappingNode):
            return None, node
        return (node.value[step], node.value[step]) if 0 <= step < len(node.value) else None

    def _keys_of(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        if id(node) not in self._entries:
            self._entries[id(node)] = {key.value: (key, value) for key, value in node.value}
        return self._entries[id(node)]


def read(raw: bytes) -> FrontMatter:
    """Read a Markdown file with YAML front matter; raise `StrictYAMLError` with everything that stands in the way."""
    text = _decode(raw)
    if (_OURS in text or _THEIRS in text) and (conflict := _CONFLICT.search(text)):
        raise StrictYAMLError(
            SyntaxProblem(
                conflict.start(),
                "CP009",
                "the file holds conflict markers of a merge",
                "keep what is right, remove the marker lines, then `git add` this file and finish the merge or rebase",
            )
        )
    opening = _OPENING.match(text)
    if opening is None:
        raise StrictYAMLError(
            SyntaxProblem(
                0, "CP004", "there is no front matter", "begin the file with a line `---` and the plan's keys"
            )
        )
    closing = _CLOSING.search(text, opening.end() - 1)
    if closing is None:
        raise StrictYAMLError(
            SyntaxProblem(
                0, "CP004", "the front matter has no end", "close it with a line `---` before the Markdown text"
            )
        )
    handler = _FrontMatterHandler(text, opening.end(), closing)
    data, body = frontmatter.parse(text, handler=handler)
    assert handler.root is not None
    return FrontMatter(text, data, body, handler.root, handler.offset)


@lru_cache(maxsize=8)
def read_once(raw: bytes) -> FrontMatter:
    """As `read`, once for the same bytes: an edit ends with a text that the next edit, or the check, begins with.

    The `data` of it is nobody's to change.
    """
    return read(raw)


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_FILE_BYTES:
        raise StrictYAMLError(
            SyntaxProblem(0, "CP003", "the file is larger than 1 MiB", "keep large material elsewhere and link to it")
        )
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        readable = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        raise StrictYAMLError(
            SyntaxProblem(len(readable), "CP002", "this is not UTF-8 text", "save the file with UTF-8 encoding")
        ) from None
    if problem := unfit_character(text):
        raise StrictYAMLError(problem)
    return text


def encoded(text: str) -> bytes:
    """The bytes of a text; what is no character becomes bytes that `read` refuses."""
    return text.encode("utf-8", "surrogatepass")


def unfit_character(text: str, index: int = 0) -> SyntaxProblem | None:
    """What is wrong where `text` holds a character that no plan may hold, however it is written."""
    character = _FORBIDDEN_CHARACTER.search(text)
    if character is None:
        return None
    what = "a control character stands here" if character[0] < "\ud800" else "this is not a character of UTF-8 text"
    return SyntaxProblem(index + character.start(), "CP002", what, "remove it; plans are plain text")


class _FrontMatterHandler(BaseHandler):
    """python-frontmatter's handler for strict YAML; keeps the node tree of what it read in `root`."""

    FM_BOUNDARY = _OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, text: str, offset: int, closing: re.Match[str]) -> None:
        super().__init__()
        self.offset = offset
        self.root: MappingNode | None = None
        self._parts = text[offset : closing.start() + 1], text[closing.end() :]

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 - see below
        # python-frontmatter hands over a text whose line ends it has changed; places count in the file as it is.
        return self._parts

    def load(self, fm: str) -> dict[str, Data]:
        if len(fm.encode()) > MAX_FRONT_MATTER_BYTES:
            raise StrictYAMLError(
                SyntaxProblem(
                    0, "CP003", "the front matter is larger than 64 KiB", "move longer text into the body below it"
                )
            )
        if not fm.isascii() and (unusual := _UNUSUAL_BREAK.search(fm)):
            raise StrictYAMLError(
                SyntaxProblem(
                    self.offset + unusual.start(),
                    "CP002",
                    "an invisible line break stands here, which readers of YAML do not agree on",
                    "put a space or an ordinary line break in its place",
                )
            )
        try:
            if _needs_scan(fm):
                _scan(fm, self.offset)
            node = _Composer(fm).get_single_node()
        except yaml.YAMLError as error:
            raise StrictYAMLError(_syntax_problem(error, self.offset)) from None
        if not isinstance(node, MappingNode):
            raise StrictYAMLError(
                SyntaxProblem(
                    self.offset, "CP004", "the front matter is not a list of keys", "write it as `key: value`"
                )
            )
        builder = _Builder(self.offset)
        data: dict[str, Data] = builder.mapping(node, 1)
        if builder.problems:
            raise StrictYAMLError(*builder.problems)
        self.root = node
        return data


class _Composer(CParser):
    """libyaml's composer with the resolver left out: no scalar is turned into anything."""

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


def _scan(text: str, offset: int) -> None:
    """Refuse, event by event and so without recursion, what must not even be composed."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CLoader):
        index = offset + getattr(event.start_mark, "index", 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise StrictYAMLError(
                SyntaxProblem(
                    index, "CP006", "anchors and aliases (& and *) are not used in plans", _quote("write it out")
                )
            )
        if getattr(event, "tag", None):
            raise StrictYAMLError(
                SyntaxProblem(index, "CP006", "tags (!) are not used in plans", _quote("remove the tag"))
            )
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


def _syntax_problem(error: yaml.YAMLError, offset: int) -> SyntaxProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index: int = mark.index if mark else getattr(error, "position", 0)
    what = str(getattr(error, "problem", None) or "a character that YAML does not allow")
    if "nesting depth" in what:  # newer versions of libyaml look ahead, and stop first
        return _too_deep(offset + index)
    if "Unicode character" in what:
        return SyntaxProblem(
            offset + index, "CP002", "this is not a character of UTF-8 text", "remove it, or write it plainly"
        )
    if "mapping values are not allowed" in what:
        advice = "put quotes around a text that holds a colon followed by a space"
    elif "tab" in what or "cannot start any token" in what:
        advice = "indent with spaces, and put quotes around a text that begins with a special character"
    else:
        advice = "see the line; quotes around the text or equal indentation usually mend it"
    return SyntaxProblem(offset + index, "CP005", f"this is not valid YAML: {what}", advice)


class _Builder:
    """Node tree → plain data; gathers what it refuses in `problems`."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.problems: list[SyntaxProblem] = []

    def value(self, node: Node, depth: int) -> Data:
        if isinstance(node, ScalarNode):
            if node.style:
                self._require_fit(node)
                return node.value
            return None if node.value in _NULLS else node.value
        if depth > MAX_DEPTH:
            self.problems.append(_too_deep(self.offset + node.start_mark.index))
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
        self.problems.append(SyntaxProblem(self.offset + node.start_mark.index, code, message, advice))
