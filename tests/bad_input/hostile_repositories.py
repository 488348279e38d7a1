# ruff: noqa: RUF001, E501 - letters that look like others are the point, and so are lines
"""Repositories made to harm whoever reads them: by settings, names, git's own folder, templates and forms."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bad_input.hostile_files import NO_FILES, Lay, at
from conftest import ADA_PLAN

PLAN = "ada-lovelace/clear-status-updates"
SETTINGS = "coachplan.toml"
OVER_ALL = (("list",), ("status",), ("due",), ("check", "--no-cache"), ("calendar", "--all"), ("history",))
OF_ONE = (("show", PLAN), ("prep", PLAN), ("render", PLAN))
OF_GIT = (
    *(("list",), ("check", "--changed-since", "HEAD~1"), ("show", PLAN), ("history",), ("history", PLAN, "--verify")),
    *(("history", PLAN, "--at", "HEAD~1"), ("verify",), ("site", "-o", "{site}")),
)
OF_TEMPLATES = (
    ("render", PLAN),
    ("render", PLAN, "-o", "{site}.html"),
    ("site", "-o", "{site}"),
    ("templates",),
    ("list",),
)


class Hostile(NamedTuple):
    """One hostile input of a whole repository, how it is laid, and the commands that meet it."""

    kind: str
    name: str
    lay: Lay
    commands: tuple[tuple[str, ...], ...] = (*OVER_ALL, *OF_ONE)


def _file(path: str, content: str | bytes) -> Lay:
    def lay(repository: Path, _: Path) -> None:
        place = repository / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))

    return lay


# -- settings ----------------------------------------------------------------------------------------------------------

_TABLES = "\n".join(f"[rules.CP4{number:02}]" for number in range(3_000))
TOML: dict[str, str | bytes] = {
    "digits": f"[rules.CP404]\nusual_days = [{'9' * 400_000}, 1]",
    "keys": f"{'a.' * 200_000}a = 1",
    "quoted-keys": "\"a\" . 'b' . " * 50_000 + "c = 1",
    "inline-tables": "x = " + "{a = " * 5_000 + "1" + "}" * 5_000,
    "lists": "x = " + "[" * 100_000,
    "tables": "\n".join(f"[a{number}.b.c]" for number in range(40_000)),
    "tables-of-rules": _TABLES,
    "lists-of-tables": "[[rules]]\n" * 60_000,
    "a-table-twice": "[labels]\n[labels]",
    "a-key-twice": "[labels]\ncoaching = 'a'\ncoaching = 'b'",
    "a-date": "[policy]\nfollow_up_days = 0001-01-01",
    "a-date-that-is-none": "[policy]\nfollow_up_days = [2026-02-30]",
    "infinity": "[policy]\nfollow_up_days = [inf, nan, -inf]",
    "exponents": "[policy]\nfollow_up_days = [1e999999999]",
    "days-below-nothing": "[policy]\nfollow_up_days = [-1, 0]",
    "many-days": f"[policy]\nfollow_up_days = [{', '.join(str(number) for number in range(1, 3_000))}]",
    "truth": "[policy]\nbegin = true\nperformance_concerns = 'yes'",
    "label-escapes": '[labels]\ncoaching = "\\u001b]52;c;eA==\\u0007\\u009b31m\\u202e"',
    "label-lines": '[labels]\ncoaching = "a\\n::error file=x::y\\r\\n[skip ci]"',
    "label-markup": '[labels]\ncoaching = "<script>alert(1)</script>](javascript:x)"',
    "label-length": f'[labels]\ncoaching = "{"x" * 900_000}"',
    "label-nul": '[labels]\ncoaching = "\\u0000"',
    "unknown-escape": '[labels]\ncoaching = "\\ud800"',
    "hr-odd": '[people]\nhr = "<<>>\\u202e"',
    "directory-long": f"[people]\ndirectory = [{', '.join(repr(f'P{n} <p{n}@x.y>') for n in range(20_000))}]",
    "directory-odd": '[people]\ndirectory = [["a"], 1]',
    "rule-unknown": "[rules.\"\\u001b[31m\"]\nseverity = 'x'",
    "rule-severity": "[rules.CP404]\nseverity = 'deadly'",
    "ignore-odd": '[rules]\nignore = ["\\u001b[31m", ""]',
    "select-nothing": "[rules]\nselect = []",
    "ignore-unreadable": '[rules]\nignore = ["CP001", "CP0", "CP9"]',
    "ignore-long": "[rules]\nignore = [" + "'CP404', " * 60_000 + "]",
    "numbers-huge": "[rules.CP404]\nusual_days = [1, 99999999999999999999]",
    "numbers-turned": "[rules.CP404]\nusual_days = [92, 14]",
    "latin": "[labels]\ncoaching = 'Zoë'".encode("latin-1"),
    "utf-16": "[labels]".encode("utf-16"),
    "bytes": bytes(range(256)),
    "mark": b"\xef\xbb\xbf[labels]",
    "carriage-returns": b"[labels]\rcoaching = 'x'\r",
    "comments": "#" + "\t#" * 500_000,
    "spaces": " " * 900_000 + "x",
    "strings": "x = '''" + "'" * 900_000,
    "too-large": "#" * 3_000_000,
    "conflict": "<<<<<<< HEAD\n[labels]\n=======\n[people]\n>>>>>>> x\n",
}

# -- names of folders --------------------------------------------------------------------------------------------------

FOLDERS: dict[str, str] = {
    "the length of a name": "a" * 255,
    "sixty-one letters": "a" * 61,
    "hyphens": "---",
    "an option": "-rf",
    "another option": "--upload-pack=x",
    "a command": "$(touch PWNED)",
    "a command after another": "x;touch PWNED",
    "a line": "a\nb",
    "a trailer": "x\n\nSigned-off-by: Ada <ada@example.com>",
    "an order": "::warning::x",
    "another order": "##vso[task.complete]",
    "a word to a CI": "[ci skip]",
    "an escape": "\x1b[2J",
    "a title": "\x1b]0;x\x07",
    "a bell": "a\x07",
    "a delete": "a\x7f",
    "a C1": "a\x9b31m",
    "a backspace": "a\b\b",
    "a return": "a\rb",
    "a tab": "a\tb",
    "another direction": "a\u202eb",
    "isolates": "a\u2066b",
    "no width": "a\u200bb",
    "a joiner": "a\u200db",
    "a mark of order": "a\ufeffb",
    "a line separator": "a\u2028b",
    "tags": "a\U000e0041",
    "half a character": "a\udcffb",
    "composed": "\u00e9",
    "decomposed": "e\u0301",
    "a twin in case": "ADA",
    "a twin in letters": "аda",
    "full width": "ａｄａ",
    "a dotless i": "ı",
    "dots": "...",
    "hidden": ".hidden",
    "of git": ".GIT",
    "a folder of git's": "git~1",
    "a backslash": "..\\..",
    "a drive": "C:",
    "a device": "NUL",
    "an address": "http:x",
    "a user": "~root",
    "a glob": "[a]?*",
    "magic": ":/",
    "more magic": ":(glob)**",
    "a revision": "HEAD~1",
    "a range": "a..b",
    "a time": "@{1.year.ago}",
    "markup": "<img src=x onerror=alert(1)>",
    "quotes": "\"'`",
    "an entity": "&lt;",
    "a template": "{{x}}{%x%}",
    "percent": "%2e%2e",
    "a format": "%s%n",
    "a comma": "a,b",
    "a bar": "a|b",
    "an equals sign": "a=b",
    "a number sign": "#a",
    "a bang": "!a",
    "a space in front": " a",
    "a space behind": "a ",
}


def _folders(names: list[str]) -> Lay:
    def lay(repository: Path, _: Path) -> None:
        text = (repository / ADA_PLAN).read_bytes()
        for name in names:
            for folder in (repository / "plans/eve" / name, repository / "plans" / name / "plan"):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "plan.md").write_bytes(text)

    return lay


def _deep(repository: Path, _: Path) -> None:
    place = repository / "plans/eve/deep"
    for _ in range(30):
        place = place / ("d" * 60)
    place.mkdir(parents=True)
    (place / "plan.md").write_text("x")


def _wide(repository: Path, _: Path) -> None:
    for number in range(4_000):
        (repository / f"plans/p{number}/empty").mkdir(parents=True)


# -- git's own folder --------------------------------------------------------------------------------------------------

Git = Callable[..., str]


def _git(repository: Path, *arguments: str, stdin: str = "", check: bool = True) -> str:
    command = ["git", "-C", str(repository), "-c", "core.hooksPath=/dev/null", *arguments]
    done = subprocess.run(command, input=stdin.encode("utf-8", "surrogateescape"), capture_output=True, check=check)
    return done.stdout.decode("utf-8", "replace").strip()


def _committed(message: str = "x", *, author: str = "Eve <eve@example.com>", header: str = "") -> Lay:
    """Lay a commit that git takes as it is, whatever stands in it."""

    def lay(repository: Path, _: Path) -> None:
        tree, last = _git(repository, "rev-parse", "HEAD^{tree}", "HEAD").split()
        who = author if author.endswith("000") else f"{author} 1767600000 +0000"
        raw = f"tree {tree}\nparent {last}\nauthor {who}\ncommitter {who}\n{header}\n{message}\n"
        made = _git(repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw)
        _git(repository, "update-ref", "refs/heads/main", made)

    return lay


def _many_parents(repository: Path, _: Path) -> None:
    tree, last = _git(repository, "rev-parse", "HEAD^{tree}", "HEAD").split()
    parents = [_git(repository, "commit-tree", tree, "-p", last, "-m", str(number)) for number in range(40)]
    made = _git(repository, "commit-tree", tree, *(word for one in parents for word in ("-p", one)), "-m", "x")
    _git(repository, "update-ref", "refs/heads/main", made)


def _many_commits(repository: Path, _: Path) -> None:
    who = "committer Eve <eve@example.com> 1767600000 +0000"
    stream = "".join(
        f"commit refs/heads/main\n{who}\ndata 2\nx\n{'from refs/heads/main^0' if number == 0 else ''}\n"
        f"M 100644 inline plans/eve/many/plan.md\ndata {len(str(number))}\n{number}\n"
        for number in range(1_500)
    )
    _git(repository, "fast-import", "--quiet", stdin=stream)


def _without(pattern: str) -> Lay:
    def lay(repository: Path, _: Path) -> None:
        id_ = _git(repository, "rev-parse", pattern)
        (repository / f".git/objects/{id_[:2]}/{id_[2:]}").unlink(missing_ok=True)

    return lay


def _broken_object(pattern: str) -> Lay:
    def lay(repository: Path, _: Path) -> None:
        id_ = _git(repository, "rev-parse", pattern)
        path = repository / f".git/objects/{id_[:2]}/{id_[2:]}"
        if path.exists():
            path.chmod(0o644)
            path.write_bytes(b"\x78\x9c" + b"\xff" * 1_000)

    return lay


def _linked(repository: Path, _: Path) -> None:
    """Let a link stand in the history where a plan did."""
    blob = _git(repository, "hash-object", "-w", "--stdin", stdin="/etc/passwd")
    _git(repository, "update-index", "--add", "--cacheinfo", f"120000,{blob},{ADA_PLAN}")
    _git(repository, "commit", "-qm", "x", check=False)


def _submodule(repository: Path, _: Path) -> None:
    head = _git(repository, "rev-parse", "HEAD")
    _git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},plans/eve/module")
    (repository / ".gitmodules").write_text(
        '[submodule "../x"]\n\tpath = plans/eve/module\n\turl = ext::touch PWNED\n\tupdate = !touch PWNED\n'
    )
    _git(repository, "add", ".gitmodules")
    _git(repository, "commit", "-qm", "x", check=False)


def _nested(repository: Path, outside: Path) -> None:
    _git(repository, "init", "-q", str(repository / "plans/eve/nested"))
    (repository / "plans/eve/nested/plan.md").write_bytes((repository / ADA_PLAN).read_bytes())
    (repository / "plans/eve/nested/.git/config").write_text('[core]\n\tworktree = /\n\tfsmonitor = "touch PWNED"\n')


def _ref(name: str) -> Lay:
    def lay(repository: Path, _: Path) -> None:
        head = _git(repository, "rev-parse", "HEAD")
        packed = repository / ".git/packed-refs"
        packed.write_bytes(
            f"# pack-refs with: peeled fully-peeled sorted\n{head} {name}\n".encode("utf-8", "surrogateescape")
        )

    return lay


def _odd_path(name: str) -> Lay:
    """Lay a path into the history that no folder would hold."""

    def lay(repository: Path, _: Path) -> None:
        blob = _git(repository, "rev-parse", f"HEAD:{ADA_PLAN}")
        tree = _git(repository, "mktree", "-z", stdin=f"100644 blob {blob}\tplan.md\0")
        for part in reversed(["plans", "eve", *name.split("/")]):
            tree = _git(repository, "mktree", "-z", stdin=f"040000 tree {tree}\t{part}\0")
        made = _git(repository, "commit-tree", tree, "-p", "HEAD", "-m", "x")
        _git(repository, "update-ref", "refs/heads/main", made)

    return lay


def _config(text: str) -> Lay:
    def lay(repository: Path, outside: Path) -> None:
        path = repository / ".git/config"
        path.write_text(path.read_text() + text.replace("{outside}", str(outside)))

    return lay


_SIGNATURE = "gpgsig -----BEGIN SSH SIGNATURE-----\n {}\n -----END SSH SIGNATURE-----\n"
GIT: dict[str, Lay] = {
    "a message of escapes": _committed("\x1b]52;c;eA==\x07 \x9b31m \u202e"),
    "a message of a mebibyte": _committed("x" * 1_000_000),
    "a message of lines": _committed("a\n" * 200_000),
    "a message of bytes": _committed("\udcff\udcfe"),
    "a message of records": _committed("commit 0123456789012345678901234567890123456789\n\x1e\x1f\x00author x"),
    "an author of escapes": _committed(author="Eve \x1b[31m <e@x.y>"),
    "an author in another direction": _committed(author="Eve \u202e <e@x.y>"),
    "an author without a name": _committed(author="<ada@example.com>"),
    "an author without an address": _committed(author="Eve <>"),
    "an author of a line": _committed(author="Eve\rAda <ada@example.com>"),
    "an author of a length": _committed(author=f"{'E' * 100_000} <e@x.y>"),
    "an author of brackets": _committed(author="Eve <<ada@example.com>"),
    "an author of bytes": _committed(author="\udcff <e@x.y>"),
    "a zone beyond all": _committed(author="Eve <e@x.y> 1767600000 +9900"),
    "an encoding that is none": _committed("x", header="encoding rot13\n"),
    "an encoding with an escape": _committed("x", header="encoding \x1b[31m\n"),
    "an encoding that turns": _committed("+AFs-", header="encoding utf-7\n"),
    "a signature of nothing": _committed(header=_SIGNATURE.format("U1NIU0lH")),
    "a signature of a length": _committed(header=_SIGNATURE.format("A" * 300_000)),
    "two signatures": _committed(header=_SIGNATURE.format("A") * 2),
    "a header unknown": _committed(header="x-evil \x1b[31m\n"),
    "many parents": _many_parents,
    "many commits": _many_commits,
    "a link in the history": _linked,
    "a module": _submodule,
    "a repository in a plan": _nested,
    "a path of dots": _odd_path("../x"),
    "a path of git": _odd_path(".git/hooks"),
    "a path of escapes": _odd_path("\x1b[31m"),
    "a path of lines": _odd_path("a\nb\tc"),
    "a path of bytes": _odd_path("\udcff"),
    "a path of a length": _odd_path("/".join(["d" * 100] * 60)),
    "a branch of an option": _ref("refs/heads/--output=x"),
    "a branch of escapes": _ref("refs/heads/\udc9b31m"),
    "a tag of HEAD": _ref("refs/tags/HEAD"),
    "a tag of main": _ref("refs/tags/main"),
    "a head of another branch": _file(".git/HEAD", "ref: refs/heads/$(touch PWNED)\n"),
    "a head outside": _file(".git/HEAD", "ref: refs/../../../x\n"),
    "a head of a length": _file(".git/HEAD", "ref: refs/heads/" + "x" * 100_000),
    "a head of nothing": _file(".git/HEAD", ""),
    "a head of an option": _file(".git/HEAD", "ref: --output=x\n"),
    "packed refs of junk": _file(".git/packed-refs", b"\xff" * 10_000),
    "packed refs of millions": _file(".git/packed-refs", "0" * 40 + " refs/heads/x\n"),
    "an index of junk": _file(".git/index", b"DIRC\0\0\0\2\xff\xff\xff\xff"),
    "an index of nothing": _file(".git/index", b""),
    "a merge of nothing": _file(".git/MERGE_HEAD", "0" * 40 + "\n"),
    "a merge of an option": _file(".git/MERGE_HEAD", "--output=x\n"),
    "a message of a merge": _file(".git/MERGE_MSG", "\x1b[31m" * 100_000),
    "a rebase": _file(".git/rebase-merge/head-name", "refs/heads/\x1b[31m"),
    "a shallow beginning": _file(".git/shallow", "0" * 40 + "\n"),
    "a graft": _file(".git/info/grafts", "0" * 40 + "\n"),
    "alternates outside": _file(".git/objects/info/alternates", "../../../outside\n/proc/self\n"),
    "a commit graph of junk": _file(".git/objects/info/commit-graph", b"CGPH" + b"\xff" * 1_000),
    "a map of mail": _file(".mailmap", "Ada Lovelace <ada@example.com> <eve@example.com>\n" * 20_000),
    "a map of escapes": _file(".mailmap", "\x1b[31mAda <ada@example.com> <charles@example.com>\n"),
    "attributes of everything": _file(
        ".gitattributes",
        "* filter=evil diff=evil merge=evil text eol=crlf ident working-tree-encoding=UTF-7 export-subst\n",
    ),
    "attributes in numbers": _file(".gitattributes", "".join(f"a{number} text\n" for number in range(90_000))),
    "attributes in a plan": _file("plans/eve/.gitattributes", "* -text diff=evil\n"),
    "ignored plans": _file(".gitignore", "*\n!x\n" + "[" * 50_000),
    "a lost tree": _without("HEAD^{tree}"),
    "a lost plan": _without(f"HEAD:{ADA_PLAN}"),
    "a lost commit": _without("HEAD~1"),
    "a broken commit": _broken_object("HEAD"),
    "a broken plan": _broken_object(f"HEAD~1:{ADA_PLAN}"),
    "settings that break": _config("[x\n"),
    "settings of a length": _config("[x]\n" + "\ty = z\n" * 60_000),
    "settings included outside": _config("[include]\n\tpath = {outside}/secret.md\n"),
    "settings of themselves": _config("[include]\n\tpath = config\n"),
    "a work tree elsewhere": _config("[core]\n\tworktree = {outside}\n"),
    "a bare one": _config("[core]\n\tbare = true\n"),
    "a format of tomorrow": _config("[core]\n\trepositoryformatversion = 99\n"),
    "an extension unknown": _config("[core]\n\trepositoryformatversion = 1\n[extensions]\n\tevil = 1\n"),
    "colours and forms": _config(
        '[color]\n\tui = always\n[log]\n\tdate = format:\x1b[31m\n\tshowSignature = true\n\tshowRoot = false\n[format]\n\tpretty = "%x1b[31m"\n'
    ),
    "an order of differences": _config(
        "[diff]\n\torderFile = {outside}/secret.md\n\tnoprefix = true\n\trenames = copies\n"
    ),
    "excludes outside": _config(
        "[core]\n\texcludesFile = {outside}/secret.md\n\tattributesFile = {outside}/secret.md\n"
    ),
    "a map of mail outside": _config("[mailmap]\n\tfile = {outside}/secret.md\n"),
    "an encoding of the log": _config("[i18n]\n\tlogOutputEncoding = utf-16\n\tcommitEncoding = utf-7\n"),
    "quoted paths": _config("[core]\n\tquotePath = true\n\tprecomposeUnicode = true\n\tignoreCase = true\n"),
    "a sparse one": _config("[core]\n\tsparseCheckout = true\n[index]\n\tsparse = true\n"),
    "a name of escapes": _config('[user]\n\tname = "\x1b[31mEve\u202e"\n\temail = "\x1b]0;x\x07"\n'),
    "a remote of escapes": _config(
        '[remote "\x1b[31m"]\n\turl = "ext::touch PWNED\x1b[31m"\n[branch "main"]\n\tremote = "\x1b[31m"\n\tmerge = --output=x\n'
    ),
    "a remote with a password": _config(
        '[remote "origin"]\n\turl = "https://ada:SECRET-OUTSIDE@example.com/x"\n\tfetch = "+refs/*:refs/*"\n'
    ),
    "signers in the repository": _config('[gpg]\n\tformat = ssh\n[gpg "ssh"]\n\tallowedSignersFile = coachplan.toml\n'),
}

# -- what is no file, in git's folder and at the top -------------------------------------------------------------------

_CACHES = ("rows.json", "findings.json", "testimony.json")


def _special() -> Iterator[Hostile]:
    for name, make in NO_FILES.items():
        for cache in _CACHES:
            yield Hostile("cache", f"{cache} {name}", at(f".git/coachplan/{cache}", make), OVER_ALL[:4])
        yield Hostile("no settings", f"{SETTINGS} {name}", at(SETTINGS, make), (("list",), ("check",), ("show", PLAN)))
        yield Hostile("no template", f"template {name}", at("templates/render/plan.md.j2", make), OF_TEMPLATES)
        for folder in ("plans", "plans/ada-lovelace", "templates", ".git/coachplan"):
            if name in ("pipe", "link-outside", "link-to-itself", "socket"):
                outward = (lambda path, outside: path.symlink_to(outside)) if name == "link-outside" else make
                yield Hostile("no folder", f"{folder} {name}", at(folder, outward), OVER_ALL)


# -- templates and forms -----------------------------------------------------------------------------------------------

TEMPLATES: dict[str, str] = {
    "an escape": "{{ '\\x1b]52;c;eA==\\x07' }}",
    "a script": "<script>fetch('http://evil')</script>",
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a format": "{{ '{0.__class__}'.format(plan) }}",
    "an indirect format": "{{ ('%s' | format)('x').format_map({}) }}",
    "a loop without end": "{% for a in range(99999) %}{% for b in range(99999) %}{{ 'x' * 99999 }}{% endfor %}{% endfor %}",
    "filters on filters": "{{ 'x'" + " | upper" * 5_000 + " }}",
    "brackets": "{{ " + "(" * 2_000 + "1" + ")" * 2_000 + " }}",
    "blocks": "{% if 1 %}" * 2_000 + "{% endif %}" * 2_000,
    "itself": "{% include 'render/plan.md.j2' %}",
    "a parent of itself": "{% extends 'render/plan.md.j2' %}",
    "what is outside": "{% include '../../../outside/plan.md.j2' %}",
    "what is absolute": "{% include '/etc/passwd' %}",
    "a macro of itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "its own names": "{{ self._TemplateReference__context.environment.loader.searchpath }}",
    "helpers": "{{ cycler.__init__.__globals__.os.popen('touch PWNED').read() }}",
    "attributes by a filter": "{{ [''] | map(attribute='__class__.__mro__') | list }}",
    "attr": "{{ '' | attr('__class__') }}",
    "half a character": "{{ '\\ud800' }}",
    "a helper as YAML": "{{ cycler | yaml }}",
    "bytes": "\udcff",
    "a long name": "{{ " + "a" * 500_000 + " }}",
    "a long number": "{{ " + "9" * 50_000 + " }}",
    "sorting": "{{ range(99999) | sort(reverse=true) | join | length }}",
}
FORMS: dict[str, str | bytes] = {
    "nothing": b"",
    "bytes": bytes(range(256)),
    "brackets": "measures: " + "[" * 60_000,
    "anchors": "wins: &a [*a]",
    "tags": "wins: !!python/object/apply:os.system [touch PWNED]",
    "escapes": 'wins: "\\e]52;c;eA==\\a"',
    "raw-escapes": "wins: \x1b[31m",
    "size": "wins: " + "x" * 3_000_000,
    "measures": "measures: {" + ", ".join(f"m{number}: 1" for number in range(4_000)) + "}",
    "numbers": "measures: {clear status updates: 1e999999}",
    "digits": f"measures: {{clear status updates: {'9' * 60_000}}}",
    "days": "date: 0000-00-00\nwins: x",
    "merge-keys": "<<: {wins: x}",
    "keys-twice": "wins: x\nwins: y",
    "form-quotes": '---\nform: feedback\nfrom: "' + "'\"" * 25_000 + "\n---\n",
    "form-headings": "---\nform: feedback\n---\n" + "## x\n" * 50_000,
    "form-keys": "---\n" + "a: b\n" * 12_000 + "form: feedback\n---\nx",
    "form-escapes": "---\nform: feedback\nfrom: Eve \x1b[31m <e@x.y>\n---\n## What did you see?\n\n\x9b31m\n",
    "form-links": "---\nform: feedback\nplan: ../../outside\nfrom: Eve <e@x.y>\n---\nx",
    "form-other": "---\nform: feedback\nplan: eve/another\nabout: x\nfrom: Eve <e@x.y>\n---\nx",
}
_LOCKS: dict[str, bytes] = {
    "brackets": b"[" * 100_000,
    "nothing": b"",
    "bytes": bytes(range(256)) * 50,
    "a list": b"[]",
    "numbers": b'{"pid": ' + b"9" * 6_000 + b"}",
    "paths": b'{"paths": ["../../outside/secret.md", "/etc/passwd"], "path": "../x", "kept": "/etc/passwd"}',
    "words": b'{"paths": 1, "subject": "\\u001b[31m", "before": {"a": [1]}}',
    "twenty mebibytes": b" " * 20_000_000,
}


def _whole() -> Iterator[Hostile]:
    for name, text in TOML.items():
        yield Hostile(
            "settings", f"toml {name}", _file(SETTINGS, text), (("list",), ("check",), ("show", PLAN), ("render", PLAN))
        )
    for number in range(0, len(FOLDERS), 16):
        names = [*FOLDERS.values()][number : number + 16]
        yield Hostile(
            "folders",
            f"folders from {number}",
            _folders(names),
            (*OVER_ALL, ("list", "--format", "json"), ("site", "-o", "{site}"), ("COMPLETE",)),
        )
    yield Hostile("folders", "deep", _deep)
    yield Hostile("folders", "wide", _wide)
    for name, lay in GIT.items():
        yield Hostile("git", f"git {name}", lay, OF_GIT)
    yield from _special()
    for name, text in TEMPLATES.items():
        raw = text.encode("utf-8", "surrogateescape")
        yield Hostile("template", f"plan {name}", _file("templates/render/plan.md.j2", raw), OF_TEMPLATES[:1])
        if "{%" not in name:
            yield Hostile("layout", f"layout {name}", _file("templates/layout.html.j2", raw), OF_TEMPLATES[1:3])
    for name, content in FORMS.items():
        yield Hostile(
            "form", f"form {name}", _file("form.md", content), (("log", PLAN, "--from", "{repository}/form.md"),)
        )
    for name, raw in _LOCKS.items():
        writing = (("log", PLAN, "--win", "One"), ("list",))
        yield Hostile("lock", f"lock {name}", _file(".git/coachplan/lock", raw), writing)


WHOLE = tuple(_whole())
NUMBER = len(WHOLE) - sum(given.name.startswith("folders from") for given in WHOLE) + len(FOLDERS)
