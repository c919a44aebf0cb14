"""One document in the practice's record, whatever its server and the network do."""

import base64
import hashlib
import logging
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from intake.models import AuditEvent
from reports.services import delivering
from tests import people
from tests.reports.delivery.ehr import ALEX, NUMBER, Ehr
from tests.reports.delivery.signed import (
    LATER,
    NOW,
    amended,
    relay,
    sends_to,
    signed,
    the_delivery,
    tries,
)

pytestmark = pytest.mark.django_db
POST = "POST /fhir/DocumentReference"


@pytest.fixture
def ehr(settings):
    with Ehr() as server:
        sends_to(settings, record=server.settings())
        yield server


@pytest.fixture
def report(ehr):
    return signed(people.practice())


def delivery(report):
    return the_delivery(report, "record")


def test_a_document_is_posted_with_all_that_files_it(ehr, report):
    relay()

    (document,) = ehr.documents
    assert document["masterIdentifier"]["value"] == f"urn:uuid:{report.pk}"
    assert (document["docStatus"], document["subject"]) == ("final", {"reference": "Patient/alex"})
    assert document["author"] == [{"display": "Dana Example"}]
    assert "relatesTo" not in document
    attachment = document["content"][0]["attachment"]
    content = base64.b64decode(attachment["data"])
    sha1 = hashlib.sha1(content).digest()
    assert (attachment["size"], attachment["hash"]) == (
        len(content),
        base64.b64encode(sha1).decode(),
    )
    assert content == bytes(report.file)
    assert delivery(report).receipt == {"document": f"DocumentReference/{document['id']}"}


def test_a_later_version_replaces_the_one_that_is_there(ehr, report):
    relay()
    newer = amended(report)
    relay(LATER)

    first, second = ehr.documents
    assert second["docStatus"] == "amended"
    (relation,) = second["relatesTo"]
    assert relation["code"] == "replaces"
    assert relation["target"]["reference"] == f"DocumentReference/{first['id']}"
    assert relation["target"]["identifier"] == first["masterIdentifier"]
    assert delivery(newer).state == "delivered"


def test_a_version_whose_arrival_a_person_saw_is_replaced_by_its_number(ehr, report):
    ehr.posts, ehr.search = ["hangs"], 403
    relay()
    relay(LATER)
    delivering.confirm(row=delivery(report), user=people.clinician(report.practice), at=LATER)
    amended(report)
    relay(LATER)

    (relation,) = ehr.documents[-1]["relatesTo"]
    assert relation["target"] == {"identifier": ehr.documents[0]["masterIdentifier"]}


def test_a_token_that_is_over_is_fetched_anew(ehr, report):
    ehr.posts = [401]
    relay()

    assert tries(delivery(report)) == [("delivered", "")]
    assert (ehr.tokens, len(ehr.documents)) == (2, 1)


def test_a_server_that_wants_a_signed_assertion_gets_a_fresh_one_each_time(ehr, report, settings):
    key = RSAKey.generate_key(2048)
    pem = key.as_pem(private=True).decode()
    by_key = {"client_secret": "", "private_key": pem, "key_id": "2026"}
    sends_to(settings, record=ehr.settings(**by_key))
    ehr.posts = [401]
    relay()

    assert delivery(report).state == "delivered"
    first, second = (jwt.decode(one, key, algorithms=["RS384"]) for one in ehr.assertions)
    assert first.header["kid"] == "2026"
    assert first.claims["iss"] == first.claims["sub"] == "feltsense"
    assert first.claims["aud"] == f"{ehr.url}/token"
    assert first.claims["exp"] - first.claims["iat"] <= 300
    assert first.claims["jti"] != second.claims["jti"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_takes_nothing_now_is_tried_later(ehr, report, status):
    ehr.posts = [status]
    relay()
    relay(LATER)

    assert tries(delivery(report)) == [("failed", str(status)), ("delivered", "")]
    assert len(ehr.documents) == 1


@pytest.mark.parametrize(
    ("asked", "minutes"), [("3600", 60), ("Wed, 21 Oct 2099 07:28:00 GMT", 360), ("soon", 1)]
)
def test_a_server_that_says_when_is_left_alone_until_then(ehr, report, asked, minutes):
    ehr.posts, ehr.retry_after = [503], asked
    relay()
    relay(NOW + timedelta(minutes=minutes) - timedelta(seconds=31))
    assert ehr.count(POST) == 1

    relay(NOW + timedelta(minutes=minutes))
    assert delivery(report).state == "delivered"


@pytest.mark.parametrize("end", ["hangs", "breaks", "kept but 500", 202, 204])
def test_a_document_whose_answer_was_lost_is_found_and_not_posted_again(ehr, report, end):
    ehr.posts = [end]
    relay()
    assert tries(delivery(report))[0][0] == "unknown"

    relay(LATER)
    assert delivery(report).state == "delivered"
    assert delivery(report).receipt == {"document": f"DocumentReference/{ehr.documents[0]['id']}"}
    assert (len(ehr.documents), ehr.count(POST)) == (1, 1)


def test_a_server_that_keeps_the_number_as_an_ordinary_one_is_understood(ehr, report):
    ehr.posts = ["hangs"]
    relay()
    del ehr.documents[0]["masterIdentifier"]
    relay(LATER)

    assert (delivery(report).state, ehr.count(POST)) == ("delivered", 1)


@pytest.mark.parametrize("end", ["lost", 500, "portal"])
def test_a_document_that_is_not_found_is_posted_again(ehr, report, end):
    ehr.posts = [end]
    relay()
    relay(LATER)

    assert delivery(report).state == "delivered"
    assert (len(ehr.documents), ehr.count(POST)) == (1, 2)


@pytest.mark.parametrize("search", [400, 403, "ignores"])
def test_where_the_server_can_not_be_asked_a_person_is(ehr, report, search):
    ehr.posts, ehr.search = ["lost"], search
    ehr.documents.append({"resourceType": "DocumentReference", "id": "another"})
    relay()
    relay(LATER)

    assert (delivery(report).state, ehr.count(POST)) == ("unknown", 1)


def test_a_search_that_fails_for_hours_ends_with_a_person_too(ehr, report):
    ehr.posts, ehr.search = ["lost"], 503
    for quarter in range(4 * 24 + 1):
        relay(NOW + quarter * timedelta(minutes=15))

    assert (delivery(report).state, ehr.count(POST)) == ("unknown", 1)


def test_who_knows_that_it_did_not_arrive_has_it_posted_without_a_search(ehr, report):
    ehr.posts, ehr.search = ["lost"], 403
    relay()
    relay(LATER)
    delivering.resend(row=delivery(report), user=people.clinician(report.practice), at=LATER)
    relay(LATER)

    assert (delivery(report).state, len(ehr.documents)) == ("delivered", 1)


@pytest.mark.parametrize(
    ("patients", "code"),
    [
        ([], "NoSuchPatient"),
        ([ALEX, ALEX | {"id": "other"}], "SeveralPatients"),
        ([ALEX | {"birthDate": "1990-04-20"}], "OtherBirthDate"),
        ([ALEX | {"birthDate": "1"}], "OtherBirthDate"),
        ([ALEX | {"identifier": [NUMBER | {"value": "999999"}]}], "OtherRecordNumber"),
        ([ALEX | {"identifier": [NUMBER | {"system": "urn:sample:other"}]}], "OtherRecordNumber"),
        ([ALEX | {"active": False}], "PatientNotActive"),
        ([ALEX | {"link": [{"type": "replaced-by"}]}], "PatientNotActive"),
        ([ALEX | {"id": "../Group/1"}], "NoPatientId"),
        ([{key: ALEX[key] for key in ALEX.keys() - {"birthDate"}}], "OtherBirthDate"),
    ],
)
def test_a_document_goes_to_the_one_patient_it_is_about_or_nowhere(ehr, report, patients, code):
    ehr.patients["000123"] = patients
    relay()

    assert tries(delivery(report)) == [("refused", code)]
    assert (delivery(report).state, ehr.documents) == ("failed", [])


@pytest.mark.parametrize(("known", "arrived"), [("000123", 0), ("1,000123", 1)])
def test_a_comma_in_a_record_number_is_part_of_it(ehr, known, arrived):
    ehr.patients = {known: [ALEX | {"identifier": [NUMBER | {"value": known}]}]}
    signed(people.practice(), record_number="1,000123")
    relay()

    assert len(ehr.documents) == arrived


@pytest.mark.parametrize("known", ["1990", "1990-04", "1990-04-02"])
def test_a_server_that_knows_less_of_the_birth_date_is_believed(ehr, report, known):
    ehr.patients["000123"] = [ALEX | {"birthDate": known}]
    relay()

    assert delivery(report).state == "delivered"


@pytest.mark.parametrize("garbled", [ALEX | {"birthDate": 1990}, ALEX | {"identifier": ["000123"]}])
def test_a_garbled_patient_is_no_question_to_a_person_since_nothing_was_posted(
    ehr, report, garbled
):
    ehr.patients["000123"] = [garbled]
    relay()

    assert (delivery(report).state, delivery(report).in_doubt) == ("pending", False)
    assert ehr.documents == []


def test_a_document_that_the_server_does_not_take_is_not_sent_twice(ehr, report):
    ehr.posts = [422]
    relay()
    relay(LATER)

    assert tries(delivery(report)) == [("refused", "422")]


def test_a_server_that_is_not_there_is_tried_later(settings):
    with Ehr() as gone:
        sends_to(settings, record=gone.settings())
    report = signed(people.practice())
    relay()

    assert tries(delivery(report)) == [("failed", "ConnectionError")]
    assert not delivery(report).in_doubt


def test_nobody_is_named_in_an_address_a_log_or_an_attempt(ehr, report, caplog):
    caplog.set_level(logging.DEBUG)
    ehr.posts = [503]
    relay()
    relay(LATER)

    addresses = " ".join(path for _, path, _ in ehr.asked)
    attempts = str(tries(delivery(report)))
    trail = str(list(AuditEvent.objects.filter(subject_id=delivery(report).pk).values()))
    for place in (addresses, caplog.text, attempts, trail):
        assert not [word for word in ("000123", "Sample", "Quoll", "1990") if word in place]
