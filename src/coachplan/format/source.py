"""The text that a person brings in with --from: its keys and the Markdown below, or what it is instead."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from coachplan.base.candidates import listed
from coachplan.base.errors import UnreadableError, UsageError
from coachplan.format.front_matter import read_once
from coachplan.format.reading import read_parts, unknown_keys
from coachplan.format.strict_yaml import StrictYAMLError
from coachplan.plan import Model

_M = TypeVar("_M", bound=Model)
_OPENING = b"---\n"
_NOT_TEXT = (
    (b"PK\x03\x04", "a Word document or another archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "Rich Text"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_KEY = re.compile(r"[a-z_]+:(?:\s|$)")
_RULE = re.compile(r"---[ \t]*")
_SEPARATORS = ";,\t"
_WAY_IN = "put what belongs into keys above it, such as `title: …`, between two lines of ---; the rest stays below them"
_SHOWN = 40
_NAMED = 3


def require_text(raw: bytes, name: str) -> None:
    """Refuse a file that is not plain text, saying what it is and how to bring it in."""
    for beginning, what in _NOT_TEXT:
        if raw.startswith(beginning):
            raise UnreadableError(f"{name} is {what}: save it as plain text in UTF-8 first; then {_WAY_IN}")


def read_source(raw: bytes) -> tuple[dict[str, Any], str]:
    """Return the data known already, and the Markdown below it: from YAML keys, or from a file with front matter."""
    whole, above = _whole(raw)
    if not whole:
        return {}, ""
    try:
        read_once(whole)
    except StrictYAMLError as error:
        problem = error.problems[0]
        if problem.code in ("CP004", "CP005"):
            _require_yaml(raw.decode("utf-8", "replace"))
        number = (
            min(whole.decode("utf-8", "replace").count("\n", 0, problem.index) + 1, whole.count(b"\n") - above) - above
        )
        raise UsageError(f"line {number}: {problem.message}; {problem.advice}") from None
    known, body = read_parts(whole)
    if _KEY.match(second := body.lstrip()) and (above or second.partition(":")[0] in known):
        line = whole[: whole.rindex(second.encode())].count(b"\n") + 1 - above
        raise UsageError(f"line {line}: this begins a second YAML document; bring in each from a file of its own")
    return {key: value for key, value in known.items() if key != "coachplan"}, body


def require_known_keys(raw: bytes, model: type[_M]) -> None:
    """Refuse keys that a plan or a check-in does not have, each with its line and the nearest one that it has."""
    whole, above = _whole(raw)
    found = [*_unknown(whole, above, model)] if whole else []
    if found:
        rest = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise UsageError(f"{'; '.join(found[:_NAMED])}{rest}; nothing was written")


def _unknown(whole: bytes, above: int, model: type[_M]) -> Iterator[str]:
    for line, key, near in unknown_keys(whole, model):
        shown = key if len(key) <= _SHOWN else f"{key[:_SHOWN]}…"
        advice = f"did you mean `{near}`?" if near else "free text goes below a line of ---"
        yield f"line {line - above}: the key `{shown}` is not known here ({advice})"


def _whole(raw: bytes) -> tuple[bytes, int]:
    """Return the text with its front matter between lines of ---, and how many lines were put above it."""
    text = raw.removeprefix(b"\xef\xbb\xbf")
    if not text.strip():
        return b"", 0
    require_text(text, "this file")
    return (text, 0) if text.startswith(b"---") else (_OPENING + text.rstrip() + b"\n---\n", 1)


def _require_yaml(text: str) -> None:
    """Refuse what is written in another way than YAML, saying which."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = lines[0].strip()
    if first == "+++":
        raise UsageError("line 1: this header is TOML; write it as YAML, `key: value` between two lines of ---")
    if first.casefold().startswith(("<!doctype", "<html", "<?xml")):
        raise UsageError(f"line 1: this is a web page; save it as plain text first; then {_WAY_IN}")
    counts = {sign: [line.count(sign) for line in lines] for sign in _SEPARATORS}
    if len(lines) > 1 and ": " not in first and any(min(found) and len({*found}) == 1 for found in counts.values()):
        columns = listed([f"`{name.strip()}`" for name in re.split(f"[{_SEPARATORS}]", first)], _NAMED)
        raise UsageError(
            f"line 1: this is a table (CSV) with the columns {columns}; write its values as `key: value`, one a line"
        )
    if not any(_KEY.match(line) for line in lines) and not _RULE.fullmatch(first):
        raise UsageError(f"line 1: this is Markdown or plain text, without keys; {_WAY_IN}")
