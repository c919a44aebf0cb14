"""The whole suite: `python -m tests [sqlite|hosts|postgresql] [arguments for pytest]`.

Without a name every pass runs in turn. What could not run is gathered in one file, which the
closing lines of each pass show (tests/conftest.py).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.servers import Postgres, Unavailable

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ("minimal", "custom")  # tests/hosts/*.py: other sites that the journeys must run on
NO_TESTS = 5  # pytest's own code


def main(arguments: list[str]) -> int:
    chosen = [arguments.pop(0)] if arguments and arguments[0] in PASSES else list(PASSES)
    with ExitStack() as stack:
        if "FELTSENSE_NOT_RUN" not in os.environ:
            notes = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".txt"))
            os.environ["FELTSENSE_NOT_RUN"] = notes.name
        codes = {name: PASSES[name](arguments) for name in chosen}
    failed = [name for name, code in codes.items() if code not in (0, NO_TESTS)]
    if failed:
        print(f"FAILED: the {', '.join(failed)} pass", flush=True)
    nothing = all(code == NO_TESTS for code in codes.values())
    return 1 if failed or nothing else 0


def on_sqlite(arguments: list[str]) -> int:
    """Everything, with the coverage of the domain packages where everything is asked for."""
    return run("SQLite", arguments or ["--cov", "--cov-report=term"], {"DATABASE_URL": ""})


def on_hosts(arguments: list[str]) -> int:
    codes = [
        run(
            f"the {host} host, journeys only",
            [f"--ds=tests.hosts.{host}", *(arguments or ["tests/journeys"])],
            {"DATABASE_URL": ""},
        )
        for host in HOSTS
        if (ROOT / "tests" / "hosts" / f"{host}.py").is_file()
    ]
    return max(codes, default=NO_TESTS)


def on_postgresql(arguments: list[str]) -> int:
    given = os.environ.get("TEST_DATABASE_URL")
    try:
        with ExitStack() as stack:
            url = given or stack.enter_context(Postgres()).url
            return run("PostgreSQL", ["-m", "not once", *arguments], {"DATABASE_URL": url})
    except Unavailable as reason:
        note_not_run(f"the PostgreSQL pass: {reason}")
        return 1 if os.environ.get("FELTSENSE_NO_SKIPS") else NO_TESTS


PASSES: Mapping[str, Callable[[list[str]], int]] = {
    "sqlite": on_sqlite,
    "hosts": on_hosts,
    "postgresql": on_postgresql,
}


def run(name: str, arguments: list[str], environ: Mapping[str, str]) -> int:
    print(f"\n=== {name} ===", flush=True)
    # an empty value says "not set", and also hides one from the caller's shell
    kept = {key: value for key, value in {**os.environ, **environ}.items() if value != ""}
    command = [sys.executable, "-m", "pytest", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=kept) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # Ctrl-C is for pytest, which still has to end its servers
            process.wait()
            sys.exit(130)


def note_not_run(what: str) -> None:
    print(f"COULD NOT RUN: {what}", flush=True)
    with Path(os.environ["FELTSENSE_NOT_RUN"]).open("a") as notes:
        notes.write(f"{what}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
