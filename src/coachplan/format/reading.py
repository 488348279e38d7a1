"""Reading: from the bytes of a file to a plan or check-in, and to findings at their places."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from coachplan.base.errors import RefusedError, UsageError
from coachplan.base.findings import Finding, Severity
from coachplan.format.front_matter import FrontMatter, encoded, read, read_once
from coachplan.format.messages import Wording, meant, word
from coachplan.format.strict_yaml import Data, Location, StrictYAMLError, SyntaxProblem
from coachplan.plan import SECTIONS, UNION_TAGS, Agreement, CheckIn, Model, Plan

M = TypeVar("M", bound=Model)

_WORDS = "acknowledgements"

BODY: Location = ("---",)
"""The location of the Markdown text below the front matter."""

# Stand-ins for required parts that cannot be read, so that the rest of the file is still checked. Rules that read a
# stand-in do not run: see `Document.unread`.
_STAND_INS: dict[str, Data] = {
    **dict.fromkeys((*SECTIONS, "title", "by"), "-"),
    "stance": "received",
    "coachplan": "1",
    "people": {"team_member": "-", "manager": "-"},
    "timeline": "1900-01-01 to 2999-12-31",
    "date": "1900-01-01",
}


@dataclass(frozen=True)
class Document(Generic[M]):
    """A file with its content and findings.

    `content` is the plan or check-in as far as it could be read, else None; it is whole exactly if `findings` is
    empty. The top-level keys in `damaged` have findings, and those of them in `unread` hold stand-ins. `body` is the
    Markdown below the front matter.

    The document of a plan holds the `agreements` that were read with it: the words of those that are whole are in the
    plan, after the acknowledgements of its own file.
    """

    path: str
    text: str
    findings: tuple[Finding, ...]
    content: M | None = None
    damaged: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    body: str = ""
    _front_matter: FrontMatter | None = None
    _kept: dict[Location, list[int]] = field(default_factory=dict)
    agreements: "tuple[Document[Agreement], ...]" = ()

    def readable(self) -> M:
        """Return the content as far as it could be read; raises an error if nothing could."""
        if self.content is None:
            first = min(self.findings)
            raise RefusedError(f"{first.path}:{first.line}: {first.message}; {first.advice}")
        return self.content

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings in the file, and in the agreements that were read with it."""
        return (*self.findings, *(finding for agreement in self.agreements for finding in agreement.findings))

    def source_of(self, location: Location) -> "tuple[Document[M] | Document[Agreement], Location]":
        """Return the document that holds the part at `location`, and its location there."""
        if self.agreements and location[:1] == (_WORDS,) and len(location) > 1 and isinstance(location[1], int):
            counted = [agreement for agreement in self.agreements if agreement.content]
            entries = getattr(self.content, _WORDS)
            if (number := location[1] - len(entries) + len(counted)) >= 0:
                return counted[number], location[2:]
        return self, location

    def place_of(self, location: Location, within: str = "", skipped: int = 0) -> tuple[int, int]:
        """Return the line and column of `location` in the file.

        With a phrase `within` its text, return the place of that phrase, after `skipped` equal ones.
        """
        if self._front_matter is None:
            return 1, 1
        if location == BODY:
            start, end = self._front_matter.body_index, len(self.text)
        else:
            # The content may lack entries of a list: in the file they keep their numbers.
            start, end = self._front_matter.span_of(_restore(location, self._kept))
        return _line_and_column(self.text, _find_phrase(self.text, within, skipped, start, end))

    def place_in_body(self, number: int) -> tuple[int, int]:
        """Return the line and column of a character of the body in the file; many take no longer than a few."""
        if self._front_matter is None:
            return 1, 1
        index = self._front_matter.index_in_body(number)
        line = bisect_left(self._line_ends, index)
        return line + 1, index - (self._line_ends[line - 1] if line else -1)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [end.start() for end in re.finditer("\n", self.text)]


def read_data(text: str | bytes) -> dict[str, Data]:
    """Return the plain data of a text's front matter; raises `UsageError` with the first problem."""
    return read_parts(text)[0]


def read_parts(text: str | bytes) -> tuple[dict[str, Data], str]:
    """Return the plain data of a text's front matter, and the Markdown below it; raises the errors of `read_data`."""
    try:
        found = read_once(encoded(text) if isinstance(text, str) else text)
    except StrictYAMLError as error:
        problem = error.problems[0]
        raise UsageError(f"{problem.message}; {problem.advice}") from None
    return deepcopy(found.data), found.body


def unknown_keys(raw: bytes, model: type[Model]) -> Iterator[tuple[int, str, str | None]]:
    """Yield the line of each key that the format does not have, the key, and the one that is probably meant."""
    front_matter = read_once(raw)
    try:
        model.model_validate(front_matter.data)
    except ValidationError as error:
        for location in (_location(detail) for detail in _details(error) if detail["type"] == "extra_forbidden"):
            line, _ = _line_and_column(front_matter.text, front_matter.index_of_key(location))
            yield line, str(location[-1]), meant(location, model)


def under_present_names(plan: Plan, check_ins: Sequence[Document[CheckIn]]) -> list[Document[CheckIn]]:
    """Return the check-ins of a plan with measures under their present names."""
    names = plan.present_names()
    if not names:
        return list(check_ins)
    return [replace(entry, content=entry.content.renamed(names)) if entry.content else entry for entry in check_ins]


Files = tuple[tuple[str, bytes], ...]
"""Files, each with its path and its bytes."""


def read_plan(path: str, raw: bytes, agreements: Files = ()) -> Document[Plan]:
    """Read `plan.md` with its agreements, once for the same bytes; problems in a file become findings, not errors."""
    return with_agreements(_read_alone(path, raw), agreements)


@lru_cache(maxsize=8)
def _read_alone(path: str, raw: bytes) -> Document[Plan]:
    return _read(path, raw, Plan, read_once)


def with_agreements(document: Document[Plan], files: Files) -> Document[Plan]:
    """Return the document of a plan with these agreements; one that is not whole counts for nothing but its findings.

    One that says the same as an acknowledgement before it is that acknowledgement, and left out.
    """
    if not files:
        return document
    words = list(document.content.acknowledgements) if document.content else []
    known, kept = set(words), list[Document[Agreement]]()
    for file in files:
        agreement = read_agreement(*file)
        if agreement.content is None:
            kept.append(agreement)
        elif (entry := agreement.content.entry) not in known:
            known.add(entry)
            words.append(entry)
            kept.append(agreement)
    content = document.content and document.content.model_copy(update={_WORDS: tuple(words)})
    damaged = document.damaged | ({_WORDS} if any(agreement.findings for agreement in kept) else set())
    return replace(document, content=content, damaged=damaged, agreements=tuple(kept))


@lru_cache(maxsize=64)
def read_agreement(path: str, raw: bytes) -> Document[Agreement]:
    """Read an agreement; it has content only if it is whole: half a word is nobody's."""
    read_in = _read(path, raw, Agreement, read)
    return replace(read_in, content=None) if read_in.findings else read_in


def read_check_in(path: str, raw: bytes) -> Document[CheckIn]:
    """Read a check-in; problems in the file become findings, not errors."""
    return _read(path, raw, CheckIn, read)


def _read(path: str, raw: bytes, model: type[M], reader: Callable[[bytes], FrontMatter]) -> Document[M]:
    try:
        front_matter = reader(raw)
    except StrictYAMLError as error:
        text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
        return Document(path, text, tuple(_finding(path, text, found.index, found) for found in error.problems))
    try:
        content = model.model_validate(front_matter.data)
    except ValidationError as error:
        return _salvage(path, front_matter, model, error)
    return Document(path, front_matter.text, (), content, body=front_matter.body, _front_matter=front_matter)


def _finding(path: str, text: str, index: int, found: SyntaxProblem | Wording) -> Finding:
    place = _line_and_column(text, index)
    return Finding(path, *place, found.code, Severity.ERROR, found.message, found.advice)


def _find_phrase(text: str, phrase: str, skipped: int, start: int, end: int) -> int:
    """Return the index of a phrase in a part of the text, even if folded over lines; else the start of the part."""
    if not phrase:
        return start
    found = _found(" ".join(phrase.split()), text, start, end)
    return found[skipped][0] if skipped < len(found) else start


def occurrences(phrase: str, text: str, before: int) -> int:
    """Return how often a phrase is in a text before a place, even if its words are folded over lines."""
    return bisect_right(_found(" ".join(phrase.split()), text, 0, len(text)), before, key=lambda span: span[1])


@lru_cache(maxsize=64)
def _found(phrase: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a phrase is in a part of a text; found once for all who ask for one of many such places."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in phrase.split()))
    return [match.span() for match in pattern.finditer(text, start, end)]


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _salvage(path: str, front_matter: FrontMatter, model: type[M], error: ValidationError) -> Document[M]:
    """Report every error, and read the file without the parts that have errors."""
    details = _details(error)
    findings = tuple(_from_error(path, front_matter, model, detail) for detail in _without_echoes(details, model))
    damaged = frozenset(str(_location(detail)[0]) for detail in details)
    rest = _Rest(front_matter.data, model)
    while True:
        for detail in _details(error):
            rest.drop(_location(detail), missing=detail["type"] == "missing")
        try:
            content = model.model_validate(rest.compact())
        except ValidationError as next_error:
            error = next_error
        else:
            text, body, unread = front_matter.text, front_matter.body, frozenset(rest.unread)
            return Document(path, text, findings, content, damaged, unread, body, front_matter, rest.kept)


def _without_echoes(details: list[ErrorDetails], model: type[Model]) -> list[ErrorDetails]:
    """Return the errors without missing keys that are only misspelt: one slip, one finding."""
    unknown = [_location(detail) for detail in details if detail["type"] == "extra_forbidden"]
    misspelt = {(*location[:-1], meant(location, model)) for location in unknown}
    return [detail for detail in details if detail["type"] != "missing" or _location(detail) not in misspelt]


def _from_error(path: str, front_matter: FrontMatter, model: type[Model], detail: ErrorDetails) -> Finding:
    location = _location(detail)
    index_of = front_matter.index_of_key if detail["type"] == "extra_forbidden" else front_matter.index_of
    found = _finding(path, front_matter.text, index_of(location), word(detail, location, model))
    is_early = detail["type"] == "open_timeline" and front_matter.data.get("status") in (None, "draft")
    return replace(found, severity=Severity.HINT) if is_early else found


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _location(detail: ErrorDetails) -> Location:
    """Return the location of an error, without the step that pydantic adds for the branch of a union."""
    steps = detail["loc"]
    return tuple(
        step
        for place, step in enumerate(steps)
        if not (step in UNION_TAGS and place and steps[place - 1] == _UNION_KEY)
    )


_UNION_KEY = "due"
_GONE: Data = object()


class _Rest:
    """The data without the parts that cannot be read.

    List entries leave a hole, so that the others keep their number; for each list with holes, `kept` has the numbers of
    its entries in the file.
    """

    def __init__(self, data: dict[str, Data], model: type[Model]) -> None:
        self.unread: set[str] = set()
        self.kept: dict[Location, list[int]] = {}
        self._data: dict[str, Data] = deepcopy(data)
        self._required = {field.alias or name for name, field in model.model_fields.items() if field.is_required()}

    def drop(self, location: Location, *, missing: bool) -> None:
        """Remove the part at `location` or, if it is `missing`, the part that should hold it."""
        top = str(location[0])
        if top in self.unread:
            return
        way = self._way_to(_restore(location, self.kept))
        last, key = way[-1]
        if missing and len(way) > 1 and isinstance(last, dict) and key not in last:
            way.pop()
        container, step = way[-1]
        if len(way) == 1 or (isinstance(container, dict) and step not in container):
            self._drop_whole(top)
        elif isinstance(container, list):
            container[int(step)] = _GONE
        else:
            del container[step]

    def _drop_whole(self, top: str) -> None:
        if top in self._required:
            self.unread.add(top)
            self._data[top] = deepcopy(_STAND_INS[top])
        else:
            self._data.pop(top, None)

    def compact(self) -> Data:
        """Return the data without its holes."""
        self.kept.clear()
        return self._compact(self._data, ())

    def _compact(self, value: Data, location: Location) -> Data:
        if isinstance(value, dict):
            return {key: self._compact(inner, (*location, key)) for key, inner in value.items()}
        if not isinstance(value, list):
            return value
        numbers = [number for number, entry in enumerate(value) if entry is not _GONE]
        if len(numbers) < len(value):
            self.kept[location] = numbers
        return [self._compact(value[number], (*location, place)) for place, number in enumerate(numbers)]

    def _way_to(self, location: Location) -> list[tuple[Any, str | int]]:
        """Return the containers on the way to `location`, each with the next step, as far as they exist."""
        way: list[tuple[Any, str | int]] = []
        node: Data = self._data
        for step in location:
            if isinstance(node, dict) and isinstance(step, int):
                continue
            if not isinstance(node, dict | list) or isinstance(node, list) != isinstance(step, int):
                break
            way.append((node, step))
            if isinstance(node, dict) and step not in node:
                break
            node = node[step]  # type: ignore[index] # a list is reached by a number, a mapping by a key
        return way


def _restore(location: Location, kept: dict[Location, list[int]]) -> Location:
    """Return the location in the file for a location in the compact data."""
    return tuple(
        kept[location[:place]][step] if isinstance(step, int) and location[:place] in kept else step
        for place, step in enumerate(location)
    )
