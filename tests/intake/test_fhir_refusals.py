"""FHIR R4: what we refuse to read, and what we say we could not carry over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.definition import parse
from intake.domain.fhir.importing import imported
from intake.domain.fhir.reading import NotAQuestionnaire
from tests.intake.fhir_forms import (
    MAX,
    MIN,
    MOST,
    ON_A,
    ON_B,
    TWO,
    form,
    item,
    nested,
    option,
    reads,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([item("1", "attachment")], "1: a question of type attachment"),
        ([item("1", answerValueSet="http://x.invalid/vs")], "1: a choice whose options are not in"),
        ([item("1", "text", required=True)], "1: required"),
        ([item("1", "text", initial=[{"valueString": "x"}])], "1: initial"),
        ([item("1", "text", extension=[{"url": "urn:x"}])], "1: extension urn:x"),
        ([item("1", "integer"), item("2", "text", enableWhen=[
            {"question": "1", "operator": ">", "answerInteger": 3}])], "condition > on 1"),
        ([item("1", answerOption=TWO), item("2", "text", enableBehavior="all", enableWhen=[
            {"question": "1", "operator": "=", "answerCoding": {"code": "a"}},
            {"question": "1", "operator": "!=", "answerCoding": {"code": "b"}},
        ])], "enableBehavior all"),
        ([item("1", answerOption=TWO), item("g", "group", enableWhen=ON_A, item=[
            item("2", "text", enableWhen=ON_B)])], "2: is asked when its own conditions or those"),
        ([item("1", answerOption=TWO), item("2", "text", enableWhen=ON_A, item=[
            item("3", "text", enableWhen=ON_B)])], "3: is asked when its own conditions or those"),
        ([item("1", answerOption=[option("a", "A", 0.5)])], "the value 0.5 of an option"),
        ([item("1", "date", repeats=True)], "1: repeats: is asked once"),
        ([item("1", "group", repeats=True, item=[item("2", "date")])], "1: repeats: is asked once"),
        ([item("1", "group", extension=[{"url": "urn:x"}], item=[item("2", "date")])], "1: extens"),
        ([item("1", "text", maxLength=0)], "1: maxLength 0"),
        ([item("1", "string", maxLength=-3)], "1: maxLength -3"),
        ([item("1", answerOption=TWO, repeats=True, extension=[{"url": MOST, "valueInteger": 0}])],
         "1: maxOccurs 0"),
        ([item("1", "integer", extension=[{"url": MIN, "valueInteger": 9},
                                          {"url": MAX, "valueInteger": 1}])],
         "1: minValue 9 is above maxValue 1"),
        ([item("1", "decimal", extension=[{"url": MIN, "valueDecimal": 0.5}])], "1: minValue 0.5"),
        ([item("1", "date", extension=[{"url": MIN, "valueDate": "2020-01-01"}])], "1: extension"),
        ([item("1", answerOption=[*TWO, {"valueReference": {}}])], "1: an option without words"),
        ([item("1", answerOption=TWO), item("2", "text", enableWhen=[
            {"question": "1", "operator": ">", "answerCoding": {"code": "a"}}])],
         "2: the condition > on 1 is left out: it is not known here"),
        ([item("2", "text", enableWhen=ON_A)], "there is no such linkId"),
        ([item("1", answerOption=TWO), item("2", "text", enableWhen=[
            {"question": "1", "operator": "=", "answerCoding": {"code": "z"}}])],
         "2: the condition = on 1 is left out: that question has no such option"),
        ([item("1", answerOption=TWO, enableWhen=ON_A)], "1: the condition = on 1 is left out"),
        ([item("2", answerOption=TWO, enableWhen=ON_A),
          item("1", answerOption=TWO, enableWhen=[{**ON_A[0], "question": "2"}])],
         "2: the condition = on 1 is left out: that is no earlier question"),
        ([item("2", "text"), item("1", "display", enableWhen=ON_A), item("3", "text")],
         "1: enableWhen: a display"),
        ([item("1", "display")], "display: stands behind the last question"),
    ],
)  # fmt: skip
def test_what_can_not_be_carried_over_is_named(items, said):
    found = imported(form(item("0", "text"), *items), slug="two")

    assert any(said in line for line in found.left_out), found.left_out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "resourceType"),
        ({"resourceType": "Patient"}, "resourceType"),
        (form(), "item: is missing"),
        (form(item("1", "display")), "holds no question"),
        (form(item("1", "text"), item("1", "text")), "linkId 1: stands there twice"),
        (form(item("1", "coding")), "another FHIR version"),
        (form(item("1", "text"), modifierExtension=[{"url": "x"}]), "modifierExtension"),
        (form(item("1", "text", modifierExtension=[{"url": "x"}])), "modifierExtension"),
        (form({"linkId": 1, "type": "text"}), "linkId and a type"),
        (form("text"), "list of objects"),
        (form(item("1", answerOption=7)), "another type"),
        (form(item("1", "text", maxLength="long")), "another type"),
        (form(item("1", "text", maxLength=1.5)), "max_length: must be a whole number"),
        (form(item("1", "text"), copyright=["free"]), "copyright: must be text"),
        (form(item("1", "text"), title=7), "title: must be text"),
        (form(item("1", "text", text="\ud800")), "a lone surrogate"),
        (form(item("1", "integer", extension=[{"url": MIN, "valueDecimal": float("inf")}])),
         "another type"),
        (form(*(item(str(n), "text") for n in range(301))), "holds more than 300 questions"),
        (form(nested(2000)), "nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_r4_questionnaire_is_refused_with_the_reason(data, said):
    with pytest.raises(NotAQuestionnaire, match=said):
        imported(data, slug="two")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("linkId", "type", "text", "item", "answerOption", "answerValueSet", "enableWhen", "code",
        "extension", "repeats", "maxLength", "enableBehavior", "_text")  # fmt: skip
ODD = st.fixed_dictionaries(
    {"linkId": st.text(min_size=1), "type": st.sampled_from(["choice", "group", "text", "date"])},
    optional=dict.fromkeys(KEYS[2:], JSON),
)


@given(st.lists(ODD, min_size=1, max_size=3), st.dictionaries(st.sampled_from(["contained", "code",
       "title", "language", "derivedFrom"]), JSON))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_no_file_however_odd_raises_anything_but_the_documented_error(items, more):
    try:
        found = imported(form(*items, **more), slug="odd")
    except NotAQuestionnaire:
        return
    parse(found.definition, sha256="")


def test_what_the_form_as_a_whole_rests_on_is_named():
    found = imported(
        form(item("1", "text"), derivedFrom=["urn:other"], extension=[{"url": "urn:x"}],
             code=[{"system": "http://loinc.org", "code": "44249-1"}]), slug="two")  # fmt: skip

    assert found.left_out == ("the form: derivedFrom urn:other", "the form: extension urn:x")
    assert found.definition["loinc"] == "44249-1"


def test_a_translation_inside_a_text_is_named():
    texts = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation"}]}

    _, found = reads(item("1", "text", _text=texts))

    assert found.left_out[0].endswith("StructureDefinition/translation of the text")
