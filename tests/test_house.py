"""Rules of the house that no linter knows. CONTRIBUTING.md says them in words."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("intake", "screening", "reports")
LONGEST = {".py": 400, ".html": 120}
CODE = {".py", ".html", ".css", ".js", ".sh"}
TEXT = {*CODE, ".csv", ".in", ".json", ".md", ".toml", ".txt", ".yaml", ".yml"}
NAMED_TEXT = {"Makefile", "run", "LICENSE"}

# put together, so that this file does not hold what it forbids
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("python", "hosted"),
        ("registry.", "npmjs"),
        ("registry.", "yarnpkg"),
        ("deb.", "debian"),
        ("proxy.", "golang"),
    )
]
OUTSIDE = "../" + "shared"
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
UNSAFE_TEMPLATE = {
    "text marked safe": re.compile(r"\|\s*safe(seq)?\b"),
    "escaping switched off": re.compile(r"{%\s*autoescape\s+off"),
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an address of another host": re.compile(r"(src|href)\s*=\s*[\"']?(https?:)?//", re.IGNORECASE),
}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}


@cache
def files() -> tuple[Path, ...]:
    """What is or would be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive
        hidden = {".git", ".venv", ".venv-next", "__pycache__", "node_modules"}
        found = [path for path in ROOT.rglob("*") if not hidden & set(path.parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def texts() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in files()
        if path.suffix in TEXT or path.name in NAMED_TEXT
    ]


def templates() -> list[tuple[str, str]]:
    return [(name, text) for name, text in texts() if name.endswith(".html")]


def modules(folder: str) -> list[tuple[str, ast.Module]]:
    return [
        (name, ast.parse(text))
        for name, text in texts()
        if name.startswith(f"{folder}/") and name.endswith(".py")
    ]


def test_a_file_is_short_enough_to_read():
    lengths = {name: len(text.splitlines()) for name, text in texts()}
    too_long = {
        name: lines
        for name, lines in lengths.items()
        if lines > LONGEST.get(Path(name).suffix, lines) and "/migrations/" not in name
    }

    assert too_long == {}


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host):
    assert [name for name, text in texts() if host in text] == []


def test_no_file_refers_to_a_folder_outside_the_project():
    assert [name for name, text in texts() if OUTSIDE in text] == []


def test_nothing_is_left_for_later():
    assert [name for name, text in texts() if UNFINISHED.search(text)] == []


@pytest.mark.parametrize("what", UNSAFE_TEMPLATE)
def test_no_template_holds(what):
    pattern = UNSAFE_TEMPLATE[what]

    assert [name for name, text in templates() if pattern.search(text)] == []


@pytest.mark.parametrize("app", APPS)
def test_the_domain_imports_the_standard_library_only(app):
    strangers = [
        f"{name} imports {imported}"
        for name, tree in modules(f"{app}/domain")
        for imported in imports(tree)
        if imported.split(".")[0] not in sys.stdlib_module_names
        and not re.match(rf"({'|'.join(APPS)})\.domain\b", imported)
    ]

    assert modules(f"{app}/domain") != []
    assert strangers == []


@pytest.mark.parametrize("app", APPS)
def test_the_domain_opens_no_file_and_reads_no_clock(app):
    calls = [
        f"{name}:{node.lineno} calls {called}"
        for name, tree in modules(f"{app}/domain")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (called := clock_or_file(node.func))
    ]

    assert calls == []


@pytest.mark.parametrize("app", APPS)
def test_migrations_stand_in_one_line(app):
    numbers = [path.name[:4] for path in files() if path.parent == ROOT / app / "migrations"]
    numbers = sorted(number for number in numbers if number.isdigit())

    assert numbers == [f"{place:04}" for place in range(1, len(numbers) + 1)]
    assert numbers != []


def imports(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def clock_or_file(function: ast.expr) -> str:
    """The name of what is called, where it is a clock or opens a file."""
    if isinstance(function, ast.Name) and function.id in {"open", "print", "input"}:
        return function.id
    if isinstance(function, ast.Attribute) and function.attr in CLOCKS:
        return function.attr
    return ""
