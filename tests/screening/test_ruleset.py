import shutil
import subprocess
from pathlib import Path

import pytest

from intake import catalog, medicine_names
from screening import ruleset
from screening.domain.signals import ALERTING, RULES
from tests.rules_page import page

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_in_step_with_the_rules():
    """To bring it up to date: python -m tests.rules_page > docs/rules.md"""
    assert DOCS.read_text(encoding="utf-8") == page(ruleset.current())


def test_the_hash_is_one_that_anyone_can_compute():
    command = "LC_ALL=C; sha256sum * | sha256sum"
    printed = subprocess.run(
        ["sh", "-c", command], cwd=ruleset.RULES, capture_output=True, text=True, check=True
    )

    assert printed.stdout.split()[0] == ruleset.current().sha256


def test_every_medicine_has_a_grade_and_every_grade_a_medicine():
    ingredients = {medicine.ingredient for medicine in medicine_names.medicines()}

    assert ruleset.current().grades.keys() == ingredients


def test_grades_are_of_the_four_known_and_give_a_source():
    grades = ruleset.current().grades.values()

    assert {grade.level for grade in grades} == {
        "well_documented",
        "reported",
        "unclear",
        "none_known",
    }
    assert all(grade.source for grade in grades)


def test_every_signal_is_put_in_words():
    codes = [signal.code for signal in ruleset.current().signals]

    assert set(codes) == {*ALERTING, "S-HOPE"}
    assert len(codes) == len(RULES) + 1  # and S-ERROR, which no rule makes


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('hypothesis = "medicine"', 'hypothesis = "mood"', "M+1.hypothesis: must be one of"),
        ('side = "fits"', 'side = "maybe"', "M+1.side: must be one of"),
        ('id = "M+2"', 'id = "M+1"', "M+1: stands there twice"),
        ("version = 1\n", 'version = "1"\n', "M+1.version: must be int"),
        (
            "caution = ",
            "warning = ",
            "M+1: these keys are missing, or are not known: caution, warn",
        ),
        ('predicate = "answer_is"', 'predicate = "answer_was"', "predicate: must be one of"),
        ("least = 1, ", "", "M+2.when[0].onset_after_start_or_rise: missing a required"),
        ("least = 1, ", "least = 1, lest = 1, ", "got an unexpected keyword argument 'lest'"),
    ],
)
def test_a_rule_that_could_not_be_applied_is_refused(tmp_path, before, after, says):
    folder = tmp_path / "rules"
    shutil.copytree(ruleset.RULES, folder)
    file = folder / ruleset.DIFFERENTIAL
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(ruleset.RulesetError) as refused:
        ruleset.read_folder(folder)

    assert says in str(refused.value)


def test_every_name_of_a_missing_rule_in_the_questionnaires_is_known():
    from screening.domain.scoring import MISSING

    scales = [scale for one in catalog.released().values() for scale in one.scales]
    assert {s.missing for s in scales if s.combine != "rule"} <= MISSING.keys()
