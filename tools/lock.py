"""Write the hash-locked requirement files, or with --check compare them with what they come from.

They hold no address, so a mirror or a folder of wheels serves them as well as the registry does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("requirements")
HEADER = "# Locked by `make lock`. Do not edit by hand.\n"
PROJECT = ["pyproject.toml", "--all-extras"]
LOCKS = {
    "bootstrap.txt": ["requirements/bootstrap.in"],
    "test.txt": [*PROJECT, "--group", "test", "--group", "lint"],
    # the same versions as the tests ran with
    "bench.txt": [*PROJECT, "--group", "bench", "--constraint", "requirements/test.txt"],
    "runtime.txt": [*PROJECT, "--constraint", "requirements/test.txt"],
}
COMPILE = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
UNREACHABLE = ("failed to fetch", "error sending request", "connect", "timed out", "dns error")


class Unable(Exception):
    """Nothing can be said about the files here; the message is the reason."""


def main(arguments: list[str]) -> int:
    check, upgrade = "--check" in arguments, "--upgrade" in arguments
    try:
        stale = [name for name in LOCKS if not lock(name=name, write=not check, upgrade=upgrade)]
    except Unable as reason:
        print(f"NOT CHECKED: the requirement files, since {reason}.")
        return 0 if check else 1
    for name in stale:
        print(f"requirements/{name} is not what pyproject.toml asks for. Run: make lock")
    return 1 if stale else 0


def lock(*, name: str, write: bool, upgrade: bool) -> bool:
    """Whether the file now holds what it should."""
    target = ROOT / FOLDER / name
    compiled = HEADER + compile_lock(name=name, start=target, upgrade=upgrade)
    if write:
        target.write_text(compiled)
    return target.is_file() and target.read_text() == compiled


def compile_lock(*, name: str, start: Path, upgrade: bool) -> str:
    """The locked text; versions already in `start` are kept, so that only our wishes change it."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / name
        if start.is_file():
            shutil.copy(start, output)
        run([*LOCKS[name], *(["--upgrade"] if upgrade else []), "--output-file", str(output)])
        return output.read_text()


def run(arguments: list[str]) -> None:
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        raise Unable("uv is not installed")
    python = ["--python", sys.executable, "--python-version", "3.11"]
    done = subprocess.run(
        [str(uv), "pip", "compile", *COMPILE, *python, *arguments],
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if any(sign in done.stderr.lower() for sign in UNREACHABLE):
        raise Unable("no package registry answers")
    sys.exit(done.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
