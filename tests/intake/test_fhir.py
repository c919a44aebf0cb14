"""FHIR R4: what we write, and that it comes back."""

import json
from dataclasses import replace

import pytest

from intake import catalog, definitions
from intake.domain.definition import parse
from intake.domain.fhir.exporting import exported
from intake.domain.fhir.importing import imported
from tests.intake.fhir_forms import (
    TWO,
    form,
    item,
    reads,
)

pytestmark = pytest.mark.once
PACKS = [definitions.read_folder(catalog.PACKS / name) for name in ("audit_c", "cbi")]
RELEASED = [
    *catalog.on_offer().values(),
    *(one for pack in PACKS for one in pack.questionnaires.values()),
]


@pytest.mark.parametrize("questionnaire", RELEASED, ids=lambda q: q.slug)
def test_what_we_export_comes_back_with_its_questions_options_and_conditions(questionnaire):
    found = imported(exported(questionnaire), slug=questionnaire.slug)

    back = parse(found.definition, sha256="")
    asked = replace(questionnaire, questions=tuple(without_rows(questionnaire.questions)))
    for before, after in zip(asked.questions, back.questions, strict=True):
        assert before.text in after.sentence and after.type == before.type
        assert [(o.label, o.score, o.loinc) for o in after.options] == [
            (o.label, o.score, o.loinc) for o in before.options
        ]
        assert after.id == f"{questionnaire.slug}-{before.id}"
        assert asked_when(after, back) == asked_when(before, asked)


def without_rows(questions, around=()):
    """Those of a list stand once, and are asked when the list is."""
    for one in questions:
        asked = replace(one, enable_when=(*around, *one.enable_when))
        if one.questions:
            yield from without_rows(one.questions, asked.enable_when)
        else:
            yield asked


def asked_when(question, questionnaire):
    """The labels of the answers that a question hangs on, by the place of the question asked."""
    places = {q.id: (n, q) for n, q in enumerate(questionnaire.questions)}
    known = [(*places[c.question], c) for c in question.enable_when if c.question in places]
    return {
        (place, option.label)
        for place, asked, condition in known
        for option in asked.options
        if option.code in (condition.is_any_of or codes(asked) - condition.is_none_of)
    }


def codes(question):
    return {option.code for option in question.options}


@pytest.mark.parametrize("questionnaire", RELEASED, ids=lambda q: q.slug)
def test_nothing_that_we_export_is_required_empty_or_fetched(questionnaire):
    text = json.dumps(exported(questionnaire))

    assert '"required"' not in text and "answerValueSet" not in text
    for empty in ('""', "[]", "{}", "null"):
        assert empty not in text


def test_numbers_and_dates_come_back_with_their_limits():
    questions, _ = reads(
        item("1", "integer", extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueDecimal": 0.5},
        ]),
        item("2", "decimal", extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 9}]),
        item("3", "date"),
        item("4", answerOption=TWO, repeats=True, extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs",
             "valueInteger": 1}]),
    )  # fmt: skip
    made = parse(
        {**imported(form(item("0", "text")), slug="two").definition, "questions": questions,
         "options": {"two_4": [{"code": "a", "label": "A"}]}}, sha256="")  # fmt: skip

    again = imported(exported(made), slug="two").definition["questions"]

    assert [(q["type"], q.get("least"), q.get("greatest"), q.get("most")) for q in again] == [
        ("number", 0, None, None), ("number", None, 9, None), ("date", None, None, None),
        ("choices", None, None, 1),
    ]  # fmt: skip
