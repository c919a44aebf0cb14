"""Make .venv ready: `python3 tools/bootstrap.py runtime|test|bench`. Standard library only.

A second run does nothing. VENV names another folder, WHEELS a folder of wheels to install from
without a network. Works without ensurepip, and without uv where uv cannot be installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV") or ROOT / ".venv").absolute()
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
UV = SCRIPTS / ("uv.exe" if os.name == "nt" else "uv")
NEEDED = (3, 11)


def main(kind: str) -> None:
    check_python()
    lock = ROOT / "requirements" / f"{kind}.txt"
    stamp = VENV / f"feltsense-{kind}.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if usable() and stamp.is_file() and stamp.read_text() == wanted:
        return
    print(f"Setting up {VENV} from requirements/{lock.name} ...", flush=True)
    if not usable():
        venv.create(VENV, with_pip=False, clear=True)
    install(lock)
    stamp.write_text(wanted)


def check_python() -> None:
    if sys.version_info < NEEDED:
        found = f"{sys.version.split()[0]} at {sys.executable}"
        sys.exit(
            f"Feltsense needs Python {NEEDED[0]}.{NEEDED[1]} or newer; this is Python {found}.\n"
            "Name another one: make PYTHON=/path/to/python3.11 ..."
        )


def usable() -> bool:
    """Whether the environment is there and was made by this Python."""
    ask = "import sys; print(sys.version)"
    if not PYTHON.exists():
        return False
    found = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    return found.stdout.strip() == sys.version.strip()


def install(lock: Path) -> None:
    """With uv, which is three times as fast, or else with the pip of this Python."""
    if not UV.exists() and pip(ROOT / "requirements" / "bootstrap.txt") != 0:
        print("uv could not be installed; going on with pip alone, which is slower.", flush=True)
    if UV.exists() and uv(lock) == 0:
        return
    if pip(lock) != 0:
        sys.exit(
            f"The packages of requirements/{lock.name} could not be installed; see the lines "
            "above.\nWithout a network: make WHEELS=/folder/of/wheels ..."
        )


def pip(lock: Path) -> int:
    command = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet"]
    return run([*command, "--disable-pip-version-check", *options(lock)])


def uv(lock: Path) -> int:
    return run([str(UV), "pip", "install", "--quiet", "--python", str(PYTHON), *options(lock)])


def options(lock: Path) -> list[str]:
    wheels = os.environ.get("WHEELS")
    offline = ["--no-index", "--find-links", wheels] if wheels else []
    return [*offline, "--require-hashes", "-r", str(lock)]


def run(command: list[str]) -> int:
    # uv must use this Python, and never fetch another one from elsewhere
    environ = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(command, env=environ, check=False).returncode


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "runtime")
