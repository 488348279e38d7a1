"""Remotes that two people share plans through, over real transports of git on the loopback address; none is faked."""

import base64
import getpass
import mmap
import os
import shutil
import signal
import socket
import socketserver
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from conftest import MANAGER, MEMBER, without_samples

GIT = shutil.which("git") or "git"
SSHD = shutil.which("sshd", path=os.pathsep.join((os.environ["PATH"], "/usr/sbin", "/usr/local/sbin")))
USER, PASSWORD = "ada", "open sesame"
_HELPER = "!f() {{ test $1 = get && echo username={} && echo 'password={}'; }}; f"


class Pair(NamedTuple):
    """A bare remote, and a clone for each of the two."""

    remote: Path
    ada: Path
    charles: Path

    def copied(self, git: Callable[..., str], folder: Path) -> "Pair":
        """Copies of all three in another folder, which lead to one another."""
        found = Pair(*(shutil.copytree(place, folder / place.name, symlinks=True) for place in self))
        for clone in (found.ada, found.charles):
            settings = clone / ".git/config"
            text = settings.read_text(encoding="utf-8")
            assert str(self.remote) in text
            settings.write_text(text.replace(str(self.remote), str(found.remote)), encoding="utf-8")
            git(clone, "update-index", "-q", "--refresh")
        return found


def pair_of(ada: Path, git: Callable[..., str], folder: Path) -> Pair:
    """The repository with Ada's plan as a remote, with two clones."""
    found = Pair(folder / "remote.git", folder / "a", folder / "c")
    git(folder, "clone", "--quiet", "--bare", str(ada), str(found.remote))
    without_samples(found.remote)
    for clone, person in ((found.ada, MEMBER), (found.charles, MANAGER)):
        git(folder, "clone", "--quiet", str(found.remote), str(clone))
        without_samples(clone)
        name, _, email = person.rstrip(">").partition(" <")
        git(clone, "config", "user.name", name)
        git(clone, "config", "user.email", email)
    return found


# -- servers -----------------------------------------------------------------------------------------------------------


class _Listening(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing: connections are cut on purpose."""


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    """Serve in a thread, and give the port."""
    with server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _inetd(*program: str) -> Iterator[int]:
    """Start a program for each connection, as inetd would."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            number = self.request.fileno()
            subprocess.run(program, stdin=number, stdout=number, stderr=subprocess.DEVNULL, check=False)

    with _served(_Listening(("127.0.0.1", 0), Handler)) as port:
        yield port


@contextmanager
def silent() -> Iterator[int]:
    """A server that takes connections, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def git_daemon(folder: Path) -> Iterator[int]:
    """`git daemon` for all that is in a folder, to read and to write."""
    with _inetd(
        GIT, "daemon", "--inetd", "--export-all", "--enable=receive-pack", f"--base-path={folder}", str(folder)
    ) as port:
        yield port


@contextmanager
def http_backend(folder: Path, password: str | None = PASSWORD) -> Iterator[int]:
    """`git http-backend` for all that is in a folder, behind a password, or open to everyone."""
    wanted = f"Basic {base64.b64encode(f'{USER}:{password}'.encode()).decode()}"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if password is not None and self.headers.get("Authorization") != wanted:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="plans"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            variables = {
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "REQUEST_METHOD": self.command,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "REMOTE_USER": USER,
                "REMOTE_ADDR": "127.0.0.1",
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            }
            given = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            variables["CONTENT_LENGTH"] = str(len(given))
            done = subprocess.run(
                [GIT, "http-backend"], input=given, env=os.environ | variables, capture_output=True, check=False
            )
            head, _, body = done.stdout.partition(b"\r\n\r\n")
            headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self.send_response(int(headers.pop("Status", "200").split()[0]))
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """Say nothing: connections are cut on purpose."""

    with _served(Server(("127.0.0.1", 0), Handler)) as port:
        yield port


@contextmanager
def ssh_server(folder: Path) -> Iterator[tuple[int, str]]:
    """A real `sshd` for this user, and the command with which git reaches it by a key of its own.

    Where there is none that starts, the test is skipped.
    """
    if not (SSHD and shutil.which("ssh")):
        pytest.skip("there is no ssh, or no sshd, on this machine")
    folder.mkdir()
    for name in ("host", "own"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_bytes((folder / "own.pub").read_bytes())
    (folder / "config").write_text(
        f"HostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\nPidFile none\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n",
        encoding="utf-8",
    )
    tried = subprocess.run([SSHD, "-t", "-f", folder / "config"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"sshd does not start here: {tried.stderr.strip()}")
    with _inetd(SSHD, "-i", "-e", "-f", str(folder / "config")) as port:
        host = (folder / "host.pub").read_text(encoding="utf-8")
        (folder / "known").write_text(f"[127.0.0.1]:{port} {host}", encoding="utf-8")
        yield (
            port,
            (
                f"ssh -F /dev/null -i {folder}/own -o IdentitiesOnly=yes -o IdentityAgent=none "
                f"-o UserKnownHostsFile={folder}/known -o StrictHostKeyChecking=yes"
            ),
        )


# -- transports --------------------------------------------------------------------------------------------------------


class Remote(NamedTuple):
    """A remote as a person reaches it: its address, and what their own settings of git say to it."""

    url: str
    settings: dict[str, str]


def password_is(password: str) -> dict[str, str]:
    """The settings of a person who has a helper for passwords."""
    return {"credential.helper": _HELPER.format(USER, password)}


@contextmanager
def by_path(bare: Path) -> Iterator[Remote]:
    """A remote in a folder."""
    yield Remote(str(bare), {})


@contextmanager
def by_file(bare: Path) -> Iterator[Remote]:
    """A remote in a folder, by its address."""
    yield Remote(bare.as_uri(), {})


@contextmanager
def by_git(bare: Path) -> Iterator[Remote]:
    """A remote of `git daemon`."""
    with git_daemon(bare.parent) as port:
        yield Remote(f"git://127.0.0.1:{port}/{bare.name}", {})


@contextmanager
def by_http(bare: Path) -> Iterator[Remote]:
    """A remote of `git http-backend`, with a password that the person's helper knows."""
    with http_backend(bare.parent) as port:
        yield Remote(f"http://127.0.0.1:{port}/{bare.name}", password_is(PASSWORD))


@contextmanager
def by_ssh(bare: Path) -> Iterator[Remote]:
    """A remote of `sshd`."""
    with ssh_server(bare.parent / "ssh") as (port, command):
        yield Remote(f"ssh://{getpass.getuser()}@127.0.0.1:{port}{bare}", {"core.sshCommand": command})


TRANSPORTS = {"path": by_path, "file": by_file, "git": by_git, "http": by_http, "ssh": by_ssh}


# -- a connection that is cut ------------------------------------------------------------------------------------------


_LEFT = struct.Struct("q")


class Cut:
    """A way to a port that ends after so many bytes, `up` to the server or `down` from it.

    Then it is cut, and stays so; or else the process whose number is in the file `victim` is killed, and all goes on. A
    process that was forked off may serve it.
    """

    def __init__(self, port: int, direction: str, after: int, victim: Path | None = None) -> None:
        self._port, self._direction, self._victim = port, direction, victim
        self._shared = mmap.mmap(-1, _LEFT.size)
        self.left = after
        self._open: list[socket.socket] = []

    @property
    def left(self) -> int:
        """The number of bytes that go that way before it ends; below zero once they have."""
        return int(_LEFT.unpack_from(self._shared)[0])

    @left.setter
    def left(self, count: int) -> None:
        _LEFT.pack_into(self._shared, 0, count)

    @property
    def is_over(self) -> bool:
        """True once so many bytes went that way."""
        return self.left < 0

    @contextmanager
    def through(self) -> Iterator[int]:
        """The port of this way."""
        cut = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                cut.carry(self.request)

        with _served(_Listening(("127.0.0.1", 0), Handler)) as port:
            yield port

    def carry(self, near: socket.socket) -> None:
        """Carry one connection until it ends or is cut."""
        if self.is_over and not self._victim:
            return
        far = socket.create_connection(("127.0.0.1", self._port))
        self._open += [near, far]
        back = Thread(target=self._pump, args=(far, near, "down"), daemon=True)
        back.start()
        self._pump(near, far, "up")
        back.join()

    def _pump(self, source: socket.socket, target: socket.socket, direction: str) -> None:
        with suppress(OSError):
            while part := source.recv(4096):
                if direction == self._direction and not self.is_over:
                    kept, self.left = part[: self.left], self.left - len(part)
                    if self.is_over:
                        target.sendall(kept)
                        if not self._victim:
                            self._break()
                            return
                        os.kill(int(self._victim.read_text(encoding="ascii")), signal.SIGKILL)
                        part = part[len(kept) :]
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)

    def _break(self) -> None:
        for end in self._open:
            with suppress(OSError):  # the other side hears of it at once
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def aside(served: AbstractContextManager[int]) -> Iterator[int]:
    """Serve in a process of its own, as a process with threads is not one to fork from; give the port."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        with served as port:
            os.write(writing, str(port).encode())
            os.close(writing)
            signal.pause()
    os.close(writing)
    with open(reading, encoding="ascii") as told:
        port = int(told.read())
    try:
        yield port
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
