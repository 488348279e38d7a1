"""Templates: the only importer of jinja2. The organisation's `templates/` folder wins over the packaged one.

Templates get plain data and run in a sandbox; a broken one is one line with its file and line number.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coachplan.document import to_yaml
from coachplan.errors import UnreadableError, UsageError

PACKAGED = Path(__file__).parent / "templates"
PLANS = "plans"

_SUFFIX = ".md.j2"
_ABOUT = re.compile(r"\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_MAX_CHARACTERS = 4 * 1024 * 1024


@dataclass(frozen=True)
class PlanTemplate:
    """What plans are made from: its name, one line on when to use it, and whether it is the organisation's own."""

    name: str
    about: str
    is_own: bool


def plan_templates(own: Path | None) -> list[PlanTemplate]:
    """Every template that `coachplan new` can use, those of the folder `own` in the place of packaged ones."""
    found: dict[str, PlanTemplate] = {}
    for folder in (PACKAGED, own):
        if folder is None:
            continue
        for path in sorted((folder / PLANS).glob(f"*{_SUFFIX}")):
            name = path.name.removesuffix(_SUFFIX)
            found[name] = PlanTemplate(name, _about(path), folder is own)
    return list(found.values())


def _about(path: Path) -> str:
    try:
        comment = _ABOUT.search(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return "(cannot be read)"
    return " ".join(comment[1].split()) if comment else ""


def render_plan(own: Path | None, name: str, context: Mapping[str, Any]) -> str:
    """The text of a new plan from the template `name`; refuses an unknown name with those there are."""
    known = [template.name for template in plan_templates(own)]
    if name not in known:
        raise UsageError(f"there is no template {name!r}; there are {', '.join(known)}")
    return render(own, f"{PLANS}/{name}{_SUFFIX}", context)


def render(own: Path | None, name: str, context: Mapping[str, Any]) -> str:
    """A template filled with plain data; HTML templates escape every text that is not marked as safe."""
    try:
        return _joined(_environment(own).get_template(name).generate(context), name)
    except TemplateSyntaxError as error:
        raise UnreadableError(f"template {error.name or name}, line {error.lineno}: {error.message}") from None
    except TemplateNotFound as error:
        raise UnreadableError(f"template {name} needs {error.name}, which is not there") from None
    except (
        TemplateError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        OSError,
        RecursionError,
        MemoryError,
    ) as error:
        place, message = _place(error, name, own), str(error).splitlines() or [type(error).__name__]
        raise UnreadableError(f"template {place}: {message[0]}") from None


@cache
def _environment(own: Path | None) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(own),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html.j2", "svg.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"yaml": to_yaml, "sha256": _fingerprint}
    return environment


def _fingerprint(text: str) -> str:
    """The source by which a Content Security Policy allows an inline style or script with exactly this text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def stamp(own: Path | None) -> str:
    """What changes with any template, the organisation's own in the folder `own` included, without reading them."""
    files = [path for folder in (own, PACKAGED) if folder for path in sorted(folder.rglob("*")) if path.is_file()]
    return " ".join(f"{path}:{at.st_size}:{at.st_mtime_ns}" for path in files if (at := path.stat()))


def _loader(own: Path | None) -> BaseLoader:
    folders = [folder for folder in (own, PACKAGED) if folder is not None]
    return ChoiceLoader([FileSystemLoader(folder) for folder in folders])


def _joined(parts: Any, name: str) -> str:
    """The whole output, as long as it stays within reason: a template may loop."""
    gathered: list[str] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size > _MAX_CHARACTERS:
            raise UnreadableError(f"template {name}: it writes more than 4 MiB; does it loop?")
    return "".join(gathered)


def _place(error: BaseException, name: str, own: Path | None) -> str:
    """The file and line in which an error was raised: Jinja2 rewrites the traceback to say so."""
    place, traceback = name, error.__traceback__
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        for folder in (own, PACKAGED):
            if folder and file.is_relative_to(folder):
                place = f"{file.relative_to(folder)}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
