"""Markdown files with front matter, in and out: python-frontmatter, with a handler of our own for strict YAML.

python-frontmatter makes every line end a plain one before it hands the text to a handler. Places are therefore counted
in that text, and moved to those of the file, which keeps its bytes.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler
from yaml.nodes import MappingNode, Node, ScalarNode

from coachplan.format.strict_yaml import NULLS, Data, Location, StrictYAMLError, composed, refused, unfit_character
from coachplan.format.yaml_text import to_yaml

MAX_FILE_BYTES = 1024 * 1024
MAX_FRONT_MATTER_BYTES = 64 * 1024

# A search for fixed letters goes many times as fast as one that looks at every beginning of a line.
_OPENING = re.compile(r"---[ \t]*(?:\r?\n|\Z)")
_CLOSING = re.compile(r"\n---[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"(?:#[^\n]*\n|\n)*([a-z_]+):(?:[ \t][^\n]*)?\n(?:[ \t#-][^\n]*\n|\n)*")
_OURS, _THEIRS = "<<<<<<< ", ">>>>>>> "
_CONFLICT = re.compile(rf"^(?:{_OURS}|{_THEIRS})", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """A file as it was read: `data` (texts, lists, mappings, None), the Markdown `body`, and the place of every part.

    `text` is the whole file without its byte order mark, with the line ends that it has. The index of the first
    character of the YAML is `offset`, that of the body `body_index`.
    """

    text: str
    data: dict[str, Data]
    body: str
    root: MappingNode
    offset: int
    body_index: int
    _start: int
    _body_start: int
    _folds: list[int]
    _entries: dict[int, dict[str, tuple[Node, Node]]] = field(default_factory=dict)

    def node_at(self, location: Location) -> tuple[Node, Node | None, int]:
        """Return the node at `location`, the key that leads to it, and how many steps of `location` exist in the text.

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

    def start_of(self, node: Node) -> int:
        """Return the index in `text` of the first character of `node`."""
        return _unfolded(self._start + node.start_mark.index, self._folds)

    def end_of(self, node: Node) -> int:
        """Return the index in `text` after the last character of `node`, as libyaml has it."""
        return _unfolded(self._start + node.end_mark.index, self._folds)

    def index_in_body(self, place: int) -> int:
        """Return the index in `text` of a character of the body."""
        return _unfolded(self._body_start + place, self._folds)

    def index_of(self, location: Location) -> int:
        """Return the index in `text` of the value at `location`; of its key if the value is empty or not there."""
        node, key, reached = self.node_at(location)
        blank = isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index
        if reached == len(location) and not blank:
            return self.start_of(node)
        return self.index_of_key(location[:reached]) if key is not None else 0

    def span_of(self, location: Location) -> tuple[int, int]:
        """Return the indexes in `text` of the first character at `location`, see `index_of`, and after its last."""
        node, _, _ = self.node_at(location)
        return self.index_of(location), self.end_of(node)

    def index_of_key(self, location: Location) -> int:
        """Return the index in `text` of the key of `location`, or of the nearest key above it."""
        _, key, _ = self.node_at(location)
        return self.start_of(key) if key is not None else 0

    def _step(self, node: Node, step: str | int) -> tuple[Node | None, Node] | None:
        if isinstance(node, ScalarNode):
            return None if node.value in NULLS else (None, node)
        if isinstance(step, str):
            return self._keys_of(node).get(step) if isinstance(node, MappingNode) else None
        if isinstance(node, MappingNode):
            return None, node
        return (node.value[step], node.value[step]) if 0 <= step < len(node.value) else None

    def _keys_of(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        if id(node) not in self._entries:
            self._entries[id(node)] = {key.value: (key, value) for key, value in node.value}
        return self._entries[id(node)]


class StrictHandler(BaseHandler):
    """python-frontmatter's handler for strict YAML: it reads one file, and keeps its nodes and where its parts begin.

    Raises `StrictYAMLError` with places in the text that python-frontmatter hands over.
    """

    FM_BOUNDARY = _OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self) -> None:
        super().__init__()
        self.root: MappingNode | None = None
        self.start = 0
        self.length = 0

    def split(self, text: str) -> tuple[str, str]:
        """Return the YAML and the Markdown after it."""
        opening = _OPENING.match(text)
        assert opening is not None, "a text that is not detected"
        closing = _CLOSING.search(text, opening.end() - 1)
        if closing is None:
            advice = "close it with a line `---` before the Markdown text"
            raise refused(0, "CP004", "the front matter has no end", advice)
        self.start, self.length = opening.end(), len(text)
        return text[self.start : closing.start() + 1], text[closing.end() :]

    def load(self, fm: str) -> dict[str, Data]:
        """Return the plain data of the YAML."""
        if len(fm.encode()) > MAX_FRONT_MATTER_BYTES:
            advice = "move longer text into the body below it"
            raise refused(0, "CP003", "the front matter is larger than 64 KiB", advice)
        try:
            self.root, data = composed(fm)
        except StrictYAMLError as error:
            raise error.moved(lambda index: self.start + index) from None
        return data

    def export(self, metadata: Mapping[str, Any], **_: object) -> str:
        """Return plain data as YAML, a key a line."""
        return "".join(f"{key}:{to_yaml(value, 2)}\n" for key, value in metadata.items())

    def format(self, post: frontmatter.Post, **_: object) -> str:
        """Return the text of a whole file; its Markdown begins on the line after the front matter."""
        content = f"{post.content}\n" if post.content else ""
        return f"{self.START_DELIMITER}\n{self.export(post.metadata)}{self.END_DELIMITER}\n{content}"


def has_conflict(raw: bytes) -> bool:
    """True if a file holds the marks that git leaves where it could not merge."""
    if _OURS.encode() not in raw and _THEIRS.encode() not in raw:
        return False
    return _CONFLICT.search(raw.decode("utf-8", "replace").removeprefix("\ufeff")) is not None


def read(raw: bytes) -> FrontMatter:
    """Read a Markdown file with YAML front matter; raise `StrictYAMLError` with everything that stands in the way."""
    text = _decode(raw)
    if (_OURS in text or _THEIRS in text) and (conflict := _CONFLICT.search(text)):
        advice = "keep what is right and remove the marker lines (`coachplan edit` opens it), then run `coachplan save`"
        raise refused(conflict.start(), "CP009", "the file holds conflict markers of a merge", advice)
    folds, handler = _folds(text), StrictHandler()
    try:
        if not handler.detect(text):
            advice = "begin the file with a line `---` and the plan's keys"
            raise refused(0, "CP004", "the front matter is missing", advice)
        data, body = frontmatter.parse(text, handler=handler)
    except StrictYAMLError as error:
        raise error.moved(lambda index: _unfolded(index, folds)) from None
    assert handler.root is not None
    body_start = handler.length - len(body)
    offset, body_index = _unfolded(handler.start, folds), _unfolded(body_start, folds)
    return FrontMatter(text, data, body, handler.root, offset, body_index, handler.start, body_start, folds)


@lru_cache(maxsize=8)
def read_once(raw: bytes) -> FrontMatter:
    """As `read`, once for the same bytes: an edit ends with a text that the next edit, or the check, begins with.

    The `data` of it must not be changed.
    """
    return read(raw)


def texts_of_keys(raw: bytes) -> Mapping[str, str] | None:
    """Return the text of each top-level key of a file; None where `read` would refuse it, or alone can tell.

    A text that can be read as one key by itself is that key wherever it stands: nothing in it is left open. So what
    many versions of a file have in common is read once.
    """
    try:
        text = _decode(raw)
    except StrictYAMLError:
        return None
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    if not opening or not closing or "\r" in text or len(raw) > MAX_FRONT_MATTER_BYTES or _CONFLICT.search(text):
        return None
    at, end = opening.end(), closing.start() + 1
    found: dict[str, str] = {}
    while at < end:
        key = _KEY.match(text, at, end)
        if key is None or key[1] in found or not _is_one_key(key[0], key[1]):
            return None
        found[key[1]], at = key[0], key.end()
    return found


@lru_cache(maxsize=512)
def _is_one_key(text: str, name: str) -> bool:
    try:
        return [*composed(text)[1]] == [name]
    except StrictYAMLError:
        return False


def write(data: Mapping[str, Data], body: str = "") -> str:
    """Return the text of a new Markdown file with `data` as its front matter; a file that exists is edited instead."""
    post = frontmatter.Post(body)
    post.metadata.update(data)
    return frontmatter.dumps(post, StrictHandler())


def _folds(text: str) -> list[int]:
    """Return the indexes of the line ends of two characters, in the text in which each is one."""
    return [end.start() - number for number, end in enumerate(re.finditer("\r\n", text))] if "\r\n" in text else []


def _unfolded(index: int, folds: list[int]) -> int:
    """Return the index in a text for the one in the text in which each of its line ends is one character."""
    return index + bisect_left(folds, index)


_LOCKED = b"\0GITCRYPT\0"


def _decode(raw: bytes) -> str:
    if raw.startswith(_LOCKED):
        message = "the file is encrypted, and this copy of the repository is locked"
        raise refused(0, "CP002", message, "unlock it with your key (`git-crypt unlock`), and try again")
    if len(raw) > MAX_FILE_BYTES:
        raise refused(0, "CP003", "the file is larger than 1 MiB", "keep large material elsewhere and link to it")
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        readable = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        raise refused(len(readable), "CP002", "this is not UTF-8 text", "save the file with UTF-8 encoding") from None
    if problem := unfit_character(text):
        raise StrictYAMLError(problem)
    return text


def encoded(text: str) -> bytes:
    """Return the bytes of a text; half a character becomes bytes that `read` refuses."""
    return text.encode("utf-8", "surrogatepass")
