"""Answers as a machine reads them, question type by question type."""

from dataclasses import replace

import pytest

from intake.domain.questionnaire import Option, Question
from reports.domain.summary import Value
from reports.domain.values import values

YES = Option(code="yes", label="Yes", loinc="LA33-6")
ALWAYS = Option(code="always", label="As long as I can remember")


def question(kind, **more):
    return Question(id="q", text="What?", type=kind, **more)


ONE = question("choice", options=(YES,), reserved=("not_sure",))
SEVERAL = question("choices", options=(YES, ALWAYS), reserved=("not_applicable",))
MONTH = question("month", also=(ALWAYS,), reserved=("not_sure",))
NUMBER = question("number", least=0, reserved=("not_applicable",))
CODED = Value(kind="code", value="yes", label="Yes", loinc="LA33-6")


@pytest.mark.parametrize(
    ("asked", "answer", "found"),
    [
        (ONE, "yes", [CODED]),
        (ONE, "not_sure", [Value(kind="code", value="not_sure", label="Not sure")]),
        (ONE, "prefer_not_to_say", []),  # not among what it offers
        (ONE, "skipped", []),
        (ONE, None, []),
        (ONE, "perhaps", [Value(kind="text", value="perhaps")]),  # no option of this version
        (SEVERAL, ["yes", "always"], [CODED, Value(kind="code", value="always",
                                                   label="As long as I can remember")]),
        (SEVERAL, [], []),
        (SEVERAL, "not_applicable", [Value(kind="code", value="not_applicable",
                                           label="Does not apply")]),
        (MONTH, "2025-03", [Value(kind="date", value="2025-03")]),
        (MONTH, "2025", [Value(kind="date", value="2025")]),
        (MONTH, "always", [Value(kind="code", value="always",
                                 label="As long as I can remember")]),
        (MONTH, "not_sure", [Value(kind="code", value="not_sure", label="Not sure")]),
        (MONTH, "skipped", []),
        (question("date"), "1990-04-02", [Value(kind="date", value="1990-04-02")]),
        (question("date"), "1990-04", [Value(kind="text", value="Apr 1990")]),
        (NUMBER, "0", [Value(kind="integer", value="0")]),
        (NUMBER, "-1", [Value(kind="text", value="-1")]),
        (question("number", decimals=True), "62.50", [Value(kind="decimal", value="62.50")]),
        (question("text"), "2025-03", [Value(kind="text", value="2025-03")]),
        (question("text"), "skipped", []),
    ],
)  # fmt: skip
def test_an_answer_is_a_code_a_date_a_number_or_a_text(asked, answer, found):
    assert list(values(asked, answer)) == found


def test_a_list_inside_a_row_keeps_question_and_row():
    when, why = replace(MONTH, id="when"), replace(ONE, id="why")
    changes = question("repeat", questions=(when, why))

    assert list(values(changes, [{"when": "2025-03", "why": "yes"}, {"why": "yes"}])) == [
        Value(kind="date", value="2025-03", question="when", row=1),
        replace(CODED, question="why", row=1),
        replace(CODED, question="why", row=2),
    ]
