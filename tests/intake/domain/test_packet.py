"""The way through the form, page by page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import catalog
from intake.domain.answers import clean
from intake.domain.packet import Part, is_asked, is_open, next_step, part_of, steps

pytestmark = pytest.mark.once

PACKET = steps(catalog.default_packet())
BY_KEY = {step.key: step for step in PACKET}


def walk(answer, start=None):
    """The keys of the pages a person sees who gives `answer(question)` to each question."""
    answers, seen, key = {}, [], start
    while step := next_step(PACKET, key, answers):
        key = step.key
        seen.append(key)
        answers.setdefault(step.slug, {}).update({q.id: answer(q) for q in step.asks})
        assert len(seen) <= len(PACKET)
    return seen


def quiet(question):
    """Answers that open no follow-up."""
    return {"phq9-9": "not_at_all"}.get(question.id, "prefer_not_to_say")


def answering(**codes):
    plain = {key.replace("_", "-"): code for key, code in codes.items()}
    return lambda question: plain.get(question.id, quiet(question))


def test_every_key_is_its_own_and_safe_in_an_address():
    assert len(BY_KEY) == len(PACKET)
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in BY_KEY)


def test_every_question_of_the_packet_has_one_page_but_for_the_twin():
    pages = [question for step in PACKET for question in step.questions]
    packet = [question.id for q in catalog.default_packet() for question in q.questions]

    assert sorted(pages) == sorted(set(packet) - {"gad7-difficulty"})


def test_an_instrument_is_stacked_and_item_nine_stands_alone():
    stacked = [(step.key, len(step.questions)) for step in PACKET if step.kind == "instrument"]

    assert stacked == [
        ("phq9-1-8", 8),
        ("phq9-9", 1),
        ("asq-1-4", 4),
        ("asq-5", 1),
        ("phq9-difficulty", 1),
        ("gad7-1-7", 7),
        ("pcptsd5-exposure", 1),
        ("pcptsd5-1-5", 5),
    ]


def test_our_own_questions_have_a_page_each():
    assert all(
        len(s.questions) == 1 and s.key == s.questions[0] for s in PACKET if s.kind == "question"
    )
    assert [s.key for s in PACKET if s.kind == "repeat"] == ["medicines"]


def test_gad_7_asks_its_difficulty_where_no_phq_9_does():
    alone = steps([catalog.current("gad7")])

    assert [step.key for step in alone] == ["gad7-1-7", "gad7-difficulty"]


def test_a_packet_without_phq_9_keeps_the_asq_where_it_stands():
    without = steps([catalog.current("asq"), catalog.current("goals")])

    assert [step.key for step in without] == ["asq-1-4", "asq-5", "v1", "v2", "v3"]


def test_the_packet_has_five_parts_for_the_patient():
    parts = dict.fromkeys(part_of(PACKET, step) for step in PACKET)

    assert [p for p in parts] == [
        Part(number=1, of=5, title="What you notice"),
        Part(number=2, of=5, title="Medicines"),
        Part(number=3, of=5, title="Work and daily life"),
        Part(number=4, of=5, title="Standard questions"),
        Part(number=5, of=5, title="Hope and goals"),
    ]


def test_without_a_signal_the_way_has_no_follow_up_and_ends_on_an_ordinary_question():
    seen = walk(quiet)

    follow_ups = {"o4-when", "medicines", "b7-since", "l6-which", "l6-often", "l6-since", "g2"}
    follow_ups |= {"asq-1-4", "asq-5", "phq9-difficulty", "pcptsd5-1-5"}
    assert seen == [step.key for step in PACKET if step.key not in follow_ups]
    assert seen[-1] == "v2"


def test_a_follow_up_comes_right_after_its_question():
    seen = walk(answering(o4="only_at_some_times", l6="yes", m0="yes", g1="over_a_year_ago"))

    for first, then in [("o4", "o4-when"), ("l6", "l6-which"), ("m0", "medicines"), ("g1", "g2")]:
        assert seen[seen.index(first) + 1] == then


def test_after_a_signal_on_item_nine_the_asq_comes_next():
    seen = walk(answering(phq9_9="several_days", asq_3="yes"))

    at = seen.index("phq9-9")
    assert seen[at : at + 5] == ["phq9-9", "asq-1-4", "asq-5", "phq9-difficulty", "gad7-1-7"]


def test_four_times_no_ends_the_asq():
    seen = walk(answering(phq9_9="skipped", asq_1="no", asq_2="no", asq_3="no", asq_4="no"))

    assert "asq-1-4" in seen
    assert "asq-5" not in seen


def test_lost_hope_opens_the_asq_at_once_and_the_way_goes_on_from_there():
    seen = walk(answering(h1="often", asq_1="yes"))

    at = seen.index("h1")
    assert seen[at : at + 4] == ["h1", "asq-1-4", "asq-5", "g1"]
    assert seen[-1] == "v2"


def test_a_person_who_comes_back_goes_on_at_the_first_open_page():
    answers = {"numbness_signs": {"n1": "often", "n2": "skipped"}}

    assert next_step(PACKET, None, answers).key == "n3"


def test_a_page_passed_over_is_offered_before_the_end():
    assert walk(quiet, start="v1")[:3] == ["v2", "n1", "n2"]


def test_a_changed_answer_asks_what_it_opened_and_nothing_else():
    answers = everything_skipped()
    assert next_step(PACKET, None, answers) is None

    answers["burnout_or_numbness"] |= {"b7": "yes", "b7-since": None}

    assert next_step(PACKET, "b7", answers).key == "b7-since"


def test_a_page_with_one_item_left_is_still_open():
    answers = {"phq9": {f"phq9-{n}": "not_at_all" for n in range(1, 8)}}
    step = BY_KEY["phq9-1-8"]

    assert is_open(step, answers)
    answers["phq9"]["phq9-8"] = "skipped"
    assert not is_open(step, answers)
    assert is_asked(step, answers)
    assert not is_asked(BY_KEY["asq-5"], answers)


def everything_skipped():
    answers = {}
    for step in PACKET:
        answers.setdefault(step.slug, {}).update(dict.fromkeys(step.questions, "skipped"))
    return answers


def codes_of(question):
    return [*(option.code for option in question.options), "skipped"]


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_every_way_through_ends_with_nothing_left_and_every_answer_accepted(random):
    given_answers = {}

    def answer(question):
        code = random.choice(codes_of(question))
        value = [code] if question.type == "choices" and code != "skipped" else code
        given_answers[question.id] = value
        return value

    seen = walk(answer)

    assert len(seen) == len(set(seen))
    for questionnaire in catalog.default_packet():
        own = {k: v for k, v in given_answers.items() if k in questionnaire.by_id}
        assert clean(questionnaire, own).faults == ()
