"""Answer files: read whole, or refused with every fault named and no answer shown."""

import copy
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import catalog
from intake.domain import answer_file
from intake.domain.answer_file import AnswerFileError, IntakeFacts, PatientFacts

pytestmark = pytest.mark.once

CATALOG = catalog.on_offer()
ALEX = {
    "intake": {
        "language": "en",
        "appointment_at": "2026-12-01T10:40:00Z",
        "submitted_at": "2026-11-22T21:32:00+01:00",
    },
    "patient": {
        "family_name": "Sample",
        "given_name": "Alex",
        "birth_date": "1990-04-02",
        "record_number": "000123",
    },
    "responses": {
        "phq9": {"phq9-1": "several_days", "phq9-9": "skipped"},
        "numbness_signs": {"n1": "often", "n18": ["joy", "anger"]},
        "onset": {"o1": "2025-06", "o2": "3_12_months"},
        "burnout_or_numbness": {"b7": "yes", "b7-since": "2025-02"},
        "medicines": {
            "m0": "yes",
            "medicines": [
                {
                    "m1": "sertraline",
                    "m3": "2025-03",
                    "m4": "yes",
                    "m6": "went_up",
                    "m7": [{"date": "2025-05", "direction": "up"}],
                    "m9": "weaker_or_flat",
                }
            ],
        },
    },
}


def read(body):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answer_file.read(data, catalog=CATALOG)


def faults(body):
    with pytest.raises(AnswerFileError) as refused:
        read(body)
    assert str(refused.value) == "; ".join(map(str, refused.value.faults))
    return [str(fault) for fault in refused.value.faults]


def with_(path, value):
    """Alex's file with one value put at a path of keys."""
    body = copy.deepcopy(ALEX)
    place = body
    for key in path[:-1]:
        place = place.setdefault(key, {}) if isinstance(place, dict) else place[key]
    place[path[-1]] = value
    return body


def test_alex_s_file_is_read():
    found = read(ALEX)

    assert found.intake == IntakeFacts(
        language="en",
        appointment_at=datetime(2026, 12, 1, 10, 40, tzinfo=UTC),
        submitted_at=datetime(2026, 11, 22, 20, 32, tzinfo=UTC),
    )
    assert found.patient == PatientFacts(
        family_name="Sample",
        given_name="Alex",
        birth_date=date(1990, 4, 2),
        record_number="000123",
    )
    assert found.responses == ALEX["responses"]
    assert found.previous == ()


def test_responses_are_enough():
    found = read({"responses": {"phq9": None, "onset": {"o1": None}}})

    assert (found.intake, found.patient) == (IntakeFacts(), PatientFacts())
    assert found.responses == {"phq9": {}, "onset": {}}


def test_a_byte_order_mark_does_no_harm():
    assert read(b"\xef\xbb\xbf" + json.dumps(ALEX).encode()) == read(ALEX)


def test_earlier_intakes_come_along():
    earlier = {"intake": {"submitted_at": "2026-05-01T08:00:00Z"}, "responses": {"phq9": {}}}

    found = read(ALEX | {"previous": [earlier, ALEX]})

    assert [f.responses for f in found.previous] == [{"phq9": {}}, ALEX["responses"]]


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["responses", "phq9", "phq9-1"], "zz", "responses.phq9.phq9-1: is not one of not_at_all"),
        (["responses", "phq9", "phq9-1"], 2, "responses.phq9.phq9-1: is not one of not_at_all"),
        (["responses", "phq9", "phq9-10"], "zz", "responses.phq9.phq9-10: is not a question"),
        (["responses", "phq8"], {}, "responses.phq8: is not one of "),
        (["responses", "phq9"], [], "responses.phq9: is not an object"),
        (["responses"], [], "responses: is not an object"),
        (["responses"], None, "responses: is missing"),
        (
            ["responses", "medicines", "medicines", 0, "m7", 0, "date"],
            "soon",
            "responses.medicines.medicines[0].m7[0].date: is not YYYY-MM",
        ),
        (["intake"], "zz", "intake: is not an object"),
        (["intake", "appointment_at"], "2026-12-01", "intake.appointment_at: is not a date and"),
        (["intake", "appointment_at"], "2026-12-01T10:40", "intake.appointment_at: is not a date"),
        (["intake", "submitted_at"], 1764, "intake.submitted_at: is not a date and time"),
        (["intake", "submitted_at"], "9999-01-01T00:00:00Z", "intake.submitted_at: is not a date"),
        (["intake", "language"], "English please", "intake.language: is not a language code"),
        (["intake", "language"], 1, "intake.language: is not a language code"),
        (["intake", "practice"], "zz", "intake.practice: is not one of language"),
        (["patient", "birth_date"], "02/04/1990", "patient.birth_date: is not a date"),
        (["patient", "birth_date"], "1890-01-01", "patient.birth_date: is not a date"),
        (["patient", "birth_date"], 1990, "patient.birth_date: is not a date"),
        (["patient", "record_number"], 123, "patient.record_number: is not text"),
        (["patient", "family_name"], "x" * 201, "patient.family_name: is longer than 200"),
        (["patient", "given_name"], "a\ud800", "patient.given_name: holds a character"),
        (["patient", "phone"], "zz", "patient.phone: is not one of family_name"),
        (["previous"], {}, "previous: is not a list"),
        (["previous"], [None], "previous[0]: is not an object"),
        (["previous"], [{}], "previous[0].responses: is missing"),
        (
            ["previous"],
            [{"responses": {"phq9": {"phq9-1": "zz"}}}],
            "previous[0].responses.phq9.phq9-1: is not one of not_at_all",
        ),
        (
            ["previous"],
            [{"responses": {}, "previous": []}],
            "previous[0].previous: can't stand inside an earlier intake",
        ),
        (["extra"], 1, "extra: is not one of intake"),
        (["two\nlines"], 1, "(unreadable key): is not one of intake"),
    ],
)
def test_each_fault_is_named_by_its_path_and_never_shows_the_answer(path, value, fault):
    (found,) = faults(with_(path, value))

    assert found.startswith(fault)
    assert "zz" not in found
    assert "\n" not in found


def test_every_fault_of_a_file_is_named_at_once():
    body = with_(["patient", "birth_date"], "x")
    body["responses"]["phq9"]["phq9-1"] = "x"
    body["responses"]["onset"]["o2"] = "x"

    assert [fault.partition(":")[0] for fault in faults(body)] == [
        "patient.birth_date",
        "responses.phq9.phq9-1",
        "responses.onset.o2",
    ]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "body: is not JSON (line 1, column 1)"),
        (b'{"responses":\n  oops}', "body: is not JSON (line 2, column 3)"),
        (b'{"responses": {}} {}', "body: is not JSON (line 1, column 19)"),
        (b"\xff\xfe", "body: is not UTF-8 text"),
        (b"[]", "body: is not an object"),
        (b"null", "body: is not an object"),
        (b'{"responses": NaN}', "body: holds a number that is not used here, such as NaN"),
        (b'{"responses": -Infinity}', "body: holds a number that is not used here, such as NaN"),
        (b'{"responses": ' + b"9" * 5000 + b"}", "body: holds a number that is not used here"),
        (b'{"responses": {}, "responses": {}}', "body: names a key twice"),
        (
            b'{"responses": {"phq9": {"phq9-9": "not_at_all", "phq9-9": "skipped"}}}',
            "responses.phq9: names a key twice",
        ),
        (
            b'{"responses": {"medicines": {"medicines": [{"m1": "a", "m1": "b"}]}}}',
            "responses.medicines.medicines[0]: names a key twice",
        ),
        (b'{"responses": {"x": ' + b"[" * 30 + b"]" * 30 + b"}}", "body: is nested deeper than 20"),
        (b"[" * 200_000, "body: is nested deeper than 20"),
        (b'{"responses": {"x": "' + b"x" * 262_144 + b'"}}', "body: is larger than 256 KB"),
    ],
)
def test_a_file_that_is_no_answer_file_says_why(data, fault):
    (found,) = faults(data)

    assert found.startswith(fault)


def test_five_hundred_answers_are_taken_and_one_more_is_not():
    rows = [{"m1": "a", "m3": "2025"} for _ in range(50)] + [
        {"m7": [{"date": "2025", "direction": "up"}] * 20} for _ in range(10)
    ]
    body = {"responses": {"medicines": {"medicines": rows}}}

    assert read(body)
    body["responses"]["medicines"]["m0"] = "yes"
    assert faults(body) == ["responses: holds more than 500 answers"]


def test_depth_of_twenty_is_not_yet_too_deep():
    nested = b"[" * 17 + b"1" + b"]" * 17

    (found,) = faults(b'{"responses": {"x": ' + nested + b"}}")

    assert found.startswith("responses.x: is not one of")


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_else(data):
    with pytest.raises(AnswerFileError):
        read(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
places = st.sampled_from(
    [
        ["intake"],
        ["intake", "submitted_at"],
        ["patient"],
        ["patient", "birth_date"],
        ["patient", "family_name"],
        ["responses"],
        ["responses", "phq9"],
        ["responses", "onset", "o1"],
        ["responses", "numbness_signs", "n18"],
        ["responses", "medicines", "medicines"],
        ["responses", "medicines", "medicines", 0, "m7"],
        ["previous"],
    ]
)


@given(places, json_values)
def test_no_json_raises_anything_else_and_what_is_read_can_be_stored(path, value):
    try:
        found = read(with_(path, value))
    except AnswerFileError as error:
        assert error.faults
        assert all("\n" not in str(fault) for fault in error.faults)
    else:
        json.dumps(found.responses, ensure_ascii=False).encode()


@given(json_values)
def test_no_whole_body_raises_anything_else(body):
    with pytest.raises(AnswerFileError):
        read(body)
