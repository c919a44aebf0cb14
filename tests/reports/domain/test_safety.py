"""What the safety block of a summary says: always there, never more than was answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reports.domain.facts import Late
from tests.reports import sample


def test_safety_names_the_answer_its_time_and_what_followed():
    safety = sample.summary().safety

    (first, second) = safety.answers
    assert (first.label, first.said, first.code) == ("Item 9", "More than half the days", "S-ITEM9")
    assert first.at == "Mon 24 Nov 2025, 09:08"
    assert second.code == "S-HOPE"
    assert [entry.words for entry in safety.log] == [
        "Support page shown: 116 123, 85258, 111, 999",
        "S-ITEM9: alert raised",
        "S-ITEM9: acknowledged by R. Duty",
        "S-ITEM9: Phone by R. Duty: no answer, no message left",
        "S-ITEM9: alert is open",
    ]
    assert safety.open_alerts == 1


def test_a_closed_alert_tells_who_closed_it_and_why():
    closed = replace(
        sample.ALERT,
        closed_at=sample.SENT + timedelta(hours=5),
        closed_by="R. Duty",
        reason="plan agreed",
    )

    safety = sample.summary(alerts=(closed,)).safety
    assert safety.log[-1].words == "S-ITEM9: closed by R. Duty: plan agreed"
    assert safety.open_alerts == 0


def test_an_alert_nobody_has_seen_says_so():
    unseen = replace(sample.ALERT, acknowledged_at=None, acknowledged_by="", contacts=())

    assert [line.words for line in sample.summary(alerts=(unseen,), shown=()).safety.log] == [
        "S-ITEM9: alert raised",
        "S-ITEM9: not acknowledged yet",
    ]


def test_the_support_page_stands_in_the_log_where_it_was_shown():
    later = replace(sample.SHOWN, at=sample.SENT + timedelta(hours=9))

    log = sample.summary(shown=(later,)).safety.log

    assert log[-2].words.startswith("Support page shown")
    assert log[-1].at == ""  # what has not happened yet is last


def test_one_call_about_two_alerts_is_one_line_that_names_both():
    second = replace(sample.ALERT, code="S-ACUTE")

    log = sample.summary(alerts=(second, sample.ALERT)).safety.log

    assert "S-ACUTE, S-ITEM9: acknowledged by R. Duty" in [line.words for line in log]
    assert sum("no answer, no message left" in line.words for line in log) == 1


def test_what_nobody_has_taken_up_stands_last_in_one_line():
    unseen = replace(sample.ALERT, acknowledged_at=None, contacts=())
    acute = replace(unseen, code="S-ACUTE")

    log = sample.summary(alerts=(acute, unseen, replace(sample.ALERT, code="S-SKIPPED"))).safety.log

    assert [line.words for line in log[-2:]] == [
        "S-SKIPPED: alert is open",
        "S-ACUTE, S-ITEM9: not acknowledged yet",
    ]


def test_a_log_frozen_before_it_was_in_order_of_time_is_whole():
    safety = sample.summary(shown=()).safety
    older = replace(safety, shown=sample.summary().safety.log[:1])

    assert older.lines == (*older.shown, *safety.log)


def clear(state):
    return [{"code": "S-ITEM9", "state": state, "answers": [sample.used("phq9-9", "not_at_all")]}]


@pytest.mark.parametrize(
    ("signals", "words"),
    [
        ([], "No safety question has been answered"),
        (clear("clear"), "No safety answer endorsed"),
        (clear("unknown"), "A safety answer is not known"),
        (clear("fired"), "PHQ-9 item 9 above “not at all”"),
    ],
)
def test_the_safety_block_is_there_whatever_was_answered(signals, words):
    changed = sample.interpretation(signals=signals)

    assert sample.summary(interpretation=changed, alerts=()).safety.words == words


def test_a_no_inside_a_positive_screen_is_not_what_raised_it():
    signal = {
        "code": "S-POSITIVE",
        "state": "fired",
        "answers": [sample.used("phq9-9", "yes"), sample.used("h1", "no")],
    }
    summary = sample.summary(interpretation=sample.interpretation(signals=[signal]))

    assert [(a.label, a.code) for a in summary.safety.answers] == [("Item 9", "S-POSITIVE")]


def test_a_safety_answer_that_came_after_the_form_was_opened_is_told_and_dated():
    at = sample.SENT + timedelta(hours=9)
    late = (
        Late(at=at, question="phq9-9", answer="nearly_every_day"),
        Late(at=at, question="of-no-questionnaire-here", answer="yes"),
    )

    safety = sample.summary(late=late).safety

    assert safety.words.endswith("; a safety answer came after the form was opened")
    said = "Item 9, after the form was opened: “Nearly every day”"
    assert [entry.words for entry in safety.log].count(said) == 1
