"""Plain data as YAML that every reader understands alike."""

import re
from datetime import date

import yaml
from yaml.nodes import ScalarNode
from yaml.representer import RepresenterError

from coachplan.format.strict_yaml import Data

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
# Texts that some reader of YAML 1.1 or 1.2 takes for a number or a truth value, beyond those of PyYAML's resolver.
_READ_AS_MORE = re.compile(
    r"[-+]?(?:0o[0-7_]+|0x[0-9a-f_]+|0b[01_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*\.?[0-9_]*(?:e[-+]?[0-9]+)?|\.[0-9_]+(?:e[-+]?[0-9]+)?)"
    r"|y|n",
    re.IGNORECASE,
)
_BREAK = re.compile("[\r\n\x85\u2028\u2029]")


def to_yaml(value: Data, indent: int | None = None) -> str:
    """Return plain data as YAML that every reader understands alike.

    Without `indent` it is one line. With it, the text continues a line `key:`: after a space, or, for lists and
    mappings, on lines of their own that are indented by that many spaces.
    Dates and numbers are not quoted; any other text is, if YAML 1.1 or 1.2 would read more into it.
    """
    if indent is not None and isinstance(value, list | dict) and value:
        return "".join(f"\n{' ' * indent}{line}" for line in _dumped(value, flow=False).splitlines())
    return ("" if indent is None else " ") + _dumped([value], flow=True).strip()[1:-1]


def _dumped(value: Data, *, flow: bool) -> str:
    try:
        return yaml.dump(
            value, Dumper=_Dumper, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=100_000
        )
    except RepresenterError:
        raise TypeError("only texts, numbers, lists and groups of keys can be written as YAML") from None


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's shape
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if _is_day(text) or _NUMBER.fullmatch(text):
        tag = dumper.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        return dumper.represent_scalar(tag, text)
    style = '"' if _BREAK.search(text) else "'" if _READ_AS_MORE.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(date, lambda dumper, day: _represent_text(dumper, day.isoformat()))
