"""FHIR R4: what we write, what we read, and what we say we could not carry over."""

import json
import time
import tomllib

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import catalog, definitions
from intake.domain.definition import parse
from intake.domain.fhir.exporting import exported
from intake.domain.fhir.importing import NotAQuestionnaire, imported

pytestmark = pytest.mark.once

PACKS = [definitions.read_folder(catalog.PACKS / name) for name in ("audit_c", "cbi")]
RELEASED = [
    *catalog.on_offer().values(),
    *(one for pack in PACKS for one in pack.questionnaires.values()),
]
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def option(code, display, value=None):
    extension = [{"url": ORDINAL, "valueDecimal": value}] if value is not None else []
    coding = {"system": "urn:x", "code": code, "display": display}
    return {"valueCoding": coding} | ({"extension": extension} if extension else {})


def item(link, kind="choice", **more):
    return {"linkId": link, "type": kind, "text": f"What of {link}?"} | more


TWO = [option("a", "Not at all", 0), option("b", "Several days (2 to 6)", 1)]
ON_A, ON_B = (
    [{"question": "1", "operator": "=", "answerCoding": {"code": code}}] for code in ("a", "b")
)


def form(*items, **more):
    return {"resourceType": "Questionnaire", "status": "active", "title": "Two items",
            "copyright": "Free to use.", "item": list(items)} | more  # fmt: skip


def reads(*items, **more):
    found = imported(form(*items, **more), slug="two")
    return found.definition["questions"], found


@pytest.mark.parametrize("questionnaire", RELEASED, ids=lambda q: q.slug)
def test_what_we_export_comes_back_with_its_questions_options_and_conditions(questionnaire):
    found = imported(exported(questionnaire), slug=questionnaire.slug)

    back = parse(found.definition, sha256="")
    for before, after in zip(questionnaire.questions, back.questions, strict=True):
        assert before.text in after.sentence and after.type == before.type
        assert [(o.label, o.score, o.loinc) for o in after.options] == [
            (o.label, o.score, o.loinc) for o in before.options
        ]
        assert after.id == f"{questionnaire.slug}-{before.id}"
        assert len(after.questions) == len(before.questions)
        assert asked_when(after, back) == asked_when(before, questionnaire)


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
        ([item("1", "date", repeats=True)], "1: repeats"),
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
        (form(item("1", "text", maxLength="long")), "max_length: must be a whole number"),
    ],
)
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


# --- the commands ----------------------------------------------------------------------------


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
    [("Two", "small letters"), ("two", "File exists"), ("phq9", "name of another")],
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


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"resourceType": "Patient"}'])
def test_a_file_that_is_no_form_is_refused(tmp_path, capsys, content):
    (tmp_path / "x.json").write_text(content)

    with pytest.raises(SystemExit) as left:
        call_command("import_questionnaire", str(tmp_path / "x.json"), str(tmp_path), "two")

    assert left.value.code == 2 and "x.json: " in capsys.readouterr().err


def test_a_released_questionnaire_is_printed_as_fhir_and_as_its_own_file(capsys):
    call_command("export_questionnaire", "phq9", "--language", "es")
    fhir = json.loads(capsys.readouterr().out)
    call_command("export_questionnaire", "phq9", "--format", "toml")
    own = tomllib.loads(capsys.readouterr().out)

    assert fhir["resourceType"] == "Questionnaire" and fhir["language"] == "es"
    assert own["slug"] == "phq9"


def test_a_questionnaire_that_is_not_released_is_refused(capsys):
    with pytest.raises(SystemExit):
        call_command("export_questionnaire", "nothing")

    assert "no such released questionnaire" in capsys.readouterr().err
