"""Sources, catalogues and compiled files say the same; a missing or stale entry is named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("intake", "screening", "reports", "clinic")
PO = Path("locale", "es", "LC_MESSAGES", "django.po")

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed"),
]


def compared(one, other, *options):
    """What `other` has to have and `one` lacks, in the words of msgcmp; empty where it is whole."""
    command = ["msgcmp", *options, str(one), str(other)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.fixture(scope="module", params=APPS)
def catalogues(request, tmp_path_factory):
    """The catalogue of an app as it is, and as its sources make it."""
    made = tmp_path_factory.mktemp("sources") / request.param
    shutil.copytree(ROOT / request.param, made, ignore=shutil.ignore_patterns("*.po", "*.mo"))
    command = [sys.executable, "-P", "-m", "django", "makemessages", "-l", "es", "-v", "0"]
    (made / "locale").mkdir(exist_ok=True)
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=made, env=environment, check=True)
    return ROOT / request.param / PO, made / PO


def test_every_string_is_translated(catalogues):
    kept, made = catalogues

    assert compared(kept, made) == "", "make translations, then translate what is missing"


def test_no_translation_is_left_over(catalogues):
    kept, made = catalogues

    assert compared(made, kept, "--use-untranslated") == "", "make translations removes it"


def test_the_compiled_file_is_made_of_the_catalogue(catalogues, tmp_path):
    kept, _ = catalogues
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", fresh, kept], check=True)

    assert fresh.read_bytes() == kept.with_suffix(".mo").read_bytes()


def test_a_missing_and_a_stale_entry_are_seen(catalogues, tmp_path):
    kept, made = catalogues
    few = tmp_path / "few.po"
    text = kept.read_text(encoding="utf-8")
    cut = text.rindex("\n\n")
    few.write_text(text[:cut] + "\n", encoding="utf-8")

    assert compared(few, made) != ""
    assert compared(few, kept, "--use-untranslated") != ""


def test_apps_agree_on_the_words_they_share():
    said = {}
    for app in APPS:
        command = ["msgcat", "--no-wrap", str(ROOT / app / PO)]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for entry in text.split("\n\n")[1:]:
            source, _, translation = entry[entry.index("msgid ") :].partition("\nmsgstr")
            context = entry[: entry.index("msgid ")].partition("msgctxt ")[2]
            assert said.setdefault((context, source), translation) == translation, source
