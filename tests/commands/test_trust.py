"""`coachplan trust`: what a repository brings is used only after the person's word for exactly those bytes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.output.terminal.templates import notice
from coachplan.store.own_templates import MAX_BYTES, PACKAGED, OwnTemplates, words_folder
from coachplan.views.brought_templates import BroughtTemplate
from conftest import Coachplan, allow_templates
from terminal import Terminal

UNTRUSTED = "coachplan: this repository brings templates of its own, and you have not allowed them as they are now ("
MARK = "OURS-BY-TEMPLATE"
LAYOUT = f"<script>fetch('https://evil.example/')</script>{MARK}{{% block main %}}{{% endblock %}}"
USES = {
    "layout.html.j2": (("render", "ada", "--to", "html"), ("site", "-o", "site"), ("serve",)),
    "style.css": (("render", "ada", "--to", "html"), ("site", "-o", "site")),
    "site/table.js": (("site", "-o", "site"),),
    "render/plan.md.j2": (("render", "ada"), ("render", "ada", "--to", "docx", "-o", "ada.docx")),
    "render/styles.docx": (("render", "ada", "--to", "docx", "-o", "ada.docx"),),
    "plans/coaching.md.j2": (("new", "T", "--for", "Ada"),),
}


@pytest.fixture
def brings(ada: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Commits a template to Ada's repository as somebody who can push."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2026-01-30T12:00:00")

    def bring(name: str, text: str = LAYOUT, *, author: str = "Eve Adams") -> Path:
        file = ada / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        git(ada, "add", "--all")
        who = ("-c", f"user.name={author}", "-c", "user.email=eve@example.com")
        git(ada, *who, "commit", "--quiet", "-m", "x")
        return file

    return bring


@pytest.mark.parametrize("name", USES)
def test_without_a_word_and_a_terminal_nothing_is_made(name: str, ada, brings, coachplan: Coachplan) -> None:
    brings(name)
    for command in USES[name]:
        result = coachplan("-C", ada, *command, cwd=ada.parent)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"{UNTRUSTED}templates/{name}): look at them, then run `coachplan trust`")
    assert {path.name for path in ada.parent.iterdir()} == {"plans-repository"}
    for command in (("show", "ada"), ("check",), ("status",), ("prep", "ada"), ("templates",)):
        assert coachplan("-C", ada, *command).err == ""


def test_what_is_not_used_asks_for_nothing(ada, brings, coachplan: Coachplan) -> None:
    brings("site/table.js")
    brings("plans/sales.md.j2")
    brings("questions/progress.md", "- What worked?\n")
    (ada / "templates/.hidden.j2").write_text("x", encoding="utf-8")
    shutil.copy(PACKAGED / "style.css", ada / "templates/style.css")

    assert coachplan("-C", ada, "render", "ada", "--to", "html").code == 0
    assert coachplan("-C", ada, "new", "T", "--for", "Ben <ben@example.com>").code == 0
    assert coachplan("-C", ada, "new", "U", "--for", "Ben <ben@example.com>", "--template", "sales").code == 2
    own = OwnTemplates.read(ada)
    assert own
    assert own.names == ["plans/sales.md.j2", "site/table.js"]


def test_a_terminal_says_what_it_is_and_asks_once(ada, brings, coachplan: Coachplan) -> None:
    file = brings("render/plan.md.j2", MARK, author="Eve \x1b]0;x\x07 A")
    (ada / "templates/x\x1b[31m\ny.j2").write_text("x", encoding="utf-8")

    terminal = Terminal("-C", ada, "render", "ada", columns=200)
    terminal.answer([""])
    assert terminal.end() == 1
    seen = terminal.seen
    assert f"{ada} brings templates of its own, which are used only once you have allowed them:\n" in seen
    assert "  templates/render/plan.md.j2  committed by Eve \ufffd]0;x\ufffd A on 30 January 2026\n" in seen
    assert "  templates/x\ufffd[31m y.j2        not committed\n" in seen
    assert "misquote what a plan says" in seen
    assert seen.endswith("Not allowed, and nothing was made; `coachplan trust` asks again\n")

    terminal = Terminal("-C", ada, "render", "ada")
    terminal.answer(["y"])
    assert terminal.end() == 0
    assert MARK in terminal.seen
    assert coachplan("-C", ada, "render", "ada").out == MARK
    # One byte, another name, or one file more is something else.
    for change in (
        lambda: file.write_text(f"{MARK}.", encoding="utf-8"),
        lambda: file.rename(file.with_name("summary.md.j2")),
        (ada / "templates/more.j2").touch,
    ):
        change()
        command = ("render", "ada", "--audience", "summary") if not file.exists() else ("render", "ada")
        assert coachplan("-C", ada, *command).err.startswith(UNTRUSTED)
        allow_templates(ada)
        assert coachplan("-C", ada, *command).code == 0


def test_the_word_holds_in_another_clone_and_can_be_taken_back(ada, brings, coachplan: Coachplan, tmp_path) -> None:
    brings("render/plan.md.j2", MARK)
    assert coachplan("-C", ada, "trust").err == "coachplan: --yes is required when there is no terminal to ask\n"
    given = coachplan("-C", ada, "trust", "--yes")
    assert (given.code, given.out.splitlines()[-1]) == (0, "Allowed, until one of them changes")
    assert (words_folder().stat().st_mode & 0o777, len(os.listdir(words_folder()))) == (0o700, 1)
    assert "Nothing to do" in coachplan("-C", ada, "trust").out
    clone = shutil.copytree(ada, tmp_path / "clone")
    assert coachplan("-C", clone, "render", "ada").out == MARK

    brings("style.css", "a{}")
    terminal = Terminal("-C", ada, "trust", columns=200)
    terminal.answer(["y"])
    assert terminal.end() == 0
    assert "plan.md.j2  committed by Eve Adams on 30 January 2026; as when you allowed it\n" in terminal.seen
    assert terminal.seen.index("style.css") < terminal.seen.index("plan.md.j2")
    brings("style.css", "b{}")
    assert "; changed since your yes of 2026-02-04\n" in coachplan("-C", ada, "trust", "--yes").out

    listed = coachplan("-C", clone, "trust", "--list").out.splitlines()
    assert next(line.split() for line in listed) == ["2026-02-04", "1", "file", str(ada)]
    assert coachplan("-C", clone, "trust", "--forget").out == "Taken back: 1 word\n"
    assert coachplan("-C", ada, "trust", "--forget").out == "Taken back: 2 words\n"
    assert "have not allowed" in coachplan("-C", ada, "trust", "--forget").out
    assert "have not allowed" in coachplan("-C", ada, "trust", "--list").out
    assert coachplan("-C", ada, "render", "ada").err.startswith(UNTRUSTED)
    shutil.rmtree(ada / "templates")
    assert coachplan("-C", ada, "trust").out.startswith("Nothing to allow")


def test_a_word_that_is_anything_else_is_none(ada, brings, coachplan: Coachplan) -> None:
    brings("render/plan.md.j2", MARK)
    allow_templates(ada)
    (file,) = words_folder().iterdir()
    whole = file.read_bytes()
    own = OwnTemplates.read(ada)
    assert own
    assert own.is_trusted()
    for word in (b"", b"[]", b"{}", b"[" * 100_000, b'{"title": 1, "files": {}}', whole.replace(b"used", b"USED")):
        file.write_bytes(word)
        assert not own.is_trusted(), word
    file.unlink()
    os.mkfifo(file)
    assert coachplan("-C", ada, "render", "ada").err.startswith(UNTRUSTED)
    file.unlink()
    file.with_suffix(".moved").write_bytes(whole)
    file.symlink_to(file.with_suffix(".moved"))
    assert not own.is_trusted()
    assert coachplan("-C", ada, "trust", "--list").code == 0


def test_what_is_read_is_bounded(ada) -> None:
    folder = ada / "templates"
    folder.mkdir()
    for number in range(MAX_BYTES // 1_000_000 + 1):
        (folder / f"{number}.j2").write_bytes(b"x" * 1_000_000)
    with pytest.raises(UnreadableError, match="more than 16 MiB"):
        OwnTemplates.read(ada)
    shutil.rmtree(folder)
    (folder / "render").mkdir(parents=True)
    (folder / "render/styles.docx").write_bytes(b"x" * 2_000_000)
    (folder / "logo.svg").write_bytes(b"x" * 2_000_000)
    os.mkfifo(folder / "pipe.j2")
    own = OwnTemplates.read(ada)
    assert own
    assert own.names == ["logo.svg", "pipe.j2", "render/styles.docx"]
    with pytest.raises(UnreadableError, match="larger than 1 MiB"):
        own.use("logo.svg")
    allow_templates(ada)
    assert own.use("render/styles.docx") == b"x" * 2_000_000


def test_a_name_or_a_path_pushes_nothing_out_of_sight() -> None:
    said = "on 1 January 2026; as when you allowed it"
    file = BroughtTemplate(f"templates/{'x' * 300}{said}", f"Charles Babbage {' ' * 300}{said}{said}", None, "", False)

    shown = notice("/plans", [file], 30)

    assert f"  {('templates/' + 'x' * 300)[:59]}…  committed by Charles Babbage on 1 January…\n" in shown
    assert "  and 29 more files\n" in shown
