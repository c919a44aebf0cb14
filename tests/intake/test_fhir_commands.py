"""The commands that read and print FHIR R4 Questionnaires."""

import json
import os
import tomllib
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import call_command

from intake import catalog, definitions
from tests.intake.fhir_forms import (
    TWO,
    form,
    item,
    option,
)

pytestmark = pytest.mark.once


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "two.json"
    path.write_text(json.dumps(form(item("1", answerOption=TWO), item("2", answerOption=TWO))))
    return path


def test_an_imported_form_is_offered_once_its_golden_cases_pass(file, tmp_path, capsys, settings):
    (tmp_path / "own").mkdir()

    call_command("import_questionnaire", str(file), str(tmp_path / "own"), "two", "--sum")

    pack = definitions.read_pack(tmp_path / "own" / "two")
    (scale,) = pack.questionnaires["two", "1"].scales
    assert (scale.least, scale.most, len(scale.items)) == (0, 2, 2)
    settings.FELTSENSE = settings.FELTSENSE | {
        "intake": settings.FELTSENSE["intake"] | {"questionnaires": str(tmp_path / "own")}
    }
    assert "two" in catalog.choices() and not catalog.found().refused


def test_a_form_whose_slug_and_link_make_the_id_of_ours_gets_another(file, tmp_path, settings):
    file.write_text(json.dumps(form(item("when", "text"), item("9", "text"))))

    call_command("import_questionnaire", str(file), str(tmp_path), "o4")

    (made,) = definitions.read_pack(tmp_path / "o4").questionnaires.values()
    assert [q.id for q in made.questions] == ["o4-when_2", "o4-9"]


def test_a_form_without_a_licence_is_written_and_says_what_is_missing(file, tmp_path, capsys):
    data = json.loads(file.read_text()) | {"copyright": ""}
    file.write_text(json.dumps(data))

    call_command("import_questionnaire", str(file), str(tmp_path), "two")

    assert "no licence is stated: write" in capsys.readouterr().err
    with pytest.raises(definitions.CatalogError, match="has no licence text"):
        definitions.read_pack(tmp_path / "two")


@pytest.mark.parametrize(
    ("name", "said"),
    [("Two", "small letters"), ("two", "two: is there already"), ("phq9", "name of another")],
)
def test_a_bad_name_or_a_folder_that_is_there_writes_nothing(file, tmp_path, capsys, name, said):
    (tmp_path / "two").mkdir()

    with pytest.raises(SystemExit) as left:
        call_command("import_questionnaire", str(file), str(tmp_path), name)

    assert left.value.code == 2 and said in capsys.readouterr().err
    assert not list((tmp_path / "two").iterdir())


def test_a_sum_needs_values(file, tmp_path, capsys):
    plain = item("1", answerOption=[option("a", "A")])
    file.write_text(json.dumps(form(plain, item("2", "text"))))

    with pytest.raises(SystemExit):
        call_command("import_questionnaire", str(file), str(tmp_path), "two", "--sum")

    assert "no question has a value on each" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"resourceType": "Patient"}', "resourceType"),
        (" " * 5_000_001, "is larger than 5 MB"),
        (json.dumps(form(item("1", "text", text="\ud800"))), "a text holds half a character"),
    ],
    ids=["no JSON", "nesting", "no form", "size", "surrogate"],
)
def test_a_file_that_is_no_form_is_refused(tmp_path, capsys, content, said):
    (tmp_path / "x.json").write_text(content)

    with pytest.raises(SystemExit) as left:
        call_command("import_questionnaire", str(tmp_path / "x.json"), str(tmp_path), "two")

    assert left.value.code == 2 and f"x.json: {said}" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "said"), [("pipe", "no regular file"), ("none", "No such file")])
def test_what_is_no_file_is_refused_without_being_opened(tmp_path, capsys, name, said):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(SystemExit):
        call_command("import_questionnaire", str(tmp_path / name), str(tmp_path), "two")

    assert said in capsys.readouterr().err


def test_a_link_id_reaches_the_terminal_without_control_characters(tmp_path, capsys):
    file = tmp_path / "x.json"
    file.write_text(json.dumps(form(item("\x1b[2J\u202eé", "text", required=True))))

    call_command("import_questionnaire", str(file), str(tmp_path), "two")

    assert "not carried over: \\x1b[2J\\u202eé: required" in capsys.readouterr().err


def test_half_a_folder_is_never_left_behind(file, tmp_path, capsys, monkeypatch):
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(Path, "rename", Mock(side_effect=OSError(28, "No space left on device")))

    with pytest.raises(SystemExit):
        call_command("import_questionnaire", str(file), str(tmp_path / "own"), "two")

    assert "two: No space left" in capsys.readouterr().err
    assert list((tmp_path / "own").iterdir()) == []


def test_what_no_form_can_hold_and_what_is_named_otherwise_is_told(file, tmp_path, capsys):
    call_command("import_questionnaire", str(file), str(tmp_path), "two")

    told = capsys.readouterr().err
    assert "not carried over: scales, bands" in told and "not carried over: safety marks" in told
    assert "changed: every linkId: has two- before it" in told
    assert "changed: 1: codes: a is not_at_all" in told


def test_a_released_questionnaire_is_printed_as_fhir_and_as_its_own_file(capsys):
    call_command("export_questionnaire", "phq9", "--language", "es")
    fhir = json.loads(capsys.readouterr().out)
    call_command("export_questionnaire", "phq9", "--format", "toml")
    own = tomllib.loads(capsys.readouterr().out)

    assert fhir["resourceType"] == "Questionnaire" and fhir["language"] == "es"
    assert own["slug"] == "phq9"


def test_opt_outs_are_printed_in_the_language_of_the_questionnaire(capsys):
    call_command("export_questionnaire", "onset", "--language", "es")
    said = capsys.readouterr().out

    assert "No lo recuerdo" in said and "Prefiero no decirlo" in said


def test_a_questionnaire_that_is_not_released_is_refused(capsys):
    with pytest.raises(SystemExit):
        call_command("export_questionnaire", "nothing")

    assert "no such released questionnaire" in capsys.readouterr().err
