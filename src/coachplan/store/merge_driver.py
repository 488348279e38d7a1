"""Git's merge driver for plans, set up in each clone: plain `git pull`, `merge` and `rebase` merge plans by meaning.

It lives in git's own folder, in `config` and `info/attributes`, and so in this clone alone. Once it is set up, only a
small note is compared: who takes it out again is left in peace, until coachplan moves.
"""

import os
import re
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from coachplan.base.errors import CoachplanError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER
from coachplan.store import files
from coachplan.store.git import Git

_NOTE = "coachplan/merge-driver"
_ATTRIBUTES = "info/attributes"
_VALUE = "merge=coachplan"
_MAX_BYTES = 16 * files.MAX_BYTES
_FOLLOWING = "merge.directoryRenames"
_MAIN = Path(__file__).absolute().parents[1] / "__main__.py"
_RUN = "from coachplan.__main__ import run; run()"
# A pattern of plain characters needs no quotes.
_PLAIN = re.compile(r"[\w./*-]+", re.ASCII)
_MAGIC = re.compile(r"([\\*?\[])")


def set_up(git: Git) -> None:
    """Let git merge the plans of this clone by meaning, unless that is done, or the person has another driver for them.

    What cannot be set up leaves git's own merge of text.
    """
    command = driver_command(sys.executable)
    if command is None:
        return
    with suppress(CoachplanError, OSError):
        note = f"{command}\n{_attributes_of_others(git)}\n".encode("utf-8", "surrogateescape")
        name = f"{_NOTE}-{crc32(os.fsencode(git.prefix())):08x}"
        if _bytes_in(git.folder(), name) == note:
            return
        _configure(git, command)
        files.write_file(git.folder(), name, note, durable=False)


def driver_command(python: str) -> str | None:
    """Return the command for sh that merges with coachplan, and with git's own merge of text where it is gone.

    None for a Python that cannot be named. Python looks for modules in its own places alone: git runs this in the
    work tree, which may hold files of anyone.
    """
    if not python or not (python + str(_MAIN)).isprintable():
        return None
    run, main = (shlex.quote(path).replace("%", "%%") for path in (python, str(_MAIN)))
    return (
        f"if test -x {run} && test -e {main}; then "
        f"{run} -P -c {shlex.quote(_RUN)} merge-driver %O %A %B %L %P %X %Y; s=$?; test $s -gt 1 || exit $s; fi; "
        "git merge-file --marker-size=%L -L here -L before -L 'coming in' %A %O %B"
    )


def _attributes_of_others(git: Git) -> str:
    """Return a text that changes with the files in which a person may name another driver."""
    above = git.root.absolute().parents[: git.prefix().count("/")]
    found = [folder / ".gitattributes" for folder in (git.root / PLANS_FOLDER, git.root, *above)]
    return " ".join(f"{crc32(_bytes_in(file.parent, file.name)):08x}" for file in found if os.path.lexists(file))


def _bytes_in(folder: Path, name: str) -> bytes:
    """Return the bytes of a file; none where there is none, or nothing that git reads, either."""
    with suppress(CoachplanError):
        return files.read_file(folder, name, at_most=_MAX_BYTES)
    return b""


def _configure(git: Git, command: str) -> None:
    """Write the driver to git's settings, and the files that it is for, unless the person names another for them.

    New files follow a plan's folder that the other side renamed, unless the person has git do otherwise.
    """
    if git.run("config", "--get", _FOLLOWING)[0]:
        git.configure(_FOLLOWING, "true")
    path = git.folder() / _ATTRIBUTES
    before = files.read_file(git.folder(), _ATTRIBUTES, at_most=_MAX_BYTES) if os.path.lexists(path) else b""
    line = _attributes_line(git.prefix()).encode("utf-8", "surrogateescape")
    others = b"".join(known for known in before.splitlines(keepends=True) if known.strip() != line)
    if others != before:
        files.write_file(git.folder(), _ATTRIBUTES, others, durable=False)
    asked = git.ask("check-attr", "merge", "--", f"{PLANS_FOLDER}/a/b/{PLAN_FILE}")
    if asked.rpartition(b": ")[2].strip() not in (b"unspecified", b"coachplan"):
        return
    git.configure("merge.coachplan.name", "coachplan merges plans by meaning")
    git.configure("merge.coachplan.driver", command)
    end = b"" if others.endswith(b"\n") or not others else b"\n"
    files.write_file(git.folder(), _ATTRIBUTES, others + end + line + b"\n", durable=False)


def _attributes_line(prefix: str) -> str:
    """Return the line that names the driver for the plans below a folder of the work tree."""
    inside = _MAGIC.sub(r"\\\1", prefix)
    pattern = f"/{inside}{PLANS_FOLDER}/**/{PLAN_FILE}"
    if not _PLAIN.fullmatch(pattern):
        quoted = pattern.replace("\\", "\\\\").replace('"', '\\"')
        pattern = f'"{quoted}"'
    return f"{pattern} {_VALUE}"
