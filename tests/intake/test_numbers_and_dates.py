"""Questions for a number or a whole date, as imported forms have them: typed, kept, shown again."""

from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override

from intake import forms
from intake.domain import dates
from intake.domain.answers import clean
from intake.domain.questionnaire import Question, Questionnaire
from intake.views.words import answer_words
from screening.domain.book import say

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 22)
HOURS = Question(id="h", text="How many hours?", type="number", least=0, greatest=24)
WEIGHT = Question(id="w", text="How heavy?", type="number", decimals=True, reserved=("not_sure",))
ROUNDS = Question(id="r", text="How many rounds?", type="number")
BEGAN = Question(id="d", text="On which day?", type="date", reserved=("not_sure",))
MONTH = Question(id="m", text="When?", type="month")
FORM = Questionnaire(slug="x", version="1", kind="instrument", title="X", short="X",
                     language="en", questions=(HOURS, WEIGHT, BEGAN))  # fmt: skip


def typed(question, **boxes):
    data = QueryDict(mutable=True)
    data.update({key.replace("_", "-"): value for key, value in boxes.items()})
    return forms.read(question, data, today=TODAY)


@pytest.mark.parametrize(
    ("question", "boxes", "value"),
    [
        (HOURS, {"h": " 7 "}, "7"),
        (HOURS, {"h": ""}, None),
        (WEIGHT, {"w": "62,5"}, "62.5"),
        (WEIGHT, {"w": "+3"}, "3"),
        (WEIGHT, {"w": "1.75"}, "1.75"),
        (WEIGHT, {"w": "0,125"}, "0.125"),
        (WEIGHT, {"w": "", "w_instead": "not_sure"}, "not_sure"),
        (BEGAN, {"d_day": "2", "d_month": "april", "d_year": "1990"}, "1990-04-02"),
        (BEGAN, {"d_day": "", "d_month": "", "d_year": ""}, None),
        (BEGAN, {"d_day": "31", "d_month": "2", "d_year": "1990", "d_instead": "not_sure"},
         "not_sure"),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_and_passes_the_check(question, boxes, value):
    field = typed(question, **boxes)

    assert (field.value, field.error) == (value, "")
    cleaned = clean(FORM, {question.id: field.value})
    assert not cleaned.faults and cleaned.answers.get(question.id) == value


@pytest.mark.parametrize(
    ("question", "boxes", "said"),
    [
        (HOURS, {"h": "25"}, "Write a whole number from 0 to 24."),
        (HOURS, {"h": "7.5"}, "Write a whole number from 0 to 24."),
        (ROUNDS, {"r": "1.000"}, "Write a whole number, like 7."),
        (WEIGHT, {"w": "heavy"}, "Write a number, like 7."),
        (WEIGHT, {"w": "1,500"}, "Write a number, like 7."),  # not one and a half
        (WEIGHT, {"w": "1,500.5"}, "Write a number, like 7."),
        (BEGAN, {"d_day": "31", "d_month": "2", "d_year": "1990"}, "Write the day, the month and"),
    ],
)
def test_what_can_not_be_read_is_said_and_kept(question, boxes, said):
    field = typed(question, **boxes)

    assert said in field.error
    assert any(text in render_to_string(field.template, {"field": field})
               for text in boxes.values())  # fmt: skip


@pytest.mark.parametrize(
    ("question", "raw", "reason"),
    [
        ("h", 7, "is not a number, as text"),
        ("h", "1e3", "is not a number, as text"),
        ("h", "7.0", "is not a whole number"),
        ("h", "-1", "is below 0"),
        ("h", "25", "is above 24"),
        ("d", "1990-4-2", "is not a date as YYYY-MM-DD"),
        ("d", "1990-02-31", "is not a date as YYYY-MM-DD"),
        ("d", 19900402, "is not a date as YYYY-MM-DD"),
    ],
)
def test_anything_else_is_refused_with_the_reason(question, raw, reason):
    (fault,) = clean(FORM, {question: raw}).faults

    assert reason in fault.reason


@pytest.mark.parametrize(
    ("question", "value", "words", "checked"),
    [
        (WEIGHT, "62.5", "62.5", "62.5"),
        (WEIGHT, "not_sure", "Not sure", "I am not sure"),
        (BEGAN, "1990-04-02", "2 Apr 1990", "April 2, 1990"),
        (BEGAN, "not_sure", "Not sure", "I do not remember"),
    ],
)
def test_it_is_repeated_in_words(question, value, words, checked):
    assert say(question, value) == words
    assert answer_words(question, value) == checked


def test_a_saved_date_stands_in_its_boxes_again():
    field = forms.shown(BEGAN, "1990-04-02")

    assert field.typed == {"day": "2", "month": "April", "year": "1990"}
    assert forms.shown(BEGAN, "not_sure").typed == {}
    assert dates.in_words("soon") == ""


@pytest.mark.parametrize(
    ("question", "said"), [(HOURS, "Write a number, or skip"), (BEGAN, "Write a day, a month and")]
)
def test_a_gap_is_asked_about_once(question, said):
    (field,) = forms.looked_at([typed(question)], again=False)

    assert field.gap and said in field.error


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_saved_month_reads_back_as_it_is_shown(language, month):
    with override(language):
        code = f"1980-{month:02}"
        boxes = forms.shown(MONTH, code).typed
        named = typed(MONTH, m_month=boxes["month"], m_year=boxes["year"])
        born = forms.TypedDate(day="3", month=boxes["month"], year="1980").read()

    assert (named.value, named.error) == (code, "")
    assert born == date(1980, month, 3)
