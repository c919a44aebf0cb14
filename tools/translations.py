"""Write the catalogues of translations anew from the sources, and compile them.

`make translations` after a change of words; then translate what `msgfmt --statistics` counts as
untranslated. A test holds sources, catalogues and compiled files in step.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("intake", "screening", "reports", "clinic")
LANGUAGES = ("es",)
EXTRACT = ("--no-location", "--no-wrap", "--no-obsolete", "--verbosity", "0")


def main() -> None:
    for app in APPS:
        extract(ROOT / app)
        for language in LANGUAGES:
            compile_(catalogue(ROOT / app, language))


def catalogue(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(app: Path) -> None:
    """Every string of an app that is to be translated, into its catalogues."""
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    command = [sys.executable, "-P", "-m", "django", "makemessages", *languages, *EXTRACT]
    subprocess.run(command, cwd=app, check=True)


def compile_(po: Path) -> None:
    subprocess.run(["msgfmt", "--check-format", "-o", po.with_suffix(".mo"), po], check=True)


if __name__ == "__main__":
    main()
