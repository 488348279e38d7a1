"""Plans, check-ins, settings and sources that are broken, huge, binary, hostile, or no files at all."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

ADA_FOLDER = "plans/ada-lovelace/clear-status-updates"
ADA_PLAN = f"{ADA_FOLDER}/plan.md"
CHECK_IN = f"{ADA_FOLDER}/check-ins/2026-01-12-ada-lovelace-3f9k.md"

START = b"---\ncoachplan: 1\n"
BOMB = "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9))


def plan(yaml: str | bytes) -> bytes:
    """A plan whose front matter begins well and goes on with `yaml`."""
    return START + (yaml.encode() if isinstance(yaml, str) else yaml) + b"\n---\nText.\n"


BROKEN: dict[str, tuple[bytes, str]] = {
    # -- YAML that is more than data
    "an anchor": (plan("title: &a Clear"), "CP006"),
    "an alias": (plan("title: *a"), "CP006"),
    "an anchor in a list": (plan("activities:\n  - &a x\n  - *a"), "CP006"),
    "an anchor on a mapping": (plan("people: &p\n  manager: x"), "CP006"),
    "an alias bomb": (plan(f"a: &a [x, x, x, x, x, x, x, x, x]\n{BOMB}"), "CP006"),
    "an alias of itself": (plan("a: &a [*a]"), "CP006"),
    "a merge key": (plan("people:\n  <<: {manager: x}"), "CP006"),
    "a merge key bomb": (plan("<<: " + "[" * 15 + "{a: b}" + "]" * 15), "CP006"),
    "a tag of Python": (plan('title: !!python/object/apply:os.system ["id"]'), "CP006"),
    "a tag of a text": (plan("title: !!str 012"), "CP006"),
    "a tag of binary data": (plan("title: !!binary aGk="), "CP006"),
    "a local tag": (plan("title: !secret x"), "CP006"),
    "a tag on a key": (plan("!!str title: x"), "CP006"),
    "a directive": (b"---\n%YAML 1.1\n" + plan("title: x")[4:], "CP005"),
    "a directive behind the keys": (plan("title: x\n%TAG ! tag:x,2000:\n"), "CP005"),
    "a byte order mark in the middle": (plan("title: x\n\ufeffkind: coaching"), "CP005"),
    "several documents": (plan("title: x\n...\ntitle: y"), "CP005"),
    "a complex key": (plan("? [a, b]\n: x"), "CP005"),
    "a complex key of a mapping": (plan("? {a: b}\n: x"), "CP005"),
    "a chain of complex keys": (plan("? " * 900 + "x"), "CP005"),
    # -- YAML that is broken
    "a key twice": (plan("title: x\ntitle: y"), "CP007"),
    "a key twice in quotes": (plan('title: x\n"title": y'), "CP007"),
    "a key twice in a nested mapping": (plan("people: {manager: x, manager: y}"), "CP007"),
    "a tab as indentation": (plan("people:\n\tmanager: x"), "CP005"),
    "a colon in a plain text": (plan("title: Clear: updates"), "CP005"),
    "a text without an end": (plan('title: "Clear'), "CP005"),
    "a text in single quotes without an end": (plan("title: 'Clear"), "CP005"),
    "a list without an end": (plan("activities: [a, b"), "CP005"),
    "a mapping without an end": (plan("people: {manager: x"), "CP005"),
    "a bracket too many": (plan("activities: [a]]"), "CP005"),
    "a key below a text": (plan("title: x\n  sub: y"), "CP005"),
    "a list at the top": (b"---\n- a\n- b\n---\n", "CP004"),
    "a text at the top": (b"---\nClear\n---\n", "CP004"),
    "nothing at the top": (b"---\n---\n", "CP004"),
    "a comment at the top": (b"---\n# nothing\n---\n", "CP004"),
    "a text that begins with a percent": (plan("title: %x"), "CP005"),
    "a text that begins with an at": (plan("title: @x"), "CP005"),
    "a text that begins with a backtick": (plan("title: `x`"), "CP005"),
    "an unknown escape": (plan('title: "\\q"'), "CP005"),
    "an escape that is no character": (plan('title: "\\ud83d\\ude00"'), "CP002"),
    "an escape that is beyond Unicode": (plan('title: "\\UFFFFFFFF"'), "CP002"),
    "21 levels": (plan("a: " + "[" * 21 + "]" * 21), "CP008"),
    "60,000 brackets": (plan("a: " + "[" * 30_000 + "]" * 30_000), "CP008"),
    "60,000 braces": (plan("a: " + "{" * 60_000), "CP008"),
    "30,000 list marks": (plan("- " * 30_000), "CP005"),
    "20,000 list marks below a key": (plan("a:\n  " + "- " * 20_000), "CP008"),
    "300 levels of indentation": (plan("\n".join(f"{' ' * n}k:" for n in range(300))), "CP008"),
    # -- no front matter
    "an empty file": (b"", "CP004"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "CP004"),
    "no front matter": (b"# A plan\n", "CP004"),
    "front matter without an end": (b"---\ncoachplan: 1\n", "CP004"),
    "front matter that begins late": (b"\n---\ncoachplan: 1\n---\n", "CP004"),
    "front matter that is indented": (b" ---\ncoachplan: 1\n ---\n", "CP004"),
    "front matter of TOML": (b"+++\ncoachplan = 1\n+++\n", "CP004"),
    "front matter of JSON": (b'{"coachplan": 1}\n', "CP004"),
    "two byte order marks": (b"\xef\xbb\xbf" * 2 + plan("title: x"), "CP004"),
    "carriage returns alone": (plan("title: x").replace(b"\n", b"\r"), "CP004"),
    # -- no text
    "a NUL": (plan(b"title: a\x00b"), "CP002"),
    "a NUL below the front matter": (plan("title: x") + b"\x00", "CP002"),
    "an ESC": (plan(b"title: \x1b[31mred"), "CP002"),
    "an ESC that is escaped": (plan('title: "\\e[31mred"'), "CP002"),
    "an ESC that is escaped by its number": (plan('title: "\\x1b]52;c;eA==\\x07"'), "CP002"),
    "an ESC in a key": (plan('"\\e[31m": x'), "CP002"),
    "a C1 control character": (plan("title: \x9b31mred"), "CP002"),
    "a C1 control character that is escaped": (plan('title: "\\x9b31m"'), "CP002"),
    "a C1 control character below": (plan("title: x") + "\x9d52;c;eA==\x9c".encode(), "CP002"),
    "a NUL that is escaped": (plan('title: "\\0"'), "CP002"),
    "a DEL": (plan("title: \x7f"), "CP002"),
    "a form feed": (plan("title: x") + b"\x0c", "CP002"),
    "Latin-1": (plan("title: Zoë".encode("latin-1")), "CP002"),
    "UTF-16": (plan("title: x").decode().encode("utf-16"), "CP002"),
    "UTF-16 without a mark": (plan("title: x").decode().encode("utf-16-le"), "CP002"),
    "UTF-8 of a surrogate": (plan(b"title: \xed\xa0\x80"), "CP002"),
    "UTF-8 that is too long": (plan(b"title: \xc0\xaf"), "CP002"),
    "a character that is none": (plan("title: \ufffe"), "CP002"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "CP002"),
    "a program": (b"\x7fELF" + bytes(2000), "CP002"),
    # -- too much
    "front matter over 64 KiB": (plan("title: " + "x" * 70_000), "CP003"),
    "front matter over 64 KiB of keys": (plan("\n".join(f"k{n}: v" for n in range(9_000))), "CP003"),
    # -- git
    "conflict markers": (plan("<<<<<<< HEAD\ntitle: x\n=======\ntitle: y\n>>>>>>> main"), "CP009"),
    "conflict markers below": (plan("title: x") + b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n", "CP009"),
    "the end of a conflict": (plan("title: x\n>>>>>>> main"), "CP009"),
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("raw", "finding"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plan_is_a_finding_of_check_and_one_line_elsewhere(
    raw: bytes, finding: str, gets: Callable[..., str], repository: Path
) -> None:
    (repository / ADA_PLAN).write_bytes(raw)

    gets(1, "check", ADA_FOLDER, findings={finding})
    if finding == "CP009":
        gets(0, "show", "ada-lovelace", says=f"{ADA_PLAN}: shown as it was last recorded")
        gets(0, "log", "ada-lovelace", "--win", "One", says=f"{ADA_PLAN}: shown as it was last recorded", writes=True)
    else:
        gets(1, "show", "ada-lovelace", says=f"{ADA_PLAN}:")
        gets(1, "log", "ada-lovelace", "--win", "One", says=f"{ADA_PLAN}:")
    gets(2, "edit", "ada-lovelace", "--set", "title=x", says="cannot be edited until it can be read")
    gets(0, "list")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("raw", "finding"), [BROKEN[name] for name in ("an alias bomb", "60,000 brackets", "an ESC that is escaped")]
)
def test_a_process_of_its_own_finds_the_same(
    raw: bytes, finding: str, gets: Callable[..., str], repository: Path
) -> None:
    (repository / ADA_PLAN).write_bytes(raw)

    gets(1, "check", ADA_FOLDER, findings={finding}, process=True)
    gets(1, "show", "ada-lovelace", says=f"{ADA_PLAN}:", process=True)


# One reader reads both; one in six shows that the commands take a check-in as they take a plan.
@pytest.mark.one_in(6)
@pytest.mark.parametrize(("raw", "finding"), BROKEN.values(), ids=BROKEN)
def test_a_broken_check_in_is_a_finding_and_hides_no_other(
    raw: bytes, finding: str, gets: Callable[..., str], repository: Path
) -> None:
    (repository / CHECK_IN).write_bytes(raw)

    gets(1, "check", findings={finding})
    gets(0, "show", "ada-lovelace")
    gets(0, "render", "ada-lovelace")


WRONG: dict[str, tuple[str, set[str]]] = {
    "a version from the future": ("coachplan: 2\ntitle: x", {"CP010"}),
    "a date that does not exist": ("timeline: 2026-02-30 to 2026-03-01", {"CP013"}),
    "lists of lists": ("activities: [[[a]]]", {"CP012"}),
    "a mapping where a text belongs": ("title: {a: b}", {"CP012"}),
    "a key of nothing": ("~: x", {"CP011"}),
    "an empty key": ('"": x', {"CP011"}),
    "a key that is a number": ("7: x", {"CP011"}),
    "a key of 5 kB": (f"{'k' * 1000}: x", {"CP011"}),
    "a key with a right-to-left override": ("ti\u202etle: x", {"CP011"}),
    "a key of Chinese": ("标题: x", {"CP011"}),
    "no person": ("people: {team_member: Ada, manager: '<x@y>'}", {"CP012"}),
    "an unknown role": ("people: {boss: Ada, team_member: Ada, manager: Ben}", {"CP016"}),
    "an ambiguous cadence": ("update_cadence: bi-monthly", {"CP405"}),
    "empty sections": ("development_area:\nactivities: []\nsupport_assets: ' '", {"CP102"}),
    "500 activities of nothing": ("activities: [x, " + "'', " * 500 + "]", {"CP015"}),
}


@pytest.mark.parametrize(("yaml", "codes"), WRONG.values(), ids=WRONG)
def test_a_wrong_plan_is_read_as_far_as_it_goes(
    yaml: str, codes: set[str], gets: Callable[..., str], repository: Path
) -> None:
    path = repository / ADA_PLAN
    rest = {"coachplan": "1", "title": "x", "people": "{team_member: Ada, manager: Ben}"} | dict.fromkeys(
        ("development_area", "current_state", "support_assets"), "x"
    )
    rest |= {"activities": "Rehearse with a peer"}
    rest |= {"goal_state": "{goal: x, measures: [{name: m, direction: increase, baseline: 1, target: 2}]}"}
    rest |= {"timeline": "2026-01-05 to 2026-02-04", "update_cadence": "week"}
    rest = {name: value for name, value in rest.items() if f"\n{name}:" not in f"\n{yaml}"}
    text = "\n".join(["---", *(f"{name}: {value}" for name, value in rest.items()), yaml, "---", ""])
    path.write_text(text, encoding="utf-8")
    shutil.rmtree(path.parent / "check-ins")

    gets(1, "check", ADA_FOLDER, findings=codes)


def test_a_file_over_one_mebibyte_is_not_read(gets: Callable[..., str], repository: Path) -> None:
    (repository / ADA_PLAN).write_bytes(plan("title: x") + b"x" * 1024 * 1024)

    gets(2, "check", findings={"CP001"})
    gets(2, "show", "ada-lovelace", says="larger than 1 MiB")
    gets(2, "edit", "ada-lovelace", "--set", "title=x", says="larger than 1 MiB")
    gets(0, "list")


# -- files that are none -----------------------------------------------------------------------------------------------


def _link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


_FOLDER = pytest.param(Path.mkdir, id="a folder")
NO_FILES: dict[str, Callable[[Path], None]] = {
    "a symbolic link": _link,
    "a link to nothing": _dangling_link,
    "a link to itself": _link_to_itself,
    "a pipe": lambda path: os.mkfifo(path),  # noqa: PLW0108 - the signature counts
    "a socket": _socket,
}
EVERY_KIND = [_FOLDER, *(pytest.param(make, id=name) for name, make in NO_FILES.items())]


@pytest.mark.parametrize("make", EVERY_KIND)
def test_what_is_no_plain_file_is_not_read_as_a_plan(
    make: Callable[[Path], None], gets: Callable[..., str], repository: Path
) -> None:
    (repository / ADA_PLAN).unlink()
    make(repository / ADA_PLAN)

    gets(2, "check", ADA_FOLDER, findings={"CP001"})
    gets(2, "show", "ada-lovelace", says="cannot be read")
    gets(2, "log", "ada-lovelace", "--win", "One", says="cannot be read")
    gets(2, "edit", "ada-lovelace", "--set", "title=x", says="cannot be read")
    gets(0, "list")


@pytest.mark.parametrize("make", EVERY_KIND)
def test_what_is_no_plain_file_is_not_read_as_a_check_in(
    make: Callable[[Path], None], gets: Callable[..., str], repository: Path
) -> None:
    (repository / CHECK_IN).unlink()
    make(repository / CHECK_IN)

    gets(2, "check", findings={"CP001"})
    gets(2, "show", "ada-lovelace", says="cannot be read")
    gets(0, "list")


@pytest.mark.parametrize("make", EVERY_KIND)
def test_what_is_no_plain_file_is_not_taken_with_from(
    make: Callable[[Path], None], gets: Callable[..., str], tmp_path: Path
) -> None:
    source = tmp_path / "source.yaml"
    make(source)

    gets(2, "new", "T", "--for", "Ada", "--from", source, says="cannot be read")
    gets(2, "log", "ada", "--from", source, says="cannot be read")
    gets(2, "edit", "ada-lovelace", "--from", source, says="cannot be read")


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_plain_file_sets_nothing(
    make: Callable[[Path], None], gets: Callable[..., str], repository: Path
) -> None:
    (repository / "coachplan.toml").unlink()
    make(repository / "coachplan.toml")

    gets(2, "check", says="coachplan.toml" if make is _link else "coachplan")


def test_a_pipe_makes_no_process_wait(gets: Callable[..., str], repository: Path, tmp_path: Path) -> None:
    (repository / ADA_PLAN).unlink()
    os.mkfifo(repository / ADA_PLAN)
    os.mkfifo(tmp_path / "pipe")

    gets(2, "check", findings={"CP001"}, process=True)
    gets(2, "new", "T", "--for", "Ada", "--from", tmp_path / "pipe", says="cannot be read", process=True)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/random", "/dev/tty", "/dev/null"])
def test_a_device_is_not_read(device: str, gets: Callable[..., str]) -> None:
    gets(2, "new", "T", "--for", "Ada", "--from", device, says="cannot be read")


@pytest.mark.parametrize("folder", ["plans/ada-lovelace", ADA_FOLDER])
def test_a_folder_that_is_a_link_is_not_followed(folder: str, gets: Callable[..., str], repository: Path) -> None:
    path = repository / folder
    moved = repository.parent / "elsewhere"
    path.rename(moved)
    path.symlink_to(moved)

    gets(2, "show", "ada-lovelace")
    gets(2, "log", "ada-lovelace", "--win", "One")


@pytest.mark.parametrize("name", ["plans", "plans/ada-lovelace", ADA_FOLDER, f"{ADA_FOLDER}/check-ins"])
def test_a_file_where_a_folder_belongs_is_said_in_one_line(
    name: str, gets: Callable[..., str], repository: Path
) -> None:
    shutil.rmtree(repository / name)
    (repository / name).write_bytes(b"")

    gets(2, "show", "ada-lovelace")
    gets(2, "log", "ada-lovelace", "--win", "One")


def test_check_ins_that_are_no_folder_hide_no_other_finding(gets: Callable[..., str], repository: Path) -> None:
    shutil.rmtree(repository / ADA_FOLDER / "check-ins")
    (repository / ADA_FOLDER / "check-ins").write_bytes(b"")
    (repository / "plans/ben-carter/clear-meeting-notes/plan.md").write_bytes(b"")

    gets(2, "check", findings={"CP001", "CP004"})


@pytest.mark.parametrize("name", [ADA_PLAN, CHECK_IN, f"{ADA_FOLDER}/check-ins"])
def test_what_may_not_be_read_is_a_finding(name: str, gets: Callable[..., str], repository: Path) -> None:
    (repository / name).chmod(0)
    try:
        if os.geteuid() == 0:  # root may read everything
            gets(0, "check")
        else:
            gets(2, "check", findings={"CP001"})
            gets(2, "show", "ada-lovelace", says="permission denied")
    finally:
        (repository / name).chmod(0o700)


@pytest.mark.parametrize("name", [ADA_PLAN, CHECK_IN, "coachplan.toml"])
def test_what_the_system_refuses_to_open_is_said_so(
    name: str, gets: Callable[..., str], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.open

    def refuse(path: str | Path, *rest: object, **more: object) -> int:
        if str(path) == str(repository / name):
            raise PermissionError(13, "Permission denied")
        return really(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)

    if name.endswith(".md"):
        gets(2, "check", findings={"CP001"})
        gets(2, "show", "ada-lovelace", says="permission denied")
    else:
        gets(2, "check", says="coachplan.toml cannot be read: permission denied")


# -- --from ------------------------------------------------------------------------------------------------------------

SOURCES: dict[str, tuple[bytes, str]] = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not UTF-8"),
    "3 MiB": (b"x: y\n" * 650_000, "1 MiB"),
    "90 KiB": (b"title: " + b"x" * 90_000, "64 KiB"),
    "a list": (b"- a\n- b\n", "without keys"),
    "a text": (b"hello\n", "without keys"),
    "tabs": (b"people:\n\tmanager: x\n", "not valid YAML"),
    "an alias bomb": (f"a: &a [x]\n{BOMB}\n".encode(), "anchors"),
    "UTF-16": ("title: x\n".encode("utf-16"), "text in UTF-16"),
    "an ESC": (b'title: "\\e[31m"\n', "control character"),
    "a key twice": (b"title: a\ntitle: b\n", "twice"),
    "front matter without an end": (b"---\ntitle: x\n", "no end"),
}


@pytest.mark.parametrize(("raw", "says"), SOURCES.values(), ids=SOURCES)
def test_a_source_that_cannot_be_read_gets_one_clear_line(
    raw: bytes, says: str, gets: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "source").write_bytes(raw)

    gets(2, "new", "T", "--for", "Ada", "--from", "-", stdin=raw, says=says)
    if len(raw) <= 1024 * 1024:
        gets(2, "new", "T", "--for", "Ada", "--from", tmp_path / "source", says=says)
        gets(2, "log", "ada", "--from", tmp_path / "source", says=says)


def test_a_source_in_a_pipe_of_a_process_gets_the_same_line(gets: Callable[..., str]) -> None:
    raw, says = SOURCES["a picture"]

    gets(2, "new", "T", "--for", "Ada", "--from", "-", stdin=raw, says=says, process=True)


def test_a_source_that_is_not_there_is_named(gets: Callable[..., str]) -> None:
    gets(2, "new", "T", "--for", "Ada", "--from", "missing.yaml", says="missing.yaml cannot be read")
    gets(2, "log", "ada", "--from", "missing.yaml", says="missing.yaml cannot be read")
    gets(2, "edit", "ada-lovelace", "--from", "missing.yaml", says="missing.yaml cannot be read")


# -- paths -------------------------------------------------------------------------------------------------------------

PATHS: dict[str, str] = {
    "a missing path": "plans/nobody",
    "an absolute missing path": "/nowhere/plan.md",
    "the folder above": "..",
    "a path that leads out": "plans/../../elsewhere",
    "an absolute path outside": "/etc",
    "a device": "/dev/null",
    "a file that is no plan": "coachplan.toml",
    "git's folder": ".git",
    "a missing check-in": f"{ADA_FOLDER}/check-ins/2026-09-09.md",
    "a path with a newline": "plans/one\ntwo",
    "a path with ESC": "plans/\x1b[31m",
    "a path that is no UTF-8": "plans/\udcff",
    "a path of 10 kB": "x" * 10_000,
    "a path below a file": f"{ADA_PLAN}/x",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_with_no_plan_is_refused(path: str, gets: Callable[..., str]) -> None:
    gets(2, "check", path, says="is not a plan, a check-in, an agreement or a folder of plans in")


@pytest.mark.parametrize("name", ["coachplan.toml", ADA_PLAN, "missing", "\x1b[31m"])
def test_a_place_that_is_no_folder_is_refused(name: str, gets: Callable[..., str], repository: Path) -> None:
    gets(2, "-C", repository / name, "list", says="is not a folder")


def test_a_folder_without_a_plan_repository_is_refused(gets: Callable[..., str], tmp_path: Path) -> None:
    gets(2, "-C", tmp_path / "here", "list", says="is not in a plan repository")
    gets(2, "-C", tmp_path / "here", "check", says="is not in a plan repository", process=True)


@pytest.mark.parametrize(
    ("name", "says"),
    [("here", "it is a folder"), ("missing/plan.md", "does not exist"), ("file/plan.md", "does not exist")],
)
def test_a_document_is_written_only_where_a_file_can_be(
    name: str, says: str, gets: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")

    gets(2, "render", "ada-lovelace", "-o", tmp_path / name, says=says)


def test_a_document_does_not_replace_a_link_or_a_pipe(gets: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")

    gets(1, "render", "ada-lovelace", "-o", tmp_path / "link", says="symbolic link")
    gets(2, "render", "ada-lovelace", "-o", tmp_path / "pipe", says="is not a regular file")


# -- settings ----------------------------------------------------------------------------------------------------------

SETTINGS: dict[str, bytes] = {
    "broken TOML": b"[labels\n",
    "a number of 400,000 digits": b"x = " + b"9" * 400_000,
    "200,000 keys in each other": b".".join([b"a"] * 200_000) + b" = 1",
    "tables in each other": b"[" + b" . ".join([b'"a"'] * 2_000) + b"]",
    "a text without an end": b'[labels]\ncoaching = "x\n',
    "an unknown table": b"[secrets]\nx = 1\n",
    "an unknown key": b'[labels]\nother = "x"\n',
    "a key without a table": b"usual_days = [1, 2]\n",
    "labels as a list": b"labels = [1]\n",
    "a label as a number": b"[labels]\ncoaching = 1\n",
    "an HR partner as a number": b"[people]\nhr = 1\n",
    "a directory as a text": b'[people]\ndirectory = "Ada"\n',
    "a directory of numbers": b"[people]\ndirectory = [1]\n",
    "usual days as texts": b'[policy]\nusual_days = ["a", "b"]\n',
    "usual days of one number": b"[policy]\nusual_days = [14]\n",
    "usual days of three numbers": b"[policy]\nusual_days = [1, 2, 3]\n",
    "usual days the other way round": b"[policy]\nusual_days = [92, 14]\n",
    "usual days below nothing": b"[policy]\nusual_days = [-1, 14]\n",
    "usual days as booleans": b"[policy]\nusual_days = [true, true]\n",
    "usual days as fractions": b"[policy]\nusual_days = [1.5, 2.5]\n",
    "a table twice": b"[labels]\n[labels]\n",
    "Latin-1": '[labels]\ncoaching = "Zoë"\n'.encode("latin-1"),
    "UTF-16": "[labels]\n".encode("utf-16"),
    "a NUL": b"[labels]\n\x00",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "2 MiB": b"# x\n" * 600_000,
    "an ESC in a key": b'[labels]\n"\\u001b[31m" = "x"\n',
    "an ESC in a table": b'["\\u001b[31m"]\nx = 1\n',
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("raw", SETTINGS.values(), ids=SETTINGS)
def test_settings_that_are_wrong_get_one_clear_line(raw: bytes, gets: Callable[..., str], repository: Path) -> None:
    (repository / "coachplan.toml").write_bytes(raw)

    gets(2, "check", says="coachplan.toml")
    gets(2, "new", "T", "--for", "Ada", says="coachplan.toml")


@pytest.mark.parametrize("raw", [b"x = " + b"[" * 5_000 + b"]" * 5_000, b'[labels]\n"one\\ntwo" = "x"\n'])
def test_settings_that_are_odd_get_one_clear_line(raw: bytes, gets: Callable[..., str], repository: Path) -> None:
    (repository / "coachplan.toml").write_bytes(raw)

    gets(2, "check", says="coachplan.toml")


def test_settings_that_are_wrong_stop_a_process_of_its_own(gets: Callable[..., str], repository: Path) -> None:
    (repository / "coachplan.toml").write_bytes(SETTINGS["broken TOML"])

    gets(2, "check", says="coachplan.toml", process=True)


# -- git ---------------------------------------------------------------------------------------------------------------


def test_a_merge_in_progress_refuses_what_writes(gets: Callable[..., str], repository: Path) -> None:
    (repository / ".git/MERGE_HEAD").write_bytes((repository / ".git/refs/heads/main").read_bytes())

    gets(1, "agree", "ada-lovelace", says="a merge is in progress")
    gets(1, "edit", "ada-lovelace", "--set", "title=x", says="a merge is in progress")
    gets(0, "check")


def test_a_detached_head_refuses_what_writes(gets: Callable[..., str], repository: Path) -> None:
    (repository / ".git/HEAD").write_bytes((repository / ".git/refs/heads/main").read_bytes())

    gets(1, "log", "ada-lovelace", "--win", "One", says="HEAD is detached")


def test_a_folder_without_git_is_said_so(gets: Callable[..., str], repository: Path) -> None:
    shutil.rmtree(repository / ".git")

    gets(2, "history", "ada-lovelace", says="is not in a usable git repository")
    gets(2, "log", "ada-lovelace", "--win", "One", "--by", "Ada", says="is not in a usable git repository")
    gets(0, "check")
    gets(0, "list")


@pytest.mark.parametrize("content", [b"", b"gitdir: /nowhere\n", b"\x00\xff"])
def test_a_git_that_is_broken_is_said_so(content: bytes, gets: Callable[..., str], repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    (repository / ".git").write_bytes(content)

    gets(2, "history", "ada-lovelace")
    gets(2, "log", "ada-lovelace", "--win", "One", "--by", "Ada")
    gets(0, "check")


def test_a_head_that_is_broken_is_said_so(gets: Callable[..., str], repository: Path) -> None:
    (repository / ".git/HEAD").write_bytes(b"\x00garbage\x1b[31m")

    gets(2, "history", "ada-lovelace")
    gets(2, "log", "ada-lovelace", "--win", "One", "--by", "Ada")


def test_nobody_is_refused_with_what_sets_a_name(
    gets: Callable[..., str], monkeypatch: pytest.MonkeyPatch, own_world: Path
) -> None:
    (own_world / ".gitconfig").unlink()

    gets(1, "log", "ada-lovelace", "--win", "One", says="git config --global user.name")
    gets(1, "new", "T", "--for", "Ada", says="git config --global user.name")


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "process",
    [False, True],
)
def test_without_git_on_the_path_the_line_says_so(
    process: bool, gets: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    gets(2, "history", "ada-lovelace", says="git was not found", process=process)
    gets(2, "log", "ada-lovelace", "--win", "One", says="git was not found", process=process)
    gets(2, "save", says="git was not found", process=process)
    gets(0, "check", process=process)
    gets(0, "list", process=process)
