"""A whole site as real processes: web, relay and worker on a real PostgreSQL and Redis."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.servers import _free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds, on a busy machine
KEY = base64.b64encode(bytes(32)).decode()
KEYS = {"secret_key": "of-a-test", "sealing_keys": {"1": KEY}, "index_key": KEY, "audit_key": KEY}


class Process:
    """One program of the site, in a group of its own, so that its children die with it."""

    def __init__(self, name: str, command: list[str], site: "Site") -> None:
        self.name, self.command, self.site = name, command, site
        self.start()

    def start(self) -> None:
        with (self.site.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.site.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9 of the program and all its children, by pid."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.kill()

    def trace(self) -> str:
        """Whether it runs, and the end of its log: what a failed test needs to explain itself."""
        ended = self.process.poll()
        state = "runs" if ended is None else f"ended with {ended}"
        log = (self.site.folder / f"{self.name}.log").read_text(errors="replace")
        return f"--- {self.name} {state}:\n{log[-3000:]}"


class Site:
    def __init__(
        self,
        *,
        folder: Path,
        database: str,
        broker: str,
        settings: str = "clinic.settings",
        celery: str = "clinic",
    ) -> None:
        self.folder, self.port, self.celery = folder, _free_port(), celery
        self.environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": broker,
            "FELTSENSE_DIR": str(folder),
            "FELTSENSE_KEYS": json.dumps(KEYS),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Site":
        self.manage("migrate", "--verbosity=0")
        python = sys.executable
        gunicorn = ["-m", "gunicorn", "clinic.wsgi", "--workers=2", f"--bind=127.0.0.1:{self.port}"]
        worker = ["-m", "celery", "-A", self.celery, "worker", "--concurrency=2"]
        self._stack = ExitStack()
        self.web = self._run("web", [python, *gunicorn])
        self.relay = self._run("relay", [python, "manage.py", "relay"])
        quiet = ["--without-gossip", "--without-mingle", "--loglevel=WARNING"]
        self.worker = self._run("worker", [python, *worker, *quiet])
        self.wait_for_web()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _run(self, name: str, command: list[str]) -> Process:
        process = Process(name, command, self)
        self._stack.callback(process.stop)
        return process

    def wait_for_web(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urlopen(f"{self.url}/healthz", timeout=5).close()
                return
            except (URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError("the web process did not answer")

    def traces(self) -> str:
        return "\n".join(process.trace() for process in (self.web, self.relay, self.worker))

    def shelf(self) -> dict:
        """What there is of each report, and the state of each rendering."""
        return json.loads(self.python("-m", "tests.faults.shelf"))

    def manage(self, *arguments: str) -> str:
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """Run a program of the site to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout
