"""FHIR R4: what we read."""

import time

import pytest

from intake.domain.fhir.importing import imported
from tests.intake.fhir_forms import EXCLUSIVE, MAX, MIN, TWO, form, item, opt_out, option, reads

pytestmark = pytest.mark.once


def test_every_kind_of_question_is_read():
    questions, found = reads(
        item("1", "group", item=[item("1.1", answerOption=TWO)]),
        item("2", "open-choice", answerOption=TWO),
        item("3", "integer", extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 9},
        ]),
        item("4", "decimal"),
        item("5", "boolean"),
        item("6", "date"),
        item("7", "display", text="Nearly done."),
        item("8", "text"),
        item("9", "string"),
        item("10", answerOption=TWO, repeats=True),
    )  # fmt: skip

    by_id = {q["id"]: q for q in questions}
    assert by_id["two-1-1"]["lead"] == "What of 1?"
    assert by_id["two-2-other"]["enable_when"] == [{"question": "two-2", "is_any_of": ["other"]}]
    assert (by_id["two-3"]["least"], by_id["two-3"]["greatest"]) == (0, 9)
    assert by_id["two-4"]["decimals"] and by_id["two-5"]["options"] == "two_5"
    assert by_id["two-6"]["type"] == "date" and by_id["two-8"]["hint"] == "Nearly done."
    assert by_id["two-9"]["max_length"] == 200 and by_id["two-10"]["type"] == "choices"
    assert found.left_out == ()


@pytest.mark.parametrize(
    "value_set",
    [
        {"expansion": {"contains": [{"code": "a", "display": "Yes"}]}},
        {"compose": {"include": [{"system": "urn:x", "concept": [{"code": "a"}]}]}},
    ],
)
def test_options_of_a_contained_value_set_are_read(value_set):
    held = {"resourceType": "ValueSet", "id": "vs"} | value_set
    questions, found = reads(item("1", answerValueSet="#vs"), contained=[held])

    assert len(found.definition["options"][questions[0]["options"]]) == 1


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ({"operator": "=", "answerCoding": {"code": "b"}}, {"is_any_of": ["several_days"]}),
        ({"operator": "!=", "answerCoding": {"code": "b"}}, {"is_none_of": ["several_days"]}),
        ({"operator": "exists", "answerBoolean": True},
         {"is_any_of": ["not_at_all", "several_days"]}),
    ],
)  # fmt: skip
def test_a_condition_names_our_question_and_our_codes(when, condition):
    asked = item("2", "text", enableWhen=[{"question": "1"} | when])

    questions, _ = reads(item("1", answerOption=TWO), asked)

    assert questions[1]["enable_when"] == [{"question": "two-1"} | condition]


def test_plain_options_take_their_own_words_and_equal_codes_are_told_apart():
    options = [{"valueString": "Never"}, {"valueString": "never!"}, {"valueInteger": 3}]
    questions, found = reads(item("a/b", answerOption=options), item("a b", answerOption=TWO))

    assert [q["id"] for q in questions] == ["two-a-b", "two-a-b_2"]
    assert [o["code"] for o in found.definition["options"]["two_a_b"]] == ["never", "never_2", "3"]


def test_the_slug_stands_before_every_id_also_one_that_begins_with_it():
    questions, _ = reads(item("two9-9", "text"), item("two-1", "text"))

    assert [q["id"] for q in questions] == ["two-two9-9", "two-two-1"]


def test_no_question_takes_the_id_of_another_questionnaire():
    asked = [item("when", "open-choice", answerOption=TWO)]

    found = imported(form(*asked), slug="o4", taken={"o4-when", "o4-when_2-other"})

    ids = [q["id"] for q in found.definition["questions"]]
    assert ids == ["o4-when_2", "o4-when_2-other_2"]


def test_an_option_of_theirs_is_none_of_our_opt_outs():
    _, found = reads(item("1", answerOption=[option("a", "Not sure"), option("b", "Skipped")]))

    codes = [o["code"] for o in found.definition["options"]["two_1"]]
    assert codes == ["not_sure_2", "skipped_2"]


def test_twenty_thousand_options_of_the_same_name_are_read_in_no_time():
    begun = time.process_time()
    _, found = reads(item("1", answerOption=[option(str(n), "Same") for n in range(20_000)]))

    assert len(found.definition["options"]["two_1"]) == 20_000
    assert time.process_time() - begun < 5  # it was minutes


def test_an_open_choice_that_lists_other_keeps_its_own():
    questions, found = reads(
        item("1", "open-choice", answerOption=[*TWO, option("z", "Other")])
    )  # fmt: skip

    codes = [o["code"] for o in found.definition["options"]["two_1"]]
    assert codes == ["not_at_all", "several_days", "other"]
    assert [q["id"] for q in questions] == ["two-1", "two-1-other"]


def test_a_value_is_found_beside_other_extensions_of_an_option():
    one = option("a", "A", 2)
    one["extension"].insert(0, {"url": "urn:x", "valueBoolean": True})

    _, found = reads(item("1", answerOption=[one]))

    assert found.definition["options"]["two_1"] == [{"code": "a", "label": "A", "score": 2}]


def test_a_limit_that_fits_nothing_is_no_limit():
    questions, _ = reads(
        item("1", "string", maxLength=-3),
        item("2", "integer", extension=[{"url": MIN, "valueInteger": 9},
                                        {"url": MAX, "valueInteger": 1}]),
    )  # fmt: skip

    assert questions[0]["max_length"] == 200
    assert questions[1].keys() == {"id", "text", "type"}


def test_the_questions_of_a_repeating_group_are_asked_once_under_its_text():
    questions, _ = reads(item("g", "group", repeats=True, item=[item("1", "text")]))

    assert [(q["type"], q["lead"]) for q in questions] == [("text", "What of g?")]


def test_opt_outs_and_choices_that_stand_alone_keep_what_they_are():
    alone = option("b", "None")
    alone["extension"] = [{"url": EXCLUSIVE, "valueBoolean": True}]
    options = [option("a", "A"), alone, opt_out("not_sure"), opt_out("not_sure")]

    (question, follows), found = reads(
        item("1", answerOption=options, repeats=True),
        item("2", "text", enableWhen=[
            {"question": "1", "operator": "=", "answerCoding": {"code": "not_sure"}}]),
    )  # fmt: skip

    assert (question["exclusive"], question["reserved"]) == (["none"], ["not_sure"])
    assert [o["code"] for o in found.definition["options"]["two_1"]] == ["a", "none"]
    assert follows["enable_when"] == [{"question": "two-1", "is_any_of": ["not_sure"]}]


@pytest.mark.parametrize("kind", ["date", "string", "open-choice"])
def test_a_question_for_a_month_is_known_by_its_format(kind):
    months = [{"url": "http://hl7.org/fhir/StructureDefinition/entryFormat",
               "valueString": "YYYY-MM"}]  # fmt: skip

    (question,), found = reads(item("1", kind, extension=months))

    assert question["type"] == "month" and found.left_out == ()


def test_displays_become_the_preamble_or_the_hint_of_what_follows():
    inside = [item("1.1", "display", text="As on the box."), item("1.2", "text")]
    questions, found = reads(
        item("a", "display", text="Read this."),
        item("b", "display", text="Then begin."),
        item("g", "group", item=[item("1", "text", item=inside)]),
        item("c", "display", text="Nearly done."),
        item("h", "group", item=[item("2", "text")]),
    )

    assert found.definition["preamble"] == "Read this. Then begin."
    assert [q.get("hint") for q in questions] == ["As on the box.", None, "Nearly done."]


def test_what_is_named_otherwise_here_is_told():
    _, found = reads(item("1", answerOption=TWO), title="A title that is longer than a table")

    assert found.changed == (
        "1: codes: a is not_at_all, b is several_days",
        "title: where there is little room it is A title that is long",
    )
