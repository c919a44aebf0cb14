"""FHIR R4: what we write, and that it comes back."""

import json
from dataclasses import replace

import pytest

from intake import catalog, definitions
from intake.domain.definition import parse
from intake.domain.fhir.exporting import exported
from intake.domain.fhir.importing import imported
from intake.domain.questionnaire import Condition
from intake.forms import opt_out
from tests.intake.fhir_forms import EXCLUSIVE, ORDINAL, TWO, form, item, reads

pytestmark = pytest.mark.once
PACKS = [definitions.read_folder(catalog.PACKS / name) for name in ("audit_c", "cbi")]
RELEASED = [
    *catalog.on_offer().values(),
    *(one for pack in PACKS for one in pack.questionnaires.values()),
]


@pytest.mark.parametrize("questionnaire", RELEASED, ids=lambda q: q.slug)
def test_what_we_export_comes_back_with_its_questions_options_and_conditions(questionnaire):
    found = imported(exported(questionnaire, opt_out=opt_out), slug=questionnaire.slug)

    back = parse(found.definition, sha256="")
    asked = replace(questionnaire, questions=tuple(without_rows(questionnaire.questions)))
    for before, after in zip(asked.questions, back.questions, strict=True):
        assert before.text in after.sentence and after.type == before.type
        assert [(o.label, o.score, o.loinc) for o in after.options] == [
            (o.label, points(before, o), o.loinc) for o in before.options
        ]
        assert [o.label for o in after.also] == [o.label for o in before.also]
        assert after.hint.endswith(before.hint)  # the first of a list has that of the list too
        if before.type in {"choice", "choices", "month"}:
            assert after.reserved == before.reserved
        assert labels(after, after.exclusive) == labels(before, before.exclusive)
        assert after.id == f"{questionnaire.slug}-{before.id}"
        assert asked_when(after, back) == asked_when(before, asked)


def points(question, option):
    """What an answer counts, as the scales count it."""
    if not question.scored:
        return None
    marks = [o.score for o in question.options]
    return max(marks) + min(marks) - option.score if question.reverse else option.score


def labels(question, codes):
    return {question.option(code).label for code in codes}


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
    text = json.dumps(exported(questionnaire, opt_out=opt_out))

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

    again = imported(exported(made, opt_out=opt_out), slug="two").definition["questions"]

    assert [(q["type"], q.get("least"), q.get("greatest"), q.get("most")) for q in again] == [
        ("number", 0, None, None), ("number", None, 9, None), ("date", None, None, None),
        ("choices", None, None, 1),
    ]  # fmt: skip


def items(questionnaire):
    made = exported(questionnaire, opt_out=opt_out)["item"]
    return {one["linkId"]: one for item in made for one in (item, *item.get("item", []))}


def test_a_month_is_a_choice_of_words_or_typed_as_year_and_month():
    first_noticed = items(catalog.current("onset"))["o1"]

    assert first_noticed["type"] == "open-choice"
    assert first_noticed["extension"][0]["valueString"] == "YYYY-MM"
    assert [o["valueCoding"]["display"] for o in first_noticed["answerOption"]] == [
        "As long as I can remember", "I do not remember", "I prefer not to say",
    ]  # fmt: skip


def test_a_month_that_has_no_words_is_a_line_of_text():
    bare = replace(catalog.current("onset").questions[0], also=(), reserved=())
    form = replace(catalog.current("onset"), questions=(bare,))

    assert items(form)["o1"]["type"] == "string" and "answerOption" not in items(form)["o1"]


def test_only_what_is_scored_has_values_and_a_reversed_item_those_it_counts():
    phq9 = catalog.current("phq9")
    turned = replace(phq9.questions[0], reverse=True)
    asked = items(replace(phq9, questions=(turned, *phq9.questions[1:])))

    assert values(asked["phq9-1"]) == [3, 2, 1, 0] and values(asked["phq9-2"]) == [0, 1, 2, 3]
    assert values(asked["phq9-difficulty"]) == []


def values(item):
    extensions = (e for o in item["answerOption"] for e in o.get("extension", []))
    return [e["valueDecimal"] for e in extensions if e["url"] == ORDINAL]


def test_what_stands_alone_among_several_choices_says_so():
    options = items(catalog.current("numbness_signs"))["n18"]["answerOption"]

    alone = [o["valueCoding"]["code"] for o in options
             if {"url": EXCLUSIVE, "valueBoolean": True} in o.get("extension", [])]  # fmt: skip
    assert alone == ["none", "prefer_not_to_say"]


@pytest.mark.parametrize(("name", "control"), [("n1", "radio-button"), ("n18", "check-box")])
def test_options_are_shown_all_at_once(name, control):
    (shown,) = items(catalog.current("numbness_signs"))[name]["extension"]

    assert shown["valueCodeableConcept"]["coding"][0]["code"] == control


def test_a_condition_that_an_opt_out_meets_names_it():
    first, second = catalog.current("numbness_signs").questions[:2]
    when = Condition(question=first.id, is_none_of=frozenset({"never", "rarely", "sometimes"}))
    form = replace(catalog.current("numbness_signs"),
                   questions=(first, replace(second, enable_when=(when,))))  # fmt: skip

    asked = [w["answerCoding"]["code"] for w in items(form)[second.id]["enableWhen"]]
    assert asked == ["often", "almost_always", "prefer_not_to_say"]


@pytest.mark.parametrize(
    ("notice", "licence", "said"),
    [("By A. Free.", "Free.", "By A. Free."), ("Free.", "Free. By A.", "Free. By A."),
     ("By A.", "Free.", "By A. Free.")],
)  # fmt: skip
def test_the_copyright_says_nothing_twice(notice, licence, said):
    form = replace(catalog.current("phq9"), notice=notice, licence=licence)

    assert exported(form, opt_out=opt_out)["copyright"] == said


def test_a_preamble_before_a_group_comes_back():
    pcl5 = catalog.current("pcl5")

    found = imported(exported(pcl5, opt_out=opt_out), slug="own")

    assert found.definition["preamble"] == pcl5.preamble
