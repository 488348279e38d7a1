"""Sharing over the transports that git has, on the loopback address: real servers, hooks, passwords and absences."""

import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

import remotes
from coachplan.base.errors import UnreadableError
from coachplan.store.git import Git
from coachplan.store.transfers import transfer
from remotes import PASSWORD, TRANSPORTS, USER, Remote, http_backend, password_is, silent
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"


@pytest.fixture
def reached(pair, git) -> Callable[[Remote], None]:
    """From then on both clones have this remote."""

    def run(remote: Remote) -> None:
        for key, value in remote.settings.items():
            git(pair.remote, "config", "--global", "--replace-all", key, value)
        for clone in pair.ada, pair.charles:
            git(clone, "remote", "set-url", "origin", remote.url)

    return run


@pytest.fixture
def run(coachplan):
    def run(clone: Path, *arguments: str, code: int = 0):
        result = coachplan("-C", clone, *arguments)
        assert result.code == code, (result.out, result.err)
        assert code == 0 or result.err.count("\n") == 1, result.err
        return result

    return run


def _hook(repository: Path, name: str, text: str) -> Path:
    hook = repository / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(b"#!/bin/sh\n" + text.encode("utf-8", "surrogateescape") + b"\n")
    hook.chmod(0o755)
    return hook


def _heads(git: Callable[..., str], *repositories: Path) -> set[str]:
    return {git(repository, "rev-parse", "main") for repository in repositories}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_two_people_share_over_each_transport(transport, pair, reached, run, git, coachplan, tmp_path) -> None:
    with TRANSPORTS[transport](pair.remote) as remote:
        reached(remote)
        run(pair.charles, "propose", "ada", "Lead the planning meeting", "--id", "lead")
        assert run(pair.charles, "sync").out.startswith("Shared 1 change\n")
        run(pair.ada, "log", "ada", "--evidence", "Seen")
        told = run(pair.ada, "sync").out
        assert told.startswith(f"{ID}  Charles Babbage proposed activity lead\nShared 2 changes\n")
        assert "check-in of 2026-02-04 by Ada Lovelace" in run(pair.charles, "sync").out
        assert len(_heads(git, *pair)) == 1

        run(pair.charles, "log", "ada", "--evidence", "Heard")
        hook = _hook(pair.remote, "pre-receive", "echo 'main is protected: ask Mary' >&2\necho 'more' >&2\nexit 1")
        assert run(pair.charles, "sync", code=2).err == (
            "coachplan: origin: main is protected: ask Mary; your work is recorded here, and not shared yet\n"
        )
        hook.unlink()
        assert "Shared 1 change\n" in run(pair.charles, "sync").out

        other = tmp_path / "other"
        run(tmp_path, "init", str(other))
        git(other, "remote", "add", "origin", remote.url)
        assert "origin holds other plans" in run(other, "sync", code=1).err

        before = git(pair.ada, "rev-parse", "HEAD")
        away = pair.remote.rename(tmp_path / "away")
        told = run(pair.ada, "sync", code=2).err
        assert told.startswith("coachplan: origin: ")
        assert told.endswith("; nothing was changed\n")
        assert "Could not read from remote" not in told  # each transport has a better reason
        assert git(pair.ada, "rev-parse", "HEAD") == before
        away.rename(pair.remote)
        assert "check-in of 2026-02-04 by Charles Babbage" in run(pair.ada, "sync").out
        assert len(_heads(git, *pair)) == 1
    for repository in pair:
        assert git(repository, "fsck", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize("transport", ["git", "http"])
def test_a_server_that_is_not_there_is_named_in_one_line(transport, pair, reached, run) -> None:
    with TRANSPORTS[transport](pair.remote) as remote:
        reached(remote)
    assert "127.0.0.1" in (told := run(pair.ada, "sync", code=2).err)
    assert "onnection refused" in told or "connect to server" in told


def test_a_password_comes_from_the_persons_own_helper_or_program(
    pair, reached, run, git, tmp_path, monkeypatch
) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    with http_backend(pair.remote.parent) as port:
        url = f"http://127.0.0.1:{port}/{pair.remote.name}"
        reached(Remote(url, {}))
        assert "could not read Username" in run(pair.ada, "sync", code=2).err
        reached(Remote(url, password_is("wrong")))
        told = run(pair.ada, "sync", code=2).err
        assert told == f"coachplan: origin: Authentication failed for '{url}/'; nothing was changed\n"
        git(pair.ada, "config", "--global", "--unset-all", "credential.helper")

        asked = tmp_path / "asked"
        asked.write_text(f"#!/bin/sh\ncase $1 in User*) echo {USER};; *) echo '{PASSWORD}';; esac\n", encoding="utf-8")
        asked.chmod(0o755)
        monkeypatch.setenv("GIT_ASKPASS", str(asked))
        assert "Shared 1 change" in run(pair.ada, "sync").out


def test_at_a_terminal_a_remote_may_ask_for_a_password(pair, reached, run) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    with http_backend(pair.remote.parent) as port:
        reached(Remote(f"http://127.0.0.1:{port}/{pair.remote.name}", {"credential.helper": "cache --timeout=9"}))
        terminal = Terminal("-C", pair.ada, "sync")
        terminal.wait_for("Username for")
        terminal.child.sendline(USER)
        terminal.wait_for("Password for")
        terminal.child.sendline(PASSWORD)
        assert terminal.end() == 0
    assert "Shared 1 change" in terminal.seen
    assert PASSWORD not in terminal.seen


def test_a_remote_that_never_answers_is_left_by_ctrl_c(pair, reached, run, git) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    with silent() as port:
        reached(Remote(f"git://127.0.0.1:{port}/plans.git", {}))
        terminal = Terminal("-C", pair.ada, "sync")
        while not (pair.ada / ".git/coachplan/sharing").exists() or not _asks(terminal.child.pid):
            assert terminal.child.isalive()
        terminal.child.sendintr()
        assert terminal.end() == 130
    assert "coachplan: stopped" in terminal.seen
    reached(Remote(str(pair.remote), {}))
    assert "Shared 1 change" in run(pair.ada, "sync").out


def _asks(pid: int) -> bool:
    """True once a process has started `git fetch`."""
    listed = subprocess.run(["ps", "-o", "args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return " fetch " in listed.stdout


def test_nobody_is_asked_where_input_is_not_a_terminal_though_there_is_one(pair, reached, run, git, tmp_path) -> None:
    """As in a script that somebody starts at a terminal: ssh would ask there by itself."""
    asking = tmp_path / "ssh"
    asking.write_text("#!/bin/sh\nexec </dev/tty && echo there-was-one >&2\n", encoding="utf-8")
    asking.chmod(0o755)
    reached(Remote("ssh://plans.example.com/plans.git", {"core.sshCommand": str(asking)}))
    script = tmp_path / "script.py"
    script.write_text(
        f"import os, sys\nos.dup2(os.open(os.devnull, os.O_RDONLY), 0)\n"
        f"os.execv({sys.executable!r}, [{sys.executable!r}, '-m', 'coachplan', '-C', {str(pair.ada)!r}, 'sync'])\n",
        encoding="utf-8",
    )
    child = pexpect.spawn(sys.executable, [str(script)], encoding="utf-8", timeout=60, dimensions=(50, 300))
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "there-was-one" not in child.before
    assert "; nothing was changed" in child.before


def test_a_word_of_a_hook_that_is_not_utf_8_is_told_as_far_as_it_can_be(pair, run) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    _hook(pair.remote, "pre-receive", "echo 'gesch\udcfctzt' >&2\nexit 1")
    assert "origin: gesch\ufffdtzt; your work is recorded here" in run(pair.ada, "sync", code=2).err


def test_what_a_hook_leaves_running_is_not_waited_for(pair, run) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    _hook(pair.ada / ".git", "pre-push", "sleep 600 & echo $! >sleeping")
    try:
        assert "Shared 1 change" in run(pair.ada, "sync").out
    finally:
        os.kill(int((pair.ada / "sleeping").read_text(encoding="ascii")), signal.SIGKILL)


def test_a_push_whose_answer_was_lost_is_shared_all_the_same(pair, run, git, monkeypatch, tmp_path) -> None:
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    shim = tmp_path / "shim/git"
    shim.parent.mkdir()
    shim.write_text(
        f'#!/bin/sh\ncase " $* " in *" push "*) {remotes.GIT} "$@" >&2; echo "fatal: the remote end hung up" >&2; '
        f'exit 128;; esac\nexec {remotes.GIT} "$@"\n',
        encoding="utf-8",
    )
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    assert run(pair.ada, "sync").out.startswith("Shared 1 change\n")
    assert len(_heads(git, pair.ada, pair.remote)) == 1


def test_a_remote_that_talks_without_end_takes_no_room() -> None:
    class Talking(Git):
        def transfer(self, *arguments: str, hear: Callable[[str], object], output: int | None = None) -> int:
            for number in range(50_000):
                hear(f"remote: {number} {'and so on' * 200}")
            return len(arguments)

    tracemalloc.start()
    with pytest.raises(UnreadableError, match=r"origin: 0 and so on.*; as before"):
        transfer(Talking(Path()), "push", remote="origin", so_far="as before")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
