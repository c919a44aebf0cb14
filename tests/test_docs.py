"""What a host site can rely on is written down: an undocumented name fails here."""

import dataclasses
import importlib
import re
from importlib.util import find_spec
from pathlib import Path

from celery import current_app
from django.dispatch import Signal

ROOT = Path(__file__).resolve().parent.parent
APPS = ("intake", "screening", "reports")
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
CHECK_ID = re.compile(r"[\"'](feltsense\.[EWI]\d{3})[\"']")


def documented() -> set[str]:
    """Every word of every `code span` and code block of the documentation."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.is_file())
    code = re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)
    return {word for span in code for word in re.findall(r"[\w.]+", span)}


def undocumented(names: set[str]) -> list[str]:
    assert names, "nothing was found to look up, so this test would prove nothing"
    return sorted(names - documented())


def module(name: str) -> object | None:
    return importlib.import_module(name) if find_spec(name) else None


def test_every_setting_is_documented():
    settings = {
        field.name
        for app in APPS
        for shape in vars(module(f"{app}.conf")).values()
        if dataclasses.is_dataclass(shape) and shape.__module__ == f"{app}.conf"
        for field in dataclasses.fields(shape)
    }

    assert undocumented(settings) == []


def test_every_signal_is_documented():
    signals = {
        name
        for app in APPS
        for name, value in vars(module(f"{app}.signals") or object).items()
        if isinstance(value, Signal)
    }

    assert undocumented(signals) == []


def test_every_command_is_documented():
    commands = {
        path.stem
        for app in (*APPS, "clinic")
        for path in (ROOT / app / "management" / "commands").glob("[!_]*.py")
    }

    assert undocumented(commands) == []


def test_every_task_is_documented():
    for app in APPS:
        module(f"{app}.tasks")
    tasks = {name for name in current_app.tasks if not name.startswith("celery.")}

    assert undocumented(tasks) == []
    assert [name for name in tasks if not name.startswith("feltsense.")] == []


def test_every_system_check_is_documented():
    sources = (path for app in (*APPS, "clinic") for path in (ROOT / app).rglob("*.py"))
    ids = {found for path in sources for found in CHECK_ID.findall(path.read_text("utf-8"))}

    assert undocumented(ids) == []
