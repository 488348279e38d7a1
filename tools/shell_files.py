"""What a shell finds in `share/` beside the command: a man page for each command, and completions.

`python tools/shell_files.py` compares them with the commands that they are made from, `--write` writes. The wheel
installs `share/` as it is. The kept library for such pages, click-man, wants commands of click's own classes, which
typer's are no longer.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARE = Path(__file__).parents[1] / "share"
COMPLETIONS = {
    "bash": "bash-completion/completions/coachplan",
    "zsh": "zsh/site-functions/_coachplan",
    "fish": "fish/vendor_completions.d/coachplan.fish",
}


def files() -> dict[str, str]:
    """Every file of `share/` by its path there."""
    os.environ.pop("COACHPLAN_TODAY", None)
    from typer._completion_shared import get_completion_script

    from coachplan.cli import root

    context = root.context_class(root, info_name="coachplan", **root.context_settings)
    made = {f"man/man1/{name}.1": page for name, page in pages(context)}
    for shell, path in COMPLETIONS.items():
        script = get_completion_script(prog_name="coachplan", complete_var="_COACHPLAN_COMPLETE", shell=shell)
        made[path] = f"{script if shell != 'zsh' else loaded_by_name(script)}\n"
    return made


def loaded_by_name(script: str) -> str:
    """Typer's script for zsh as a file of `$fpath`: zsh reads it at the first completion, which it must answer, too."""
    function = "_coachplan_completion"
    assert script.endswith(f"compdef {function} coachplan")
    return f"""\
{script}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  {function} "$@"
fi"""


def pages(context: Any) -> Iterator[tuple[str, str]]:
    """The page of a command and those of the commands in it, each by its name."""
    from coachplan import __version__

    command, path = context.command, context.command_path
    name = path.replace(" ", "-")
    inner = [command.get_command(context, each) for each in command.list_commands(context)] if is_group(command) else []
    lines = [
        f'.TH "{name.upper()}" "1" "" "coachplan {__version__}" "coachplan"',
        ".nh",
        ".ad l",
        ".SH NAME",
        f"{roff(name)} \\- {roff(first_sentence(command.help or ''))}",
        ".SH SYNOPSIS",
        f".B {roff(path)}",
        roff(" ".join(command.collect_usage_pieces(context))),
        ".SH DESCRIPTION",
        *paragraphs(command.help or ""),
    ]
    records = [(is_option(each), each.get_help_record(context)) for each in command.get_params(context)]
    for heading, wanted in (("ARGUMENTS", False), ("OPTIONS", True)):
        shown = [record for kind, record in records if record and kind == wanted]
        lines += entries(heading, shown)
    lines += entries("COMMANDS", [(f"{name}-{each.name}(1)", first_sentence(each.help or "")) for each in inner])
    above = name.rpartition("-")[0] if context.parent and context.parent.parent else "coachplan"
    if context.parent:
        lines += [".SH SEE ALSO", f"\\fB{roff(above)}\\fP(1)"]
    yield name, "\n".join(lines) + "\n"
    for each in inner:
        yield from pages(each.context_class(each, info_name=each.name, parent=context))


def is_group(command: Any) -> bool:
    return hasattr(command, "commands")


def is_option(parameter: Any) -> bool:
    return parameter.param_type_name == "option"


def first_sentence(text: str) -> str:
    """What a command does, in one sentence without its full stop."""
    return re.split(r"\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]


def paragraphs(text: str) -> list[str]:
    lines = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\b", "").strip()):
        lines += [".PP", roff(" ".join(paragraph.split()))]
    return lines[1:]


def entries(heading: str, records: list[tuple[str, str]]) -> list[str]:
    """A section of terms, each with what it means; nothing where there are none."""
    lines = [f".SH {heading}"] if records else []
    for term, meaning in records:
        lines += [".TP", f"\\fB{roff(term)}\\fP", roff(" ".join(meaning.split()))]
    return lines


def roff(text: str) -> str:
    """A line of text, of which nothing is read as a request of roff."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return f"\\&{escaped}" if escaped.startswith((".", "\\(aq")) else escaped


def main() -> None:
    made = files()
    there = {path.relative_to(SHARE).as_posix(): path for path in SHARE.rglob("*") if path.is_file()}
    if "--write" in sys.argv:
        shutil.rmtree(SHARE, ignore_errors=True)
        for name, text in made.items():
            (SHARE / name).parent.mkdir(parents=True, exist_ok=True)
            (SHARE / name).write_text(text, encoding="utf-8")
    elif made != {name: path.read_text(encoding="utf-8") for name, path in there.items()}:
        sys.exit("share/ differs from the commands: make share")


if __name__ == "__main__":
    main()
