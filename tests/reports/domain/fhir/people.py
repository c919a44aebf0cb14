"""Summaries of people who do not exist, and a way to find something in their bundles."""

from datetime import UTC, datetime
from pathlib import Path

from intake import answer_files
from reports.domain.fhir import bundle
from reports.management.commands import summarize
from screening.answer_files import packet
from tests.reports import sample

VIGNETTES = sorted((Path(__file__).parents[4] / "docs" / "vignettes").glob("*.json"))
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOBODY = sample.Patient(family_name="", given_name="")
EMPTY = {"answers": {}, "alerts": (), "shown": (), "intake": sample.Intake(), "patient": NOBODY}
SAMPLES = {
    "alex": {},
    "alex, signed": {"signature": sample.SIGNATURE},
    "alex, not sent": {"intake": sample.Intake()},
    "nobody": {**EMPTY, "interpretation": sample.empty_interpretation()},
}
PEOPLE = {**SAMPLES, **{path.stem: path for path in VIGNETTES}}


def summary_of(name):
    """The summary, and the questionnaires it was made from. A vignette needs the packs."""
    person = PEOPLE[name]
    if isinstance(person, dict):
        return sample.summary(**person), sample.PACKET
    file = answer_files.read(str(person))
    return summarize.summary(file, now=NOW), packet(file.responses)


def resources(summary, kind):
    found = (entry["resource"] for entry in bundle(summary)["entry"])
    return [resource for resource in found if resource["resourceType"] == kind]


def items(summary, slug):
    """The items of a response by link id, also those in groups; of rows, the last."""
    (response,) = (
        one
        for one in resources(summary, "QuestionnaireResponse")
        if f":{slug}|" in one["questionnaire"]
    )
    return {item["linkId"]: item for item in every(response["item"])}


def every(items):
    for item in items:
        yield item
        yield from every(item.get("item", []))


def answered(**responses):
    """Alex with other answers to some questionnaires."""
    return sample.summary(answers={**sample.ANSWERS, **responses})
