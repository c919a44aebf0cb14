import pytest

from intake import catalog
from tests.screening.domain.packets import answers, listed, medicine, read


def told(given):
    return [(e.kind, e.date, e.precision, e.label) for e in read(given).timeline]


def test_nothing_told_is_an_empty_line():
    assert told({}) == []
    assert told(answers(m0="no", b7="no", g1="no", l6="no")) == []


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ("2025-06", ("onset", "2025-06", "month", "Numbness began")),
        ("2025", ("onset", "2025", "year", "Numbness began")),
        ("not_sure", ("onset", None, "unknown", "Numbness began")),
        ("skipped", ("onset", None, "unknown", "Numbness began")),
        (
            "as_long_as_i_can_remember",
            ("onset", None, "unknown", "Numbness for as long as the patient can remember"),
        ),
    ],
)
def test_onset_with_the_precision_it_was_given(answer, event):
    assert told(answers(o1=answer)) == [event]


def test_a_medicine_from_start_to_stop():
    changes = [{"date": "2025-03", "direction": "up"}, {"date": "2025-06", "direction": "down"}]
    row = medicine(m3="2024-11", m4="no", m5="2025-09", m6="both", m7=changes)

    assert told(listed(row)) == [
        ("start", "2024-11", "month", "Sertraline started"),
        ("rise", "2025-03", "month", "Sertraline dose up"),
        ("drop", "2025-06", "month", "Sertraline dose down"),
        ("stop", "2025-09", "month", "Sertraline stopped"),
    ]


def test_gaps_are_shown_as_unknown_dates():
    row = medicine(m3="not_sure", m4="no", m6="went_up")

    assert told(listed(row)) == [
        ("start", None, "unknown", "Sertraline started"),
        ("rise", None, "unknown", "Sertraline dose up"),
        ("stop", None, "unknown", "Sertraline stopped"),
    ]


def test_a_dose_change_nobody_told_of_is_no_event():
    assert told(listed(medicine(m3="2024-11", m4="yes"))) == [
        ("start", "2024-11", "month", "Sertraline started")
    ]


def test_load_loss_and_substance():
    given = answers(b7="yes", b7_since="2025-02", g1="6_12_months_ago", l6="yes", l6_since="2024")

    assert told(given) == [
        ("substance", "2024", "year", "Cannabis or other drug"),
        ("load", "2025-02", "month", "Load grew"),
        ("loss", None, "unknown", "Someone close died, 6 to 12 months ago"),
    ]


def test_a_medicine_taken_beyond_what_was_told_has_its_month():
    packet = catalog.packet(also=["l6b"])
    (event,) = read(answers(l6b="yes", l6b_since="2025-04"), packet=packet).timeline

    assert (event.kind, event.date) == ("substance", "2025-04")
    assert event.label == "More of a medicine than told"


def test_a_month_and_its_year_and_the_unknown_stand_in_order():
    rows = [medicine("b", m3="2025-01"), medicine("a", m3="2025"), medicine("c", m3="not_sure")]

    assert [date for _, date, _, _ in told(listed(*rows))] == ["2025", "2025-01", None]


def test_an_event_names_its_answers():
    (event,) = read(answers(o1="2025-06")).timeline

    assert event.as_dict()["answers"] == [
        {"question": "o1", "answer": "2025-06", "date": "2026-11-22"}
    ]
