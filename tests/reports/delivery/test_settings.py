"""A destination that is set up wrongly is named by a check before a summary waits for it."""

import pytest
from django.core.checks import run_checks

from tests.reports.delivery.signed import SHELF, sends_to

FHIR = {
    "class": "reports.delivery.fhir.FhirServer",
    "url": "https://ehr.example.invalid/fhir",
    "token_url": "https://ehr.example.invalid/token",
    "client_id": "feltsense",
    "client_secret": "QuollSecret",
    "record_numbers": "urn:sample:record-number",
}
MAIL = {
    "class": "reports.delivery.mail.LinkMail",
    "to": "record@example.invalid",
    "site": "https://numbness.example.invalid",
}
ENCRYPTED = {
    "class": "reports.delivery.encrypted_folder.EncryptedFolder",
    "path": "/srv/summaries",
    "password": "Quoll in the rain",
}
FOLDER = {"class": "reports.delivery.folder.Folder", "path": "/srv/summaries"}


def faults():
    return run_checks(tags=["feltsense"])


def test_destinations_that_are_set_up_rightly_pass(settings):
    folder = FOLDER | {"practices": ["sample"]}
    sends_to(settings, record=FHIR, mail=MAIL, folder=folder, way=ENCRYPTED, own=SHELF)

    assert faults() == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"class": "nowhere.Fax"}, "feltsense.E211"),
        ({"class": "reports.delivery.folder.Fodler"}, "feltsense.E211"),
        ({"path": "/srv/summaries"}, "feltsense.E211"),
        (FOLDER | {"pathh": "x"}, "feltsense.E212"),
        ({"class": FOLDER["class"]}, "feltsense.E212"),
        (MAIL | {"site": "http://numbness.example.invalid"}, "feltsense.E212"),
        (FHIR | {"url": "http://ehr.example.invalid/fhir"}, "feltsense.E212"),
        (FHIR | {"url": "https://"}, "feltsense.E212"),
        (FHIR | {"url": "https://ehr.example.invalid:99999999"}, "feltsense.E212"),
        (FHIR | {"url": "https://ehr.example.invalid:0"}, "feltsense.E212"),
        (FHIR | {"url": "ftp://localhost/fhir"}, "feltsense.E212"),
        (MAIL | {"to": "record@example.invalid\nBcc: other@example.invalid"}, "feltsense.E212"),
        (FHIR | {"token_url": "ehr.example.invalid/token"}, "feltsense.E212"),
        (FHIR | {"private_key": "QuollKey"}, "feltsense.E212"),
        (FHIR | {"client_secret": ""}, "feltsense.E212"),
        (FHIR | {"client_secret": "", "private_key": "QuollKey"}, "feltsense.E212"),
        (ENCRYPTED | {"password": "QuollShort"}, "feltsense.E212"),
        (FOLDER | {"practices": "sample-street-clinic"}, "feltsense.E212"),
    ],
)
def test_each_fault_has_an_id_and_tells_no_secret(settings, given, fault):
    sends_to(settings, record=given)

    (found,) = faults()
    assert found.id == fault
    assert '["deliveries"]["record"]' in found.msg
    assert "Quoll" not in found.msg


@pytest.mark.parametrize("name", ["", "the record", "x" * 61])
def test_a_name_is_short_and_plain(settings, name):
    sends_to(settings, **{name: FOLDER})

    assert [found.id for found in faults()] == ["feltsense.E213"]
