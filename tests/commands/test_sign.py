"""`coachplan sign`: a key that signs, a line for the others, and nobody else's line without a word of one's own."""

import base64
import json
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import MANAGER, MEMBER, _introduce
from terminal import Terminal

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="there is no ssh-keygen on this machine")

ED25519 = base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + b"k" * 32).decode()
HERS = f'ada@example.com namespaces="git" ssh-ed25519 {ED25519}'


@pytest.fixture
def at_desk(new_home, monkeypatch) -> Callable[[str], Path]:
    """From then on somebody types at their own machine; returns their HOME."""
    homes: dict[str, Path] = {}

    def sit(person: str) -> Path:
        if person not in homes:
            homes[person] = new_home()
            _introduce(homes[person], person)
        monkeypatch.setenv("HOME", str(homes[person]))
        return homes[person]

    return sit


def setting(name: str) -> str:
    command = ["git", "config", "--global", "--get", name]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def configure(name: str, value: str) -> None:
    subprocess.run(["git", "config", "--global", name, value], check=True)


def trusted_by(home: Path) -> list[str]:
    file = home / ".config/git/allowed_signers"
    return file.read_text().splitlines() if file.exists() else []


def make_key(path: Path, kind: str = "ed25519", bits: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    size = ["-b", bits] if bits else []
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", "a comment", "-f", path], check=True)
    return path


@pytest.mark.long
def test_two_people_sign_and_each_knows_it_of_the_other(ada, at_desk, coachplan, git, tmp_path) -> None:
    his, hers = ada, tmp_path / "hers"
    at_desk(MEMBER)
    git(tmp_path, "clone", "--quiet", his, hers)
    lines = {}
    for person, clone in ((MANAGER, his), (MEMBER, hers)):
        home = at_desk(person)
        done = coachplan("-C", clone, "sign", "--setup", "--yes", "--no-passphrase")
        assert done.code == 0, done.err
        key = home / ".ssh/id_ed25519_coachplan"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert setting("user.signingKey") == f"{key}.pub"
        assert (setting("gpg.format"), setting("commit.gpgsign")) == ("ssh", "true")
        assert setting("gpg.ssh.allowedSignersFile") == str(home / ".config/git/allowed_signers")
        assert stat.S_IMODE((home / ".config/git/allowed_signers").stat().st_mode) == 0o600
        assert trusted_by(home) == done.out.splitlines() == [done.out.strip()]
        assert done.err.count("It does not show who sat at your keyboard") == 1
        before = (home / ".gitconfig").read_bytes()
        again = coachplan("-C", clone, "sign", "--setup")
        assert (again.code, again.out) == (0, done.out)
        assert again.err.startswith("Set up already\nYour commits are signed, as ")
        assert (home / ".gitconfig").read_bytes() == before
        lines[person] = done.out

    said = coachplan("-C", hers, "agree", "ada")
    assert "Assurance: the commit is signed" in said.out
    git(his, "pull", "--quiet", hers, "main")
    at_desk(MANAGER)
    assert "Assurance: the commit is signed" in coachplan("-C", his, "agree", "ada").out
    git(hers, "pull", "--quiet", "--ff-only", his, "main")
    (tmp_path / "ada.line").write_text(lines[MEMBER])
    for person, clone, other in ((MANAGER, his, tmp_path / "ada.line"), (MEMBER, hers, lines[MANAGER])):
        home = at_desk(person)
        assert [entry["signature"] for entry in verified(coachplan, clone, 1)].count("verified") == 1
        assert coachplan("-C", clone, "verify").code == 2
        done = coachplan("-C", clone, "sign", "--trust", other, "--yes")
        assert done.code == 0, done.err
        assert done.out.startswith(f"Trusted: {MEMBER if person == MANAGER else MANAGER} signs with the key SHA256:")
        assert len(trusted_by(home)) == 2
        assert coachplan("-C", clone, "sign", "--trust", other).code == 0
        assert len(trusted_by(home)) == 2
        assert [entry["signature"] for entry in verified(coachplan, clone, 0)] == ["verified"] * 2
        assert coachplan("-C", clone, "verify").code == 0
        state = coachplan("-C", clone, "sign")
        assert (state.code, state.out) == (0, lines[person])
        assert [text[0] for text in state.err.splitlines()[:4]] == ["✓", "✓", "?", "?"]


def verified(coachplan, clone: Path, code: int) -> list[dict]:
    shown = coachplan("-C", clone, "history", "ada", "--verify", "--format", "json")
    assert shown.code == code, shown.out + shown.err
    return json.loads(shown.out)["acknowledgements"]


def test_a_key_that_a_person_has_is_used(coachplan, own_world, tmp_path) -> None:
    usual = make_key(own_world / ".ssh/id_ed25519")
    done = coachplan("-C", tmp_path, "sign", "--setup", "--yes")
    assert (done.code, setting("user.signingKey")) == (0, f"{usual}.pub"), done.err
    assert done.out.startswith('charles@example.com namespaces="git" ssh-ed25519 AAAA')
    assert "a comment" not in done.out
    assert not (own_world / ".ssh/id_ed25519_coachplan").exists()

    configure("user.signingKey", str(other := make_key(own_world / "other", "ecdsa")))
    (own_world / "mine").write_text("# my own list")
    configure("gpg.ssh.allowedSignersFile", "~/mine")
    done = coachplan("-C", tmp_path, "sign", "--setup", "--yes")
    assert done.code == 0, done.err
    assert (own_world / "mine").read_text() == f"# my own list\n{done.out}"
    assert done.out.split()[3] == Path(f"{other}.pub").read_text().split()[1]

    configure("user.signingKey", "key::" + Path(f"{usual}.pub").read_text().strip())
    literal = coachplan("-C", tmp_path, "sign", "--setup", "--yes")
    assert (literal.code, "No private key found" in literal.err) == (1, True)  # nothing but an agent would have it


def test_no_setting_of_a_person_is_changed_unasked(coachplan, own_world, tmp_path) -> None:
    make_key(own_world / ".ssh/id_ed25519")
    for name, value in (
        ("user.signingKey", "0xDEADBEEF"),
        ("gpg.format", "openpgp"),
        ("commit.gpgsign", "false"),
    ):
        configure(name, value)
        before = (own_world / ".gitconfig").read_bytes()
        refused = coachplan("-C", tmp_path, "sign", "--setup", "--yes")
        assert (refused.code, f"say {name} = {value}, and --yes changes nothing" in refused.err) == (1, True)
        assert (own_world / ".gitconfig").read_bytes() == before
        subprocess.run(["git", "config", "--global", "--unset", name], check=True)
    configure("commit.gpgsign", "yes")  # by gpg, then
    assert "gpg.format = openpgp" in coachplan("-C", tmp_path, "sign", "--setup", "--yes").err
    shown = coachplan("-C", tmp_path, "sign")
    assert (shown.code, shown.out) == (0, "")
    assert "signed, in the format openpgp" in shown.err
    assert trusted_by(own_world) == []


def test_a_terminal_shows_what_is_set_and_asks_and_ssh_keygen_asks_for_the_passphrase(own_world, tmp_path) -> None:
    configure("commit.gpgsign", "false")
    terminal = Terminal("-C", tmp_path, "sign", "--setup")
    terminal.answer([""])
    assert terminal.end() == 1
    assert "commit.gpgsign = true (now false)" in terminal.seen
    assert not (own_world / ".ssh").exists()

    terminal = Terminal("-C", tmp_path, "sign", "--setup")
    terminal.answer(["y"])
    for prompt in ("Enter passphrase", "Enter same passphrase", "Enter passphrase"):
        terminal.wait_for(prompt)
        terminal.child.sendline("correct horse")
    assert terminal.end() == 0, terminal.seen
    assert setting("commit.gpgsign") == "true"
    assert trusted_by(own_world)[0] in terminal.seen


HOSTILE = [
    ("", "not one line"),
    (f"{HERS}\n{HERS}", "not one line"),
    (f"# {HERS}", "not one line"),
    (f"{HERS} \x1b]52;c;cHduZWQ=\x07", "not one line"),
    (HERS + " x" * 4096, "not one line"),
    (HERS.replace("ada@", "*@"), "one plain address"),
    (HERS.replace("ada@", "a?a@"), "one plain address"),
    (HERS.replace("ada@example.com", "ada@example.com,charles@example.com"), "one plain address"),
    (HERS.replace("ada@example.com", '"ada@example.com"'), "one plain address"),
    (HERS.replace("ada@example.com", "!ada@example.com"), "one plain address"),
    (HERS.replace("ada@example.com", "-oProxyCommand"), "one plain address"),
    (HERS.replace('namespaces="git"', "cert-authority"), "options of its own"),
    (HERS.replace('namespaces="git"', 'namespaces="git" cert-authority'), "options of its own"),
    (HERS.replace('namespaces="git"', 'namespaces="git,file"'), "options of its own"),
    (HERS.replace('namespaces="git"', 'valid-after="20200101"'), "options of its own"),
    (HERS.replace("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com"), "a kind of SSH key"),
    (HERS.replace("ssh-ed25519", "ssh-dss"), "a kind of SSH key"),
    (HERS.replace("ssh-ed25519", "ssh-rsa"), "not such a key"),
    (HERS[:-8], "not such a key"),
    (HERS + "AAAA", "not such a key"),
    (HERS[:-6] + "é" * 6, "not such a key"),
    ("ada@example.com", "neither a file"),
    ("ada@example.com x", "a kind of SSH key"),
    (HERS.replace("ada@", "eve@"), "not an address of anybody in the plans; they name Ada Lovelace"),
]


def test_a_line_that_somebody_hands_over_is_one_plain_key_of_one_reader(ada, coachplan, own_world) -> None:
    for line, why in HOSTILE:
        for given in (line, "-") if " " in line or not line else (line,):
            refused = coachplan("-C", ada, "sign", "--trust", given, "--yes", stdin=line)
            assert refused.code in (1, 2), (line, refused.out)
            assert why in refused.err, line
            assert (refused.err.count("\n"), "\x1b" in refused.err) == (1, False)
    assert trusted_by(own_world) == []
    assert setting("gpg.ssh.allowedSignersFile") == ""


def test_a_weak_key_is_refused(ada, coachplan, own_world) -> None:
    weak = Path(f"{make_key(own_world / 'weak', 'rsa', '1024')}.pub").read_text()
    refused = coachplan("-C", ada, "sign", "--trust", f"ada@example.com {weak}", "--yes")
    assert (refused.code, "less than 2048 bits" in refused.err) == (2, True)
    strong = Path(f"{make_key(own_world / 'strong', 'rsa', '2048')}.pub").read_text()
    assert coachplan("-C", ada, "sign", "--trust", f"ada@example.com {strong}", "--yes").code == 0
    assert "a comment" not in trusted_by(own_world)[0]


def test_another_key_of_a_person_is_asked_about_and_one_key_is_one_persons(ada, coachplan, own_world) -> None:
    assert coachplan("-C", ada, "sign", "--trust", HERS, "--yes").code == 0
    other = HERS.replace(ED25519, base64.b64encode(base64.b64decode(ED25519)[:-1] + b"x").decode())
    mine = other.replace("ada@", "charles@")
    for line in (other, mine):
        refused = coachplan("-C", ada, "sign", "--trust", line, "--yes")
        assert (refused.code, "--yes takes the first key of somebody else alone" in refused.err) == (1, True)
    refused = coachplan("-C", ada, "sign", "--trust", HERS.replace("ada@", "charles@"), "--yes")
    assert (refused.code, "that key stands for ada@example.com" in refused.err) == (1, True)
    assert trusted_by(own_world) == [HERS]

    terminal = Terminal("-C", ada, "sign", "--trust", other)
    terminal.answer(["y"])
    assert terminal.end() == 0
    assert "You trust another key of theirs already: SHA256:" in " ".join(terminal.seen.split())
    assert trusted_by(own_world) == [HERS, other]


def test_a_list_that_a_push_could_change_is_refused(ada, coachplan) -> None:
    for path, why in ((f"{ada}/plans/keys", "whoever pushes can change it"), ("keys", "a path from nowhere")):
        configure("gpg.ssh.allowedSignersFile", path)
        for arguments in (("--trust", HERS, "--yes"), ("--setup", "--yes", "--no-passphrase"), ()):
            refused = coachplan("-C", ada, "sign", *arguments)
            assert refused.code in (1, 2)
            assert why in refused.err
    assert not (ada / "plans/keys").exists()


def test_what_a_repository_sets_itself_is_said(ada, coachplan, git) -> None:
    git(ada, "config", "commit.gpgsign", "false")
    done = coachplan("-C", ada, "sign", "--setup", "--yes", "--no-passphrase")
    assert "This repository says commit.gpgsign = false, which goes before your settings" in done.err


def test_the_address_is_the_one_that_the_plans_have(ada, coachplan, act_as) -> None:
    act_as("Charles Babbage <12+charles@users.noreply.github.com>")
    done = coachplan("-C", ada, "sign", "--setup", "--yes", "--no-passphrase")
    assert done.out.startswith("charles@example.com "), done.err


def test_what_stands_in_the_way_is_one_line(coachplan, own_world, tmp_path, act_as, monkeypatch) -> None:
    def refusal(*arguments: str) -> str:
        refused = coachplan("-C", tmp_path, "sign", *arguments)
        assert (refused.code in (1, 2), refused.out) == (True, "")
        assert not trusted_by(own_world)
        assert setting("commit.gpgsign") == ""
        return refused.err.splitlines()[-1]

    assert "--no-passphrase is required" in refusal("--setup", "--yes")
    assert "one at a time" in refusal("--setup", "--trust", HERS)
    assert "is not in a plan repository" in refusal("--trust", HERS)
    assert "`coachplan sign --setup` sets that up" in refusal()
    make_key(own_world / ".ssh/id_ed25519")
    assert "--yes is required" in refusal("--setup")
    (own_world / ".ssh/id_ed25519").unlink()
    assert "git cannot sign with" in refusal("--setup", "--yes")
    (own_world / ".ssh/id_ed25519.pub").write_text("not a key")
    assert "is of no use as a key" in refusal("--setup", "--yes")
    (own_world / ".ssh/id_ed25519.pub").unlink()
    (own_world / ".ssh/id_ed25519_coachplan").write_text("a private key")
    assert "is there without id_ed25519_coachplan.pub" in refusal("--setup", "--yes", "--no-passphrase")
    act_as("Eve <*@example.com>")
    assert "is not a plain one" in refusal("--setup", "--yes", "--no-passphrase")
    act_as(MANAGER)
    configure("gpg.format", "ssh")
    configure("user.signingKey", "~/nothing")
    assert "where there is not an SSH key" in refusal("--setup", "--yes")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(tools))
    assert "ssh-keygen was not found" in refusal("--setup", "--yes")
