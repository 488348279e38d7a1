"""Templates: the only importer of jinja2. Those that the repository brings win over the packaged ones.

Templates get plain data and run in a sandbox; an error in one is reported in one line, with its file and line number.
Stylesheets and scripts are not templates: they are included as they are.
"""

import os
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.format import read_data, set_value, to_yaml
from coachplan.plan import READERS
from coachplan.plan.guidance import GUIDANCE
from coachplan.store.own_templates import OF_PLANS, PACKAGED, OwnTemplates

_SUFFIX = ".md.j2"
_OF_A_PLAN = re.compile(r"plans/[^/]+\.md\.j2")
_ABOUT = re.compile(r"\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
# A home page takes about 1 KiB for each plan.
MAX_CHARACTERS = 64 * 1024 * 1024
"""The longest text that a template may write."""
# The ways in which a template may fail that can be read.
_FAILURES = (
    *(TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError),
    *(OSError, RecursionError, MemoryError),
)
# Texts that would end the element around such a file, or make it go on after its end.
_BREAKS_OUT = {".css": re.compile(r"</style", re.IGNORECASE), ".js": re.compile(r"</script|<!--", re.IGNORECASE)}


@dataclass(frozen=True)
class PlanTemplate:
    """A template for plans: its name, one line on its use, and `is_own` if it is the organisation's."""

    name: str
    about: str
    is_own: bool


def plan_templates(own: OwnTemplates | None) -> list[PlanTemplate]:
    """Return every template that `coachplan new` can use; the organisation's own replace packaged ones."""
    ours = {f"{OF_PLANS}{path.name}": path.read_bytes for path in sorted((PACKAGED / OF_PLANS).glob(f"*{_SUFFIX}"))}
    mine = {name: partial(own.peek, name) for name in own.names if _OF_A_PLAN.fullmatch(name)} if own else {}
    every: dict[str, Callable[[], bytes]] = {**ours, **mine}
    return [
        PlanTemplate(name.removeprefix(OF_PLANS).removesuffix(_SUFFIX), _about(read), name in mine)
        for name, read in every.items()
    ]


def _about(read: Callable[[], bytes]) -> str:
    try:
        comment = _ABOUT.search(read().decode("utf-8"))
    except (OSError, UnicodeDecodeError, UnreadableError):
        return "(cannot be read)"
    return " ".join(comment[1].split()) if comment else ""


def render_plan(own: OwnTemplates | None, name: str, context: Mapping[str, Any]) -> str:
    """Return the text of a new plan from the template `name`; raises `UsageError`, with the names, if it is unknown."""
    known = [template.name for template in plan_templates(own)]
    if name not in known:
        raise UsageError(f"{name!r} is not a template; the templates are {', '.join(known)}")
    return render(own, f"{OF_PLANS}{name}{_SUFFIX}", context)


def render(own: OwnTemplates | None, name: str, context: Mapping[str, Any]) -> str:
    """Return a template filled with plain data; HTML templates escape every text that is not marked as safe.

    Raises `UntrustedError` where it would use one of the organisation's `own` without the person's word for them.
    """
    try:
        return _joined(_environment(own).get_template(name).generate(context), name)
    except TemplateSyntaxError as error:
        raise UnreadableError(f"template {error.name or name}, line {error.lineno}: {error.message}") from None
    except TemplateNotFound as error:
        raise UnreadableError(f"template {name} needs {error.name}, which is missing") from None
    except _FAILURES as error:
        place, message = _place(error, name, own), str(error).splitlines() or [type(error).__name__]
        raise UnreadableError(f"template {place}: {message[0]}") from None


@lru_cache(maxsize=4)
def _environment(own: OwnTemplates | None) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Loader(own),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html.j2", "svg.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"yaml": to_yaml, "sha256": _fingerprint}
    return environment


def _fingerprint(text: str) -> str:
    """Return the source with which a Content Security Policy allows an inline style or script of this text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def stamp(own: OwnTemplates | None) -> str:
    """Return a text that changes with any template, packaged or the organisation's `own`."""
    found = [os.path.join(folder, name) for folder, _, names in os.walk(PACKAGED) for name in names]
    stats = [(place, os.stat(place)) for place in sorted(found)]
    ours = (f"{place}:{at.st_size}:{at.st_mtime_ns}:{at.st_ctime_ns}:{at.st_ino}" for place, at in stats)
    return " ".join([own.digest if own else "", *ours])


class _Loader(BaseLoader):
    """A loader that prefers the organisation's own templates, as they were read, to the packaged ones."""

    def __init__(self, own: OwnTemplates | None) -> None:
        self._own = own

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, None]:
        name = "/".join(split_template_path(template))
        if self._own and name in self._own:
            folder, raw = self._own.folder, self._own.use(name)
        elif (PACKAGED / name).is_file():
            folder, raw = PACKAGED, (PACKAGED / name).read_bytes()
        else:
            raise TemplateNotFound(template)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise UnreadableError(f"template {name} is not UTF-8; save it as UTF-8") from None
        return _as_it_is(name, text) if Path(name).suffix in _BREAKS_OUT else text, str(folder / name), None


def _as_it_is(name: str, text: str) -> str:
    """Return a template that writes this text unchanged."""
    if wrong := _BREAKS_OUT[Path(name).suffix].search(text):
        line = text.count("\n", 0, wrong.start()) + 1
        raise UnreadableError(f"template {name}, line {line}: a page cannot hold `{wrong[0]}` there; remove it")
    escaped = re.sub(r"['\\]", r"\\\g<0>", text)
    return f"{{{{ '{escaped}' }}}}"


def _joined(parts: Any, name: str) -> str:
    """Return the whole output; raises `UnreadableError` if it is too long, as a template may loop."""
    gathered: list[str] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size > MAX_CHARACTERS:
            raise UnreadableError(f"template {name}: it writes more than 64 MiB; does it loop?")
    text = "".join(gathered)
    text.encode()  # half a character can be written nowhere
    return text


def _place(error: BaseException, name: str, own: OwnTemplates | None) -> str:
    """Return the template file and line in which an error was raised; Jinja2 has put them into the traceback."""
    place, traceback = name, error.__traceback__
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        for folder in (own and own.folder, PACKAGED):
            if folder and file.is_relative_to(folder):
                place = f"{file.relative_to(folder)}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def plan_text(own_templates: OwnTemplates | None, template: str, given: Mapping[str, Any]) -> str:
    """Return a new plan from a template, with the values in `given` and visible placeholders in other sections."""
    known = {key: section.placeholder for key, section in GUIDANCE.items()} | dict(given)
    known.setdefault("opportunity", None)
    known["people"] = dict.fromkeys(READERS) | given["people"]
    text = render_plan(own_templates, template, {"plan": known})
    written = read_data(text)
    for key, value in given.items():
        if key == "opportunity" and isinstance(written.get(key), dict):
            value = {**written[key], **value}  # noqa: PLW2901 - a template may ask for more than was given
        if _filled(value) and written.get(key) != value:
            text = set_value(text, (key,), value)
    return text


def _filled(value: Any) -> Any:
    return {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value
