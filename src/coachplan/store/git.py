"""The gateway to the git program: an argument list in, bytes or one clear sentence out.

Git is started here and, for the files at a revision, by GitPython in `history`; nowhere else. Commands that only read
run nothing that a hostile `.git/config` names; commands that commit respect the person's hooks and signing.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachplan.base.errors import RefusedError, UnreadableError
from coachplan.store import files

if TYPE_CHECKING:
    from subprocess import Popen

    from coachplan.store.filters import Filters

_LETTERS_OF_SHA1 = 40
# How often it is looked at if git has ended, where a program that a hook started keeps its output open.
_BREATH = 0.2
_AT_ONCE = 65536
_LINE_END = re.compile(rb"[\r\n]+")
# With these set, git would work on another repository or index than the one that the person is in, or read our paths
# as patterns.
_REDIRECTIONS = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
    *("GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE"),
    *("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)
# A repository may name programs for each of these: to watch files, as hooks, to check the signatures that a log shows.
# An order of files may be any file of the person's, or a pipe; another encoding of the log is nothing that we read.
_HARMLESS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "log.showSignature": "false",
    "diff.orderFile": os.devnull,
    "i18n.logOutputEncoding": "UTF-8",
}
# Reading shows the objects that were committed, not replacements of them, takes no locks, and fetches nothing: each way
# to fetch names a program. Settings would not do: a repository's own of one protocol would go before ours of all.
_READING = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
}
# A repository may name programs that check signatures, too: the person's own are used or, without, those on the PATH.
_VERIFYING = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.x509.program": "gpgsm",
}
# The person says whose keys are whose, never the repository.
SIGNERS = "gpg.ssh.allowedSignersFile"
_KEYS_OF_OTHERS = (SIGNERS, "gpg.ssh.revocationFile")
_FILTER = re.compile(r"(filter\..+)\.[^.]+", re.DOTALL)
_OF_THE_REPOSITORY = ("local", "worktree")
_OF_THE_PERSON = ("system", "global")
_COMMITTING = {
    "core.fsmonitor": "false",
    "core.fsync": "all",
    "user.useConfigOnly": "true",
    # A collection in the background would outlive the command and hold its lock.
    "gc.auto": "0",
    "maintenance.auto": "false",
}
# What a transfer brings is on the disk before a branch is moved to it.
_TRANSFERRING = {"core.fsmonitor": "false", "core.fsync": "all"}


def reading_environment() -> dict[str, str]:
    """Return the variables with which a git that only reads runs nothing that a repository names."""
    return {**_READING, "GIT_TERMINAL_PROMPT": "0", **_as_variables(_HARMLESS)}


def _as_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """Return settings as variables, after those of the person: unlike options, they may have any name."""
    known = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(known) if known.isdecimal() else 0
    variables = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for place, (key, value) in enumerate(settings.items(), first):
        variables |= {f"GIT_CONFIG_KEY_{place}": key, f"GIT_CONFIG_VALUE_{place}": value}
    return variables


_IN_ENGLISH = {"LC_ALL": "C", "LANGUAGE": "C"}


def drop_redirections() -> None:
    """Take out of this process's environment the variables that lead git, or an editor's git, elsewhere."""
    for name in _REDIRECTIONS:
        os.environ.pop(name, None)


class Git:
    """Git in the folder `root`; all paths are relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known_by_files: tuple[Path, Path] | None = None
        self._written: bytes | None = None
        self._identities: dict[str, tuple[str, str]] = {}
        self.was_killed = False  # once a signal has ended a git that was started here, it may have left its locks

    # -- running git -----------------------------------------------------------------------------------------------

    def run(self, *arguments: str, given: bytes | None = None, verifying: bool = False) -> tuple[int, bytes, str]:
        """Run a command that only reads, with `given` as its input: its exit status, its output and its errors."""
        settings = {**_HARMLESS, **self._verifying()} if verifying else _HARMLESS
        return self._run(settings, arguments, {**_READING, **_IN_ENGLISH}, given)

    def ask_about_files(self, *arguments: str) -> bytes:
        """Return the output of a command that reads the files on disk, through no filter that the repository names.

        A file that such a filter keeps in another form counts as changed where it is younger than the index.
        """
        variables = {**_READING, **_IN_ENGLISH, **_as_variables(self._without_filters())}
        status, output, errors = self._run(_HARMLESS, arguments, variables, None)
        if status:
            raise UnreadableError(f"git {arguments[0]} {failure(status, errors)}")
        return output

    def _without_filters(self) -> dict[str, str]:
        """Return settings without each filter of which the repository, and not only the person, names a program."""
        found = (
            _FILTER.fullmatch(name) for scope, name, _ in self._scoped(r"^filter\.") if scope in _OF_THE_REPOSITORY
        )
        names = dict.fromkeys(match[1] for match in found if match)
        programs = {f"{name}.{program}": "" for name in names for program in ("clean", "smudge", "process")}
        return programs | {f"{name}.required": "false" for name in names}

    def change(
        self, *arguments: str, holding: int | None = None, index: str | None = None, given: bytes | None = None
    ) -> tuple[int, bytes, str]:
        """Run a command that commits or prepares a commit, as `run` does; git itself locks the file `holding`.

        What git starts, such as a hook, does not hold that lock, and is not waited for once git has ended. Hooks and
        signing programs run as the person set them up, in their own language. With `index`, git works with that file in
        place of the index of the work tree.
        """
        self._written = None
        return self._run(_COMMITTING, arguments, {"GIT_INDEX_FILE": index} if index else {}, given, holding)

    def ask(self, *arguments: str, given: bytes | None = None, verifying: bool = False) -> bytes:
        """Return the output of a command that only reads, as `run` does; raises `UnreadableError` where it fails."""
        status, output, errors = self.run(*arguments, given=given, verifying=verifying)
        if status:
            raise UnreadableError(f"git {arguments[0]} {failure(status, errors)}")
        return output

    def answer(self, *arguments: str) -> bytes | None:
        """Return the output of a question that git may answer with no, as None; any other failure is raised."""
        status, output, errors = self.run(*arguments)
        if status not in (0, 1):
            self.folder()  # where the repository itself is of no use, this says so
            raise UnreadableError(f"git {arguments[0]} {failure(status, errors)}")
        return None if status else output

    def ask_about(self, lines: Iterable[str], *arguments: str) -> bytes:
        """Return the output of a command that reads `lines` from its input; nothing without lines."""
        given = "".join(f"{line}\n" for line in lines).encode()
        return self.ask(*arguments, given=given) if given else b""

    def transfer(self, *arguments: str, hear: Callable[[str], object], output: int | None = None) -> int:
        """Run a command that talks with a remote, and pass on each line that it says meanwhile; return its exit status.

        Its output goes to the descriptor `output`, if anywhere. Who is at a terminal may be asked for a password there.
        Elsewhere git has no terminal to ask at, nor has ssh.
        """
        import sys
        from subprocess import DEVNULL, PIPE

        is_attended = sys.stdin.isatty()
        variables = _IN_ENGLISH | ({} if is_attended else {"GIT_TERMINAL_PROMPT": "0"})
        process = self._started(
            [*_options(_TRANSFERRING), *arguments],
            variables,
            stdin=DEVNULL,
            stdout=DEVNULL if output is None else output,
            stderr=PIPE,
            start_new_session=not is_attended,
        )
        with process:
            try:
                for line in _lines_until_its_end(process):
                    hear(line)
            except BaseException:
                process.terminate()
                raise
        self.was_killed |= process.returncode < 0
        return process.returncode

    def _run(
        self,
        settings: Mapping[str, str],
        arguments: Sequence[str],
        variables: Mapping[str, str],
        given: bytes | None,
        holding: int | None = None,
    ) -> tuple[int, bytes, str]:
        from subprocess import DEVNULL, PIPE

        # All paths are meant literally; `check-ignore` refuses that setting, and takes its paths so anyway.
        literal = "0" if arguments[0] == "check-ignore" else "1"
        own = {"GIT_LITERAL_PATHSPECS": literal, "GIT_TERMINAL_PROMPT": "0"}
        process = self._started(
            [*_options(settings), *arguments],
            {**own, **variables},
            stdin=DEVNULL if given is None else PIPE,
            stdout=PIPE,
            stderr=PIPE,
            pass_fds=() if holding is None else (holding,),
            preexec_fn=None if holding is None else _before_git(holding),
        )
        # `subprocess.run` would kill git on Ctrl-C; git hears of it by itself, and ends in order.
        try:
            output, errors = process.communicate(given) if holding is None else _said_until_its_end(process)
        except OSError as error:
            with process:
                process.kill()
            raise UnreadableError(f"git {arguments[0]} does not answer: {error.strerror or error}") from None
        self.was_killed |= process.returncode < 0
        return process.returncode, output, errors.decode("utf-8", "replace")

    def _started(self, arguments: Sequence[str], variables: Mapping[str, str], **settings: Any) -> "Popen[bytes]":
        """Return a git that was just started in the root."""
        from subprocess import Popen

        drop_redirections()
        try:
            return Popen(["git", *arguments], cwd=self.root, env={**os.environ, **variables}, **settings)
        except FileNotFoundError:
            if not self.root.is_dir():
                raise UnreadableError(f"{self.root} is not there") from None
            raise UnreadableError("git was not found; install it, or put it on the PATH") from None
        except OSError as error:
            raise UnreadableError(f"git cannot be started: {error.strerror or error}") from None

    def _verifying(self) -> dict[str, str]:
        """Return the settings for signatures: the person's own programs, and lists of keys; never the repository's.

        Without a list of keys no key is known. A relative one would be looked for in the repository.
        """
        own = {name: value for name, value in self.own_settings(r"^gpg\.").items() if not _leads_into(value)}
        programs = {name: own.get(name.lower(), program) for name, program in _VERIFYING.items()}
        if "gpg.program" in own:
            programs["gpg.openpgp.program"] = own.get("gpg.openpgp.program", own["gpg.program"])
        keys = {name: self.list_of_keys(name) or os.devnull for name in _KEYS_OF_OTHERS}
        return programs | keys

    def list_of_keys(self, name: str = SIGNERS) -> str:
        """Return the path of a list of keys that the person's settings name; empty without one, refuses a relative one.

        Git would look for that in the repository.
        """
        path = self.own_path(name)
        if path and not os.path.isabs(path):
            raise UnreadableError(
                f"your setting {name} is a path from nowhere, {path}: git would look for it in the repository; "
                "write the whole path, or one that begins with ~/"
            )
        return path

    def own_settings(self, pattern: str) -> dict[str, str]:
        """Return the person's own settings, or the machine's, whose names, as git has them, fit a pattern."""
        return {name: value for scope, name, value in self._scoped(pattern) if scope in _OF_THE_PERSON}

    def settings_here(self, pattern: str) -> dict[str, str]:
        """Return the repository's settings whose names, as git has them, fit a pattern; they go before the person's."""
        return {name: value for scope, name, value in self._scoped(pattern) if scope in _OF_THE_REPOSITORY}

    def _scoped(self, pattern: str) -> Iterator[tuple[str, str, str]]:
        """Yield whose each setting is, its name and its value; those of the machine first, then the person's."""
        fields = separate(self.answer("config", "--show-scope", "-z", "--get-regexp", pattern) or b"")
        for scope, entry in zip(fields[::2], fields[1::2], strict=True):
            name, _, value = entry.partition("\n")
            yield scope, name, value

    def own_path(self, name: str) -> str:
        """Return the path that the person's setting of a name, or the machine's, has; empty without one."""
        if not self.own_settings(f"^{re.escape(name.lower())}$"):
            return ""
        for scope in ("--global", "--system"):
            status, output, _ = self.run("config", scope, "--includes", "--type=path", "--get", name)
            if status == 0:
                return output.decode("utf-8", "surrogateescape").strip()
        return ""

    # -- the repository and the person -----------------------------------------------------------------------------

    def exists(self) -> bool:
        """True if the folder lies in a git work tree; refuses one that git does not want to use."""
        status, output, _ = self.run("rev-parse", "--is-inside-work-tree")
        if status:
            self._require_usable()
        return status == 0 and output.strip() == b"true"

    def _require_usable(self) -> None:
        """Refuse, in git's words, a repository that git does not want to use; none at all is in order."""
        status, _, errors = self.run("rev-parse", "--git-dir")
        if status and "not a git repository" not in errors:
            raise UnreadableError(f"git refuses {self.root}: {first_line(errors)}; run `git status` there for more")

    def has_commits(self) -> bool:
        """True if there is a commit; False before the first one. Refuses a branch that cannot be read."""
        status, _, errors = self.run("log", "-1", "--format=", "--no-show-signature", "--no-patch")
        if status and "does not have any commits yet" not in errors:
            self.folder()  # where the repository itself is of no use, this says so
            raise UnreadableError(f"git log {failure(status, errors)}")
        return status == 0

    def create(self, temporary: Path) -> None:
        """Make a git repository of the folder, private to the person: at `temporary` first, so whole or not at all."""
        status, _, errors = self.run("init", "--quiet", "--shared=0600", "--", str(temporary))
        if status:
            raise UnreadableError(f"git init failed: {first_line(errors)}")
        os.rename(temporary / ".git", self.root / ".git")

    def folder(self) -> Path:
        """Return git's own folder, which all work trees of the repository share; refuses where there is none."""
        return self._places[0]

    def own_folder(self) -> Path:
        """Return git's folder of this work tree."""
        return self._places[1]

    def prefix(self) -> str:
        """Return the path of the root within the work tree, with a slash at its end; empty at the top."""
        return self._places[2]

    @cached_property
    def _places(self) -> tuple[Path, Path, str]:
        asked = ("--git-common-dir", "--git-dir", "--show-prefix", "--show-toplevel")
        status, output, errors = self.run("rev-parse", *asked)
        if status:
            if "not a git repository" in errors:
                is_damaged = os.path.lexists(self.root / ".git")
                remedy = (
                    "git does not know its .git for one, which may be damaged" if is_damaged else "run `coachplan init`"
                )
                raise UnreadableError(f"{self.root} is not in a usable git repository; {remedy}")
            self._require_usable()
            raise UnreadableError(f"git refuses {self.root}: {first_line(errors)}; run `git status` there for more")
        lines = os.fsdecode(output).splitlines()
        if len(lines) != len(asked):
            raise UnreadableError(f"{self.root}: a folder's name holds a line break; rename it")
        if not self.root.resolve().is_relative_to(os.path.realpath(lines[3])):
            raise UnreadableError(
                f"git keeps the files of another folder in the repository of {self.root}; "
                "`git config --show-origin core.worktree` says where that is set"
            )
        return (self.root / lines[0]).resolve(), (self.root / lines[1]).resolve(), lines[2]

    def commits_noted_in(self) -> Path | None:
        """Return the file in which git notes each new commit of this work tree; None without git or a repository."""
        try:
            status, output, _ = self.run("rev-parse", "--git-path", "logs/HEAD")
        except UnreadableError:
            return None
        return None if status else self.root / os.fsdecode(output).removesuffix("\n")

    def identity(self) -> tuple[str, str]:
        """Return the name and email of the person who acts, as git has them; refuses where git does not know."""
        return self._known_as("GIT_AUTHOR_IDENT")

    def mapped(self, name: str, email: str) -> tuple[str, str]:
        """Return the identity that `.mailmap`, or the person's own `mailmap.file`, has for one that git gives.

        Anyone who pushes can write `.mailmap`: what it says holds where the name or the address stays the same.
        """
        own = self.own_path("mailmap.file")
        pushed = self._in_mailmap(name, email, own=os.devnull)
        found = self._in_mailmap(name, email, own=own) if own else pushed
        is_one = pushed[0].casefold() == name.casefold() or pushed[1].casefold() == email.casefold()
        return found if is_one or found != pushed else (name, email)

    def _in_mailmap(self, name: str, email: str, *, own: str) -> tuple[str, str]:
        status, output, _ = self.run("-c", f"mailmap.file={own}", "check-mailmap", f"{name} <{email}>")
        mapped, _, rest = output.decode("utf-8", "replace").partition(" <")
        address = rest.partition(">")[0]
        return (mapped.strip(), address.strip()) if not status and mapped.strip() and address else (name, email)

    def require_identity(self) -> None:
        """Refuse where git does not know an author or a committer."""
        self.identity()
        self._known_as("GIT_COMMITTER_IDENT")

    def _known_as(self, role: str) -> tuple[str, str]:
        if role not in self._identities:
            self._identities[role] = self._asked(role)
        return self._identities[role]

    def _asked(self, role: str) -> tuple[str, str]:
        status, output, _ = self.run("-c", "user.useConfigOnly=true", "var", role)
        name, _, rest = output.decode("utf-8", "replace").partition(" <")
        email = rest.partition(">")[0]
        if status or not name.strip() or not email.strip():
            self._require_usable()
            raise RefusedError(
                'git does not know who you are: git config --global user.name "Your Name" '
                "&& git config --global user.email you@example.com"
            )
        return name.strip(), email.strip()

    def configure(self, name: str, value: str, *, everywhere: bool = False) -> None:
        """Set one of git's settings in this repository alone or, `everywhere`, for all of the person's."""
        status, _, errors = self.change("config", "--global" if everywhere else "--local", name, value)
        if status:
            raise UnreadableError(f"git config failed: {first_line(errors)}")

    def introduce(self, name: str, email: str) -> None:
        """Set who acts in this repository alone; refuses where git is told of somebody else in another place."""
        self.configure("user.name", name)
        self.configure("user.email", email)
        self._identities.clear()
        if (known := self.identity()[1]) != email:
            raise RefusedError(
                f"git takes you for {known}, whatever this repository says: look at GIT_AUTHOR_EMAIL in your "
                "environment, and at author.email in git's settings"
            )

    def is_signing(self) -> bool:
        """True if the person's commits are signed."""
        output = self.answer("config", "--type=bool", "--get", "commit.gpgsign")
        return output is not None and output.strip() == b"true"

    def editor(self) -> str:
        """Return the person's editor, as git would start it."""
        status, output, _ = self.run("var", "GIT_EDITOR")
        if status:
            raise UnreadableError("no editor is set: export EDITOR=nano, or git config --global core.editor nano")
        return output.decode("utf-8", "surrogateescape").strip()

    @property
    def folders_by_files(self) -> tuple[Path, Path] | None:
        """Git's folder of this work tree, and the one that all work trees share, by git's files alone; found once."""
        if self._known_by_files is None:
            self._known_by_files = _folders_by_files(self.root)
        return self._known_by_files

    # -- revisions and their files ---------------------------------------------------------------------------------

    def head(self) -> str | None:
        """Return the commit that HEAD means, where possible without starting git; None before the first one."""
        folders = self.folders_by_files
        if folders and (known := _head_in(*folders)):
            return known
        status, output, _ = self.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return None if status else output.decode("ascii").strip()

    def is_recording(self) -> bool:
        """True if the folder lies in a repository of git; git is not started for it."""
        return self.folders_by_files is not None

    def has_remote(self) -> bool:
        """True if the repository's own settings name a remote; git is not started for it."""
        return b"[remote" in (self.written_settings() or b"")

    def written_settings(self) -> bytes | None:
        """Return the repository's own settings as they are written, None where git must tell; it is not started.

        They are read once, until git may have changed them here.
        """
        if self._written is None:
            self._written = self._read_settings()
        return self._written

    def _read_settings(self) -> bytes | None:
        folders = self.folders_by_files
        if folders is None:
            return None
        folder, shared = folders
        try:
            beside = os.path.lexists(folder / "config.worktree")
            return files.read_file(shared, "config") + (files.read_file(folder, "config.worktree") if beside else b"")
        except UnreadableError:
            return None

    def is_tip_of_a_remote(self) -> bool:
        """True if a remote had just the commit that HEAD means when it was last asked; git is not started for it."""
        folders = self.folders_by_files
        head = _head_in(*folders) if folders else None
        if folders is None or head is None:
            return False
        try:
            tips = files.files_in(folders[1], "refs/remotes", _BRANCH_DEPTH)
            return any(files.read_file(folders[1], path).strip() == head.encode() for path in tips)
        except UnreadableError:
            return False

    def mailmap_stamp(self) -> str:
        """Return a text that changes with the repository's `.mailmap`, without reading it."""
        folders = self.folders_by_files
        top = files.top_of(self.root) if folders else None
        try:
            found = os.stat(top / ".mailmap") if top else None
        except OSError:
            found = None
        return f"{found.st_size} {found.st_mtime_ns}" if found else ""

    @cached_property
    def filters(self) -> "Filters":
        """The filters that git keeps files through."""
        from coachplan.store.filters import Filters

        return Filters(self)

    def cut_at(self) -> frozenset[str]:
        """Return the commits before which a shallow copy knows nothing; git is not started for it."""
        folders = self.folders_by_files
        try:
            noted = (folders[1] / "shallow").read_text(encoding="ascii") if folders else ""
        except (OSError, ValueError):
            return frozenset()
        return frozenset(noted.split())

    def missing(self) -> set[str]:
        """Return the objects of HEAD's history that git lacks: those that a partial clone left where they were."""
        output = self.ask("rev-list", "--objects", "--missing=print", "--no-object-names", "HEAD")
        return {line[1:] for line in output.decode("ascii").splitlines() if line.startswith("?")}

    def revision(self, name: str, *, option: str = "--at") -> str:
        """Return the commit that `name` means, a revision or a day (its last commit); refuses any other text.

        `option` is the name of the option in the message.
        """
        day = day_or_none(name)
        if day is None:
            output = self._commit_named(name)
        elif self.has_commits():
            output = self.ask("rev-list", "-1", f"--before={day.isoformat()}T23:59:59", "HEAD")
        else:
            output = None
        id_ = (output or b"").decode("ascii", "replace").strip()
        if not id_:
            self.has_commits()  # where nothing can be read, this says so
            when = "of that name" if day is None else f"on or before {day}"
            raise UnreadableError(f"{option}: there is not a commit {when}; `git log` lists the commits")
        return id_

    def _commit_named(self, name: str) -> bytes | None:
        return self.answer("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def base_of(self, one: str, other: str) -> str | None:
        """Return the last commit that two have in common, None where there is none."""
        return _line(self.answer("merge-base", one, other))

    def before(self, commit: str) -> str | None:
        """Return the commit that one was made on, None where there is none."""
        return _line(self._commit_named(f"{commit}^"))

    def files_at(
        self, revision: str, path: str, only: Sequence[str] = ("",), known: Mapping[str, bytes] | None = None
    ) -> dict[str, bytes]:
        """Return the files under the folder `path` as they were at `revision`; none before the first commit.

        `only` names files or folders in it. Git is not asked for the bytes of a file where they are those `known`.
        """
        status, output, errors = self.run("ls-tree", "-r", "-z", revision, "--", *(f"{path}/{name}" for name in only))
        if status:
            if self._commit_named(revision) is not None:
                raise UnreadableError(f"git ls-tree {failure(status, errors)}")
            if self.has_commits():
                raise no_content(revision)
            return {}
        entries = (entry.split("\t", 1) for entry in separate(output))
        ids = {name: fields.split()[2] for fields, name in entries if fields.split()[1] == "blob"}
        same = {
            name: raw
            for name, raw in (known or {}).items()
            if name in ids and blob_id(raw, len(ids[name])) == ids[name]
        }
        blobs = self.blobs({id_ for name, id_ in ids.items() if name not in same})
        return {name: same[name] if name in same else blobs[id_] for name, id_ in ids.items()}

    def differing(self, one: str, other: str, path: str = "", *, everywhere: bool = False) -> list[str]:
        """Return the files in which two commits or trees differ, below the folder `path`.

        With `everywhere`, in the whole work tree: the files outside the root begin with `../`.
        """
        below = ("--", f"{path}/") if path else ("--",)
        quiet = ("--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative" if everywhere else "--relative")
        found = separate(self.ask("diff-tree", "-r", "-z", "--name-only", *quiet, one, other, *below))
        return [self._from_root(name) for name in found] if everywhere else found

    def _from_root(self, name: str) -> str:
        """Return the path of a file of the work tree as it is from the root."""
        prefix = self.prefix()
        return name.removeprefix(prefix) if name.startswith(prefix) else "../" * prefix.count("/") + name

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs, by id, as the person's own filter reads them; refuses where git lacks one."""
        if self.filters.of_plans:
            self.filters.require_readable()
            return self._filtered(ids)
        output, place = self.ask_about(ids, "cat-file", "--batch"), 0
        found: dict[str, bytes] = {}
        while place < len(output):
            start = output.index(b"\n", place) + 1
            id_, *kind = output[place : start - 1].decode().split()
            if kind[0] != "blob":
                raise no_content(id_)
            place = start + int(kind[1])
            found[id_], place = output[start:place], place + 1
        return found

    def signed(self, commits: Iterable[str]) -> set[str]:
        """Return those of the commits that have a signature, whatever it is worth; nothing is checked."""
        found: set[str] = set()
        output, place = self.ask_about(commits, "cat-file", "--batch"), 0
        while place < len(output):
            start = output.index(b"\n", place) + 1
            id_, _, size = output[place : start - 1].decode("ascii").split()
            place = start + int(size) + 1
            if b"\ngpgsig" in output[start:place].partition(b"\n\n")[0]:
                found.add(id_)
        return found

    def _filtered(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs as they are in the work tree; the sizes that git tells are those before."""
        mark, wanted = os.urandom(16).hex(), sorted(ids)
        path = f"{self.prefix()}{self.filters.any_plan}"
        options = (part for key, value in self.filters.settings.items() for part in ("-c", f"{key}={value}"))
        lines = "".join(f"{id_} {path}\n{mark} {path}\n" for id_ in wanted)
        status, output, errors = self.run(*options, "cat-file", "--batch", "--filters", given=lines.encode())
        blocks = output.split(f"\n{mark} missing\n".encode())[:-1]
        if status or len(blocks) != len(wanted):
            raise UnreadableError(f"git cannot read plans through their filter: {first_line(errors)}")
        return {id_: block.partition(b"\n")[2] for id_, block in zip(wanted, blocks, strict=True)}


_ID = r"[0-9a-f]{40,64}"
_BRANCH = r"ref: (refs/[^\s\0]+)"
_BRANCH_DEPTH = 8


def _folders_by_files(root: Path) -> tuple[Path, Path] | None:
    """Return git's folder of a work tree, and the one that all work trees share, by git's files alone."""
    top = files.top_of(root)
    if top is None:
        return None
    nearest = top / ".git"
    try:
        if nearest.is_file():
            nearest = nearest.parent / nearest.read_text(encoding="utf-8").removeprefix("gitdir: ").strip()
        noted = nearest / "commondir"
        return nearest, nearest / noted.read_text(encoding="utf-8").strip() if noted.is_file() else nearest
    except (OSError, ValueError):
        return None


def _head_in(folder: Path, shared: Path) -> str | None:
    """Return the commit that HEAD means by git's files alone; None where it takes git to tell."""
    try:
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not (branch := re.fullmatch(_BRANCH, head)) or ".." in head:
            return head if re.fullmatch(_ID, head) else None
        if (shared / branch[1]).is_file():
            known = (shared / branch[1]).read_text(encoding="ascii").strip()
        else:
            packed = (shared / "packed-refs").read_text(encoding="utf-8").splitlines()
            known = next((line.split(" ")[0] for line in packed if line.endswith(f" {branch[1]}")), "")
    except (OSError, ValueError):
        return None
    return known if re.fullmatch(_ID, known) else None


def _before_git(holding: int) -> Callable[[], None] | None:
    """Return the step of a process before it becomes git: it locks a file, and what git starts does not inherit that.

    A process is copied whole for it, which takes longer the more memory it has.
    """
    return lambda: _hold(holding)


def _hold(descriptor: int) -> None:
    """Lock a file for this process alone, also once it runs another program; where locks fail, do without.

    It runs between fork and exec, also beside threads: nothing here may import, or wait for anything.
    """
    with suppress(OSError):
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _options(settings: Mapping[str, str]) -> Iterator[str]:
    return (part for key, value in settings.items() for part in ("-c", f"{key}={value}"))


def _lines_until_its_end(process: "Popen[bytes]") -> Iterator[str]:
    """Yield the lines that a process writes on standard error until it ends, also those that take each other's place.

    A program that it started, and that goes on and may write, is not waited for.
    """
    from select import select

    assert process.stderr is not None
    pipe, rest = process.stderr.fileno(), b""
    while True:
        has_ended = process.poll() is not None
        if select([pipe], [], [], 0 if has_ended else _BREATH)[0]:
            if not (part := os.read(pipe, _AT_ONCE)):
                break
            *lines, rest = _LINE_END.split(rest + part)
            yield from (line.decode("utf-8", "replace") for line in lines)
        elif has_ended:
            break
    if rest:
        yield rest.decode("utf-8", "replace")


def _said_until_its_end(process: "Popen[bytes]") -> tuple[bytes, bytes]:
    """Return what a process has written until it ended, also where a program that it started goes on and may write.

    Ctrl-C, which git hears as well, waits for that end; a second one does not.
    """
    from subprocess import TimeoutExpired

    stopped: KeyboardInterrupt | None = None
    while True:
        try:
            said = process.communicate(timeout=_BREATH)
        except TimeoutExpired as unfinished:
            if process.poll() is None:
                continue
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    pipe.close()
            said = unfinished.output or b"", unfinished.stderr or b""
        except KeyboardInterrupt as stop:
            if stopped:
                raise
            stopped = stop
            continue
        if stopped:
            raise stopped
        return said


def failure(status: int, errors: str) -> str:
    """Return in what way git failed: by its own words, or by the signal that ended it."""
    return stopped_by(status) or f"failed: {first_line(errors)}"


def stopped_by(status: int) -> str:
    """Return which signal ended a process; an empty text for one that ended by itself."""
    import signal

    if status >= 0:
        return ""
    known = {number.value: number.name for number in signal.Signals}
    return f"was stopped by {known.get(-status, f'signal {-status}')}"


def blob_id(data: bytes, letters: int) -> str:
    """Return the id that git gives a file with these bytes, in a repository whose ids have so many letters."""
    from hashlib import sha1, sha256

    whole = b"blob %d\0%b" % (len(data), data)
    return (sha1(whole, usedforsecurity=False) if letters == _LETTERS_OF_SHA1 else sha256(whole)).hexdigest()


def no_content(id_: str) -> UnreadableError:
    """Return the error for an object that git lacks."""
    return UnreadableError(f"git has no content for {id_}; run `git fsck` for more")


def _leads_into(program: str) -> bool:
    """True if a program would be looked for in the repository: a path that is not a whole one."""
    return "/" in program and not os.path.isabs(program)


def _line(output: bytes | None) -> str | None:
    return output.decode("ascii").strip() if output else None


def separate(output: bytes) -> list[str]:
    """Return the texts in the output of a command with -z, without empty ones."""
    return [text for text in output.decode("utf-8", "surrogateescape").split("\0") if text]


def day_or_none(text: str) -> date | None:
    """Return the day that a text names; None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def first_line(text: str) -> str:
    """Return the first line of git's errors, without its marks."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["it gave no reason"]
    first = lines[0].removeprefix("fatal: ").removeprefix("error: ")
    return f"{first} {lines[1]}" if first.endswith(":") and len(lines) > 1 else first
