"""What holds for every bundle, whoever it is about."""

import json
from collections import Counter
from dataclasses import replace

import fhirkit
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.fhir import names
from intake.domain.fhir.exporting import exported
from intake.forms import opt_out
from reports.domain import snapshot
from reports.domain.fhir import bundle
from tests.reports import sample
from tests.reports.domain.fhir.people import PEOPLE, every, resources, summary_of
from tests.reports.domain.test_snapshot import FROZEN
from tests.reports.domain.test_summary import BANNED

pytestmark = pytest.mark.once


@pytest.fixture
def packs(settings):
    section = settings.FELTSENSE["intake"] | {"packs": ["audit_c", "cbi"]}
    settings.FELTSENSE = settings.FELTSENSE | {"intake": section}


@pytest.fixture(params=PEOPLE)
def case(request, packs):
    return summary_of(request.param)


def canonical(data):
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def walk(value):
    """Every key with its value, however deep."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield key, inner
        if isinstance(inner, dict | list):
            yield from walk(inner)


def test_another_program_reads_it_as_r4(case):
    assert fhirkit.validate(json.loads(canonical(bundle(case[0])))) == []


def test_every_reference_leads_to_a_resource_of_the_bundle(case):
    made = bundle(case[0])

    addresses = [entry["fullUrl"] for entry in made["entry"]]
    assert [f"urn:uuid:{entry['resource']['id']}" for entry in made["entry"]] == addresses
    assert len(set(addresses)) == len(addresses)
    assert {value for key, value in walk(made) if key == "reference"} <= set(addresses)


def test_nothing_is_empty(case):
    assert [key for key, value in walk(bundle(case[0])) if value in (None, "", [], {})] == []


def test_every_answer_of_the_appendix_stands_in_a_response(case):
    summary, _ = case

    found = Counter()
    for response in resources(summary, "QuestionnaireResponse"):
        given = (item for item in every(response["item"]) if item.keys() & {"answer", "item"})
        found.update(item["linkId"] for item in given)
    said = [a for part in summary.appendix for a in part.answers if a.state == "answered"]
    assert Counter(answer.id for answer in said) - found == Counter()


def test_a_response_fits_the_questionnaire_that_we_export(case):
    summary, forms = case

    asked = {
        f"{names.STATED}{form.slug}|{form.version}": exported(form, opt_out=opt_out)
        for form in forms
    }
    for response in resources(summary, "QuestionnaireResponse"):
        check_items(response["item"], asked[response["questionnaire"]]["item"])


def check_items(given, asked):
    known = {one["linkId"]: one for one in asked}
    for item in given:
        question = known[item["linkId"]]
        assert item.get("text", question["text"]) == question["text"]
        check_items(item.get("item", []), question.get("item", []))
        for answer in item.get("answer", []):
            check_answer(answer, question)


def check_answer(answer, question):
    (kind,) = answer
    if kind == "valueCoding":
        offered = [option["valueCoding"] for option in question["answerOption"]]
        chosen = answer["valueCoding"]
        assert (chosen["system"], chosen["code"]) in {(o["system"], o["code"]) for o in offered}
    else:
        fitting = {"date": "valueDate", "text": "valueString", "integer": "valueInteger"}
        months = {"open-choice": "valueString", "string": "valueString"}
        assert kind == (fitting | months)[question["type"]]


def test_a_code_is_loincs_only_where_the_questionnaires_file_says_so(case):
    summary, forms = case

    every_question = [q for form in forms for one in form.questions for q in (one, *one.questions)]
    stated = {q.loinc for q in every_question}
    stated |= {option.loinc for q in every_question for option in q.options}
    stated |= {scale.loinc for form in forms for scale in form.scales}
    of_the_file = {"74465-6"}  # what kind of document the PDF is
    codings = (value for _, value in walk(bundle(summary)) if isinstance(value, dict))
    used = {one["code"] for one in codings if one.get("system") == names.LOINC}
    assert used <= (stated - {None}) | of_the_file


def test_every_complete_score_is_there_as_it_is_printed_and_no_other(case):
    summary, _ = case

    totals = [o for o in resources(summary, "Observation") if "valueQuantity" in o]
    printed = [s for s in summary.scores if s.status == "complete" and s.value is not None]
    assert [o["valueQuantity"]["value"] for o in totals] == [s.value for s in printed]
    bands = [o["interpretation"][0]["text"] for o in totals if "interpretation" in o]
    assert bands == [
        s.band_words for s in printed if s.band_words not in {"", "No published bands"}
    ]


def test_the_same_summary_gives_the_same_bytes_also_thawed_and_in_another_language(case):
    summary, _ = case
    thawed = snapshot.from_json(snapshot.canonical(summary))

    with translation.override("es"):
        assert canonical(bundle(thawed)) == canonical(bundle(summary))
    assert canonical(bundle(thawed)) == canonical(bundle(summary))


def test_another_document_has_other_ids():
    other = sample.Version(document="77", number=1, made_at=sample.SENT)

    ids = {value for key, value in walk(bundle(sample.summary())) if key == "id"}
    assert ids.isdisjoint(v for k, v in walk(bundle(sample.summary(version=other))) if k == "id")


@pytest.mark.parametrize("name", PEOPLE)
def test_no_banned_word_is_said(packs, name):
    said = canonical(bundle(summary_of(name)[0])).lower()

    assert [word for word in BANNED if word in said] == []


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_a_summary_frozen_before_there_were_codes_gives_its_words(path):
    summary = snapshot.from_json(path.read_bytes())

    assert fhirkit.validate(json.loads(canonical(bundle(summary)))) == []
    said = [a.said for part in summary.appendix for a in part.answers if a.state == "answered"]
    assert [value for key, value in walk(bundle(summary)) if key == "valueString"] == said


@settings(max_examples=40, deadline=None)
@given(name=st.text(), words=st.text(), number=st.text(max_size=40), medicine=st.text())
def test_whatever_people_write_goes_in_as_it_was_written(name, words, number, medicine):
    answers = {
        **sample.ANSWERS,
        "goals": {"v1": words},
        "medicines": {"m0": "yes", "medicines": [{"m1": f"x{medicine}", "m4": "yes"}]},
    }
    patient = replace(sample.ALEX, family_name=name, record_number=number)
    made = bundle(sample.summary(answers=answers, patient=patient))

    assert fhirkit.validate(json.loads(canonical(made))) == []
    written = [value for key, value in walk(json.loads(canonical(made))) if key == "valueString"]
    assert f"x{medicine}" in written
    assert words in written or not words.strip()
