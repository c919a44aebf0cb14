"""What each resource says of Alex, and what it leaves unsaid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.domain.fhir import names
from intake.domain.questionnaire import Option, Question
from tests.reports import sample
from tests.reports.domain.fhir.people import answered, items, resources
from tests.reports.packet import form

pytestmark = pytest.mark.once

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def with_phq9(**given):
    return answered(phq9={**sample.ANSWERS["phq9"], **given})


def scored(**result):
    (known,) = sample.interpretation()["scores"]
    return sample.summary(interpretation=sample.interpretation(scores=[{**known, **result}]))


def totals(summary):
    return [one for one in resources(summary, "Observation") if "valueQuantity" in one]


def item9(summary):
    return [one for one in resources(summary, "Observation") if "valueQuantity" not in one]


def coding(code, display, system=names.OPTION):
    return {"system": system, "code": code, "display": display}


# --- answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "question", "answers"),
    [
        ("numbness_signs", "n1", [{"valueCoding": coding("often", "Often")}]),
        ("numbness_signs", "n18", [{"valueCoding": coding("joy", "Joy")},
                                   {"valueCoding": coding("sadness", "Sadness")},
                                   {"valueCoding": coding("love", "Love")}]),
        ("onset", "o1", [{"valueString": "2025-03"}]),
        ("medicines", "m3", [{"valueString": "2023"}]),  # of the third: only the year is known
        ("medicines", "m1", [{"valueString": "Citalopram"}]),
        ("medicines", "direction", [{"valueCoding": coding("down", "Down")}]),
        ("goals", "v1", [{"valueString": "To laugh at something and mean it."}]),
    ],
)  # fmt: skip
def test_an_answer_has_the_type_of_its_question(slug, question, answers):
    assert items(sample.summary(), slug)[question]["answer"] == answers


@pytest.mark.parametrize(
    ("decimals", "given", "answer"),
    [(False, "0", {"valueInteger": 0}), (True, "62.50", {"valueDecimal": 62.5})],
)
def test_a_number_is_a_number_and_a_zero_is_not_missing(decimals, given, answer):
    number = Question(id="n", text="How many?", type="number", decimals=decimals)
    summary = sample.summary(
        questionnaires=[form("counts", "Counts", number)],
        answers={"counts": {"n": given}},
        interpretation=sample.empty_interpretation() | {"scores": []},
    )

    assert items(summary, "counts")["n"]["answer"] == [answer]


def test_every_row_of_a_list_is_a_group_of_its_own():
    medicines = items(answered(), "medicines")
    assert [item["linkId"] for item in medicines["medicines"]["item"]][:2] == ["m1", "m3"]

    (response,) = (
        one
        for one in resources(sample.summary(), "QuestionnaireResponse")
        if "medicines" in one["questionnaire"]
    )
    assert [item["linkId"] for item in response["item"]] == ["m0", *["medicines"] * 3]


def test_each_dose_change_is_a_group_inside_its_row():
    changes = [{"date": "2025-01", "direction": "up"}, {"date": "not_sure", "direction": "down"}]
    row = {"m1": "Sertraline", "m7": changes}
    group = items(answered(medicines={"m0": "yes", "medicines": [row]}), "medicines")["medicines"]

    told = [item["item"] for item in group["item"] if item["linkId"] == "m7"]
    assert [[inner["linkId"] for inner in one] for one in told] == [
        ["date", "direction"],
        ["direction"],
    ]


def test_the_items_of_an_instrument_stand_under_the_sentence_they_share():
    phq9 = items(sample.summary(), "phq9")

    assert phq9["items-1"]["text"].startswith("Over the last 2 weeks")
    assert [item["linkId"] for item in phq9["items-1"]["item"]] == [
        f"phq9-{n}" for n in range(1, 10)
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [("skipped", "asked-declined"), ("prefer_not_to_say", "asked-declined"),
     ("not_sure", "asked-unknown")],
)  # fmt: skip
def test_a_question_left_without_an_answer_says_why(given, reason):
    item = items(answered(onset={"o1": given}), "onset")["o1"]

    assert "answer" not in item
    assert item["extension"] == [{"url": ABSENT, "valueCode": reason}]


def test_a_month_that_is_not_known_is_an_answer_as_the_form_offers_it():
    month = Question(id="o1", text="When?", type="month", reserved=("not_sure",))
    summary = sample.summary(
        questionnaires=[form("onset", "Onset", month)],
        answers={"onset": {"o1": "not_sure"}},
        interpretation=sample.empty_interpretation() | {"scores": []},
    )

    item = items(summary, "onset")["o1"]
    assert item["answer"] == [{"valueCoding": coding("not_sure", "Not sure", names.RESERVED)}]
    assert "extension" not in item


@pytest.mark.parametrize(
    ("given", "reasons"),
    [("prefer_not_to_say", [{"url": ABSENT, "valueCode": "asked-declined"}]), ([], None)],
)
def test_a_list_without_rows_has_no_answer(given, reasons):
    item = items(answered(medicines={"m0": "yes", "medicines": given}), "medicines")["medicines"]

    assert item.keys() & {"answer", "item"} == set()
    assert item.get("extension") == reasons


def test_what_was_not_reached_or_was_ruled_out_is_left_away():
    work = {**sample.ANSWERS["burnout_or_numbness"], "b7": "no"}
    summary = answered(burnout_or_numbness=work, goals={})

    assert "b7-since" not in items(summary, "burnout_or_numbness")
    asked = [one["questionnaire"] for one in resources(summary, "QuestionnaireResponse")]
    assert f"{names.STATED}goals|1" not in asked


@pytest.mark.parametrize(
    ("sent", "status", "authored"),
    [
        (sample.SENT, "completed", "2025-11-24T09:16:00+01:00"),
        (None, "in-progress", "2025-11-24T10:16:00+01:00"),
    ],
)
def test_a_form_that_was_not_sent_is_in_progress(sent, status, authored):
    version = sample.Version(document="1", number=1, made_at=sample.SENT + timedelta(hours=1))
    summary = sample.summary(intake=sample.Intake(submitted_at=sent), version=version)

    response = resources(summary, "QuestionnaireResponse")[0]
    assert (response["status"], response["authored"]) == (status, authored)


# --- scores ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signature", "status"), [(None, "preliminary"), (sample.SIGNATURE, "final")]
)
def test_an_observation_is_preliminary_until_it_is_signed(signature, status):
    found = resources(sample.summary(signature=signature), "Observation")

    assert [one["status"] for one in found] == [status, status]


@pytest.mark.parametrize(
    ("result", "values"),
    [
        ({"value": 0, "band": "minimal"}, [0]),
        ({"value": None, "band": None, "status": "incomplete", "answered": 6, "change": None}, []),
        ({"value": 16, "band": "moderately_severe", "status": "prorated", "answered": 8}, []),
    ],
)
def test_a_score_that_was_not_had_is_no_observation_and_a_zero_is_one(result, values):
    assert [one["valueQuantity"]["value"] for one in totals(scored(**result))] == values


def test_a_band_is_the_interpretation_in_words():
    assert totals(sample.summary())[0]["interpretation"] == [
        {"text": "Moderately severe, 15 to 19"}
    ]
    assert "interpretation" not in totals(scored(value=99, band=None))[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("not_at_all", {"valueCodeableConcept": {"coding": [coding("not_at_all", "Not at all")],
                                                 "text": "Not at all"}}),
        ("skipped", {"dataAbsentReason": {"coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
             "code": "asked-declined"}]}}),
    ],
)  # fmt: skip
def test_item_9_of_the_phq9_is_an_observation_of_its_own_also_when_skipped(given, said):
    (found,) = item9(with_phq9(**{"phq9-9": given}))

    assert {
        key: found[key] for key in ("valueCodeableConcept", "dataAbsentReason") if key in found
    } == said


def test_item_9_that_was_not_reached_is_no_observation():
    assert item9(with_phq9(**{"phq9-9": None})) == []


def test_codes_of_loinc_stand_where_the_questionnaire_has_them():
    (phq9,) = (one for one in sample.PACKET if one.slug == "phq9")
    answer = Option(code="several_days", label="Several days", score=1, loinc="LA6569-3")
    ninth = replace(phq9.by_id["phq9-9"], options=(answer,), loinc="44260-8")
    coded = replace(phq9, questions=(ninth,), scales=(replace(phq9.scales[0], loinc="44261-6"),))
    summary = sample.summary(
        questionnaires=[coded],
        answers={"phq9": {"phq9-9": "several_days"}},
        interpretation=sample.interpretation(timeline=[], differential=[]),
    )

    total, item = resources(summary, "Observation")
    assert total["code"]["coding"][0] == {"system": names.LOINC, "code": "44261-6"}
    assert item["code"]["coding"] == [{"system": names.LOINC, "code": "44260-8"}]
    assert item["valueCodeableConcept"]["coding"] == [
        coding("LA6569-3", "Several days", names.LOINC)
    ]


# --- medicines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "status", "period"),
    [
        ({"m3": "2024-11", "m4": "yes"}, "active", {"start": "2024-11"}),
        ({"m3": "2023", "m4": "no", "m5": "2023-04"}, "completed",
         {"start": "2023", "end": "2023-04"}),
        ({"m3": "not_sure", "m4": "no", "m5": "2025"}, "completed", {"end": "2025"}),
        ({"m4": "skipped"}, "unknown", None),
        ({"m3": "2024-11", "m4": "yes", "m5": "2025-01"}, "active", {"start": "2024-11"}),
        ({"m3": "2024-11", "m4": "no", "m5": "2023"}, "completed", None),  # ended before it began
    ],
)  # fmt: skip
def test_a_medicine_is_stated_as_reported_with_dates_as_exact_as_they_were(row, status, period):
    summary = answered(medicines={"m0": "yes", "medicines": [{"m1": "Sertraline", **row}]})

    (statement,) = resources(summary, "MedicationStatement")
    assert statement["medicationCodeableConcept"] == {"text": "Sertraline"}
    assert statement["status"] == status
    assert statement.get("effectivePeriod") == period


def test_the_dose_is_quoted_where_it_was_asked():
    (medicines,) = (one for one in sample.PACKET if one.slug == "medicines")
    (dose,) = (replace(q, id="m2") for q in medicines.by_id["medicines"].questions if q.id == "m1")
    listed = medicines.by_id["medicines"]
    asked = replace(listed, questions=(*listed.questions, dose))
    rows = [{"m1": "Sertraline", "m2": "50 mg at night"}]
    summary = sample.summary(
        questionnaires=[replace(medicines, questions=(medicines.by_id["m0"], asked))],
        answers={"medicines": {"m0": "yes", "medicines": rows}},
        interpretation=sample.empty_interpretation() | {"scores": []},
    )

    (statement,) = resources(summary, "MedicationStatement")
    assert statement["dosage"] == [{"text": "50 mg at night"}]


# --- document, parties, flag -----------------------------------------------------------------


def test_a_flag_stands_as_long_as_an_alert_is_open_and_does_not_tell_what_raised_it():
    (flag,) = resources(sample.summary(), "Flag")

    assert (flag["status"], flag["period"]) == ("active", {"start": "2025-11-24T09:08:00+01:00"})
    assert flag["code"] == {
        "coding": [
            {"system": "urn:feltsense:flag", "code": "safety-review", "display": "Safety review"}
        ]
    }
    assert "ITEM9" not in str(flag) and "phq9" not in str(flag)


def test_a_flag_ends_when_the_last_alert_is_closed():
    first = replace(sample.ALERT, closed_at=sample.SENT, closed_by="R. Duty", reason="plan agreed")
    later = replace(first, closed_at=sample.SENT + timedelta(hours=5))

    (open_,) = resources(sample.summary(alerts=(first, sample.ALERT)), "Flag")
    (closed,) = resources(sample.summary(alerts=(later, first)), "Flag")
    assert (open_["status"], "end" in open_["period"]) == ("active", False)
    assert (closed["status"], closed["period"]["end"]) == ("inactive", "2025-11-24T14:16:00+01:00")
    assert "plan agreed" not in str(closed)


def test_without_an_alert_there_is_no_flag():
    assert resources(sample.summary(alerts=()), "Flag") == []


def test_the_patient_is_known_by_record_number_name_and_birth_date():
    (patient,) = resources(sample.summary(), "Patient")

    assert patient["identifier"][0]["value"] == "SYN-00417"
    assert (patient["name"], patient["birthDate"]) == ([{"text": "Sample, Alex"}], "1989-03-14")


def test_before_signing_the_program_is_the_author_and_after_it_the_clinician():
    draft, signed = sample.summary(), sample.summary(signature=sample.SIGNATURE)

    assert resources(draft, "Practitioner") == []
    (device,), (signer,) = resources(draft, "Device"), resources(signed, "Practitioner")
    (before,), (after,) = (resources(one, "DocumentReference") for one in (draft, signed))
    assert (before["docStatus"], after["docStatus"]) == ("preliminary", "final")
    assert before["author"] == [{"reference": f"urn:uuid:{device['id']}"}]
    assert (
        after["author"] == [after["authenticator"]] == [{"reference": f"urn:uuid:{signer['id']}"}]
    )
    assert ("security" in before.get("meta", {}), "meta" in after) == (True, False)


def test_the_document_holds_neither_its_bytes_nor_their_hash():
    (document,) = resources(sample.summary(), "DocumentReference")

    (content,) = document["content"]
    assert content["attachment"].keys() == {"contentType", "language", "title", "creation"}


@pytest.mark.parametrize(
    ("signature", "roles"),
    [(None, ["author", "assembler"]), (sample.SIGNATURE, ["author", "assembler", "verifier"])],
)
def test_where_it_comes_from_names_who_told_made_and_signed_it(signature, roles):
    (origin,) = resources(sample.summary(signature=signature), "Provenance")

    assert [agent["type"]["coding"][0]["code"] for agent in origin["agent"]] == roles
