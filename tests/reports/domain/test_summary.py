"""What a summary says of Alex, and that it says nothing else."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import catalog
from reports.domain import snapshot
from reports.domain.scores import scores
from screening.domain import book as books
from tests.reports import sample

BANNED = ("likely", "probable", "diagnos", "caused by", "rules out", "high risk", "low risk")


def answers_of(summary):
    return {answer.id: answer for part in summary.appendix for answer in part.answers}


def strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def test_the_answers_are_numbered_in_the_order_in_which_they_were_asked():
    numbered = [a for part in sample.summary().appendix for a in part.answers]

    assert [a.name for a in numbered] == [f"A{n}" for n in range(1, len(numbered) + 1)]


def test_every_question_of_the_packet_stands_in_the_appendix_word_for_word():
    printed = answers_of(sample.summary())

    for form in sample.PACKET:
        for question in form.questions:
            if question.type != "repeat":
                assert printed[question.id].question == question.text


def test_every_medicine_gets_its_own_answers():
    part = sample.summary().appendix[2]

    names = [a.said for a in part.answers if a.id == "m1"]
    assert names == ["Sertraline", "Propranolol", "Citalopram"]
    assert part.answers[1].question == "Sertraline: What is it called?"


@pytest.mark.parametrize(
    ("question", "said", "state"),
    [
        ("n1", "Often", "answered"),
        ("n14", "Skipped", "skipped"),
        ("g1", "Prefer not to say", "prefer_not_to_say"),
        ("o1", "Mar 2025", "answered"),
        ("n18", "Joy, Sadness, Love", "answered"),
        ("m5", "Not asked", "not_asked"),  # Sertraline is still taken
        ("m7", "Up Jan 2025", "answered"),
    ],
)
def test_an_answer_is_printed_in_the_words_of_its_question(question, said, state):
    entries = [a for part in sample.summary().appendix for a in part.answers if a.id == question]

    assert (entries[0].said, entries[0].state) == (said, state)


def test_an_answer_that_a_later_one_ruled_out_says_so():
    work = {**sample.ANSWERS["burnout_or_numbness"], "b7": "no"}
    printed = answers_of(sample.summary(answers={**sample.ANSWERS, "burnout_or_numbness": work}))

    said = "Dec 2024 (ruled out by a later answer, not read by the rules)"
    assert printed["b7-since"].said == said


def test_an_answer_that_is_null_was_not_reached():
    answers = {**sample.ANSWERS, "goals": {"v1": None}}

    assert answers_of(sample.summary(answers=answers))["v1"].state == "not_reached"


def test_a_text_that_was_skipped_is_not_quoted_as_words():
    answers = {**sample.ANSWERS, "goals": {"v1": "skipped", "v3": "I feel skipped"}}
    summary = sample.summary(answers=answers)

    assert [quote.text for quote in summary.words] == ["I feel skipped"]
    assert answers_of(summary)["v1"].said == "Skipped"


def test_what_was_not_reached_is_told_from_what_was_skipped():
    gaps = sample.summary().not_answered

    assert [gap.label for gap in gaps.skipped] == ["World unreal"]
    assert [gap.label for gap in gaps.preferred_not] == ["Loss"]
    assert [gap.label for gap in gaps.not_sure] == ["Start"]
    assert "After start" in [gap.label for gap in gaps.not_reached]


def test_times_are_those_of_the_practice():
    summary = sample.summary()

    assert summary.header.appointment == "Tue 25 Nov 2025, 10:40"
    assert summary.status.sent == "Sent Mon 24 Nov 2025, 09:16"
    assert summary.provenance.made_at == "Mon 24 Nov 2025, 09:16 (+01:00)"


def test_age_is_counted_to_the_day_the_document_is_made():
    before = replace(sample.ALEX, birth_date=sample.SENT.date().replace(year=1990, day=25))

    assert sample.summary(patient=before).header.age == 34


def test_a_draft_says_so_and_a_signed_summary_names_its_signer():
    draft, signed = sample.summary(), sample.summary(signature=sample.SIGNATURE)

    assert (draft.status.signed, draft.status.words) == (False, "Not yet reviewed by a clinician")
    assert signed.status.words == "Signed by R. Duty, duty clinician, SYN-REG-7781"
    assert signed.status.at == "Mon 24 Nov 2025, 13:16 (+01:00)"
    assert signed.status.note == sample.SIGNATURE.note


def test_a_statement_carries_rule_answers_source_and_caution():
    (statement,) = [s for s in sample.summary().explanations[0].fits if s.rule == "M+2"]

    assert (statement.source, statement.caution) == ("Price 2009", "recall")
    assert [(c.label, c.said, c.on) for c in statement.answers] == [
        ("Dose change", "Up Jan 2025", "24 Nov 2025"),
        ("First noticed", "Mar 2025", "24 Nov 2025"),
    ]


def test_statements_and_answers_point_at_each_other():
    summary = sample.summary()

    printed = {a.name: a for part in summary.appendix for a in part.answers}
    for one in summary.explanations:
        for statement in (*one.fits, *one.does_not_fit, *one.not_answered):
            for cited in statement.answers:
                assert statement.rule in printed[cited.answer].rules
    assert "S-ITEM9" in answers_of(summary)["phq9-9"].rules


def test_a_rule_that_uses_an_answer_twice_is_named_beside_it_once():
    line = sample.line("G+1", "Someone close has died.", sample.used("g1", "yes"))
    grief = {**sample.nothing("grief"), "fits": [line, line]}
    summary = sample.summary(interpretation=sample.interpretation(differential=[grief]))

    assert answers_of(summary)["g1"].rules == ("G+1",)


def test_a_rule_about_one_medicine_cites_the_answers_of_that_medicine():
    (statement,) = sample.summary().explanations[0].does_not_fit

    cited = statement.answers[0].answer
    rows = [a for a in sample.summary().appendix[2].answers if a.id == "m9"]
    assert cited == rows[1].name  # propranolol's, the second


def test_an_answer_to_a_question_outside_the_packet_is_cited_without_a_number():
    line = sample.line("X+1", "Slept little.", sample.used("l1", "not_sure"))
    grief = {**sample.nothing("grief"), "fits": [line]}
    summary = sample.summary(interpretation=sample.interpretation(differential=[grief]))

    (cited,) = summary.explanations[0].fits[0].answers
    assert (cited.answer, cited.question, cited.said) == ("", "l1", "Not sure")


def test_the_rules_are_named_by_version_with_or_without_a_hash():
    plain = sample.interpretation(ruleset="2026.1")

    assert sample.summary(interpretation=plain).provenance.ruleset == "2026.1"
    assert sample.summary().provenance.ruleset == "2026.1 cdcdcdcdcdcd"


@pytest.mark.parametrize(
    ("medicines", "words"),
    [
        ({}, "The question about medicines was not reached"),
        ({"m0": "no"}, "Any medicine in the past 12 months: no"),
        ({"m0": "skipped"}, "Any medicine in the past 12 months: skipped"),
        ({"m0": "yes"}, "Medicines used in the past 12 months, none named"),
        ({"m0": "yes", "medicines": [{"m1": "Sertraline"}]}, "1 medicine, as reported"),
    ],
)
def test_medicines_are_told_apart_from_none_and_from_not_asked(medicines, words):
    answers = {**sample.ANSWERS, "medicines": medicines}

    assert sample.summary(answers=answers).medicines.words == words


def test_little_effect_on_life_is_not_the_same_as_no_answer():
    little = {**sample.ANSWERS, "effect_on_life": {"f1": "a_little", "f2": "not_at_all"}}

    brief = {fact.label: fact.text for fact in sample.summary(answers=little).brief}
    assert brief["Effect on life"] == "No area answered “quite a bit” or “a lot”"


def test_the_explanations_keep_the_order_of_the_rules():
    keys = [one.key for one in sample.summary().explanations]

    assert keys == [one["hypothesis"] for one in sample.interpretation()["differential"]]


@pytest.mark.parametrize(
    ("date", "interval"),
    [
        ("2024-12", "3 months before the numbness"),
        ("2025-02", "1 month before the numbness"),
        ("2025-03", "same month"),
        ("2025-05", "2 months after the numbness began"),
        ("2024", "3 to 14 months before the numbness"),
        ("2025", "order not known"),
        (None, ""),
    ],
)
def test_an_event_is_set_beside_the_onset_in_whole_months(date, interval):
    event = {"kind": "load", "date": date, "precision": "month", "label": "Load", "answers": []}
    summary = sample.summary(interpretation=sample.interpretation(timeline=[event]))

    assert (summary.dates[0].interval, summary.dates[0].rule) == (interval, "")


@pytest.mark.parametrize(("since", "rule"), [("2024-12", "B+7"), ("2024-11", "")])
def test_an_event_cites_the_rule_that_read_its_date_and_no_other(since, rule):
    answers = [{"question": "b7-since", "answer": since, "date": "2025-11-24"}]
    event = {"kind": "load", "date": since, "precision": "month", "label": "Load"}
    timeline = [event | {"answers": answers}]
    summary = sample.summary(interpretation=sample.interpretation(timeline=timeline))

    assert summary.dates[0].rule == rule


@pytest.mark.parametrize(
    ("result", "value_words", "band_words", "change_words"),
    [
        ({"value": 17, "band": "moderately_severe"}, "17 of 27", "Moderately severe, 15 to 19",
         "Up 6 from 11; meets the published 5-point change"),
        ({"value": None, "band": None, "status": "incomplete", "answered": 6, "change": None},
         "Not scored", "", "No earlier score"),
        ({"value": 10, "band": "moderate",
          "change": {"previous": 11, "difference": -1, "threshold": 5, "met": False}},
         "10 of 27", "Moderate, 10 to 14", "Down 1 from 11; below the published 5-point change"),
        ({"value": 11, "band": "moderate",
          "change": {"previous": 11, "difference": 0, "threshold": 5, "met": False}},
         "11 of 27", "Moderate, 10 to 14",
         "Same as last time, 11; below the published 5-point change"),
    ],
)  # fmt: skip
def test_a_score_is_printed_with_its_band_range_and_change(
    result, value_words, band_words, change_words
):
    (known,) = sample.interpretation()["scores"]
    changed = sample.interpretation(scores=[{**known, **result}])

    (score,) = sample.summary(interpretation=changed).scores
    assert score.value_words == value_words
    assert score.band_words == band_words
    assert score.change_words == change_words


def test_changes_since_last_time_are_told_as_then_and_now():
    changes = sample.summary(interpretation=sample.returning()).changes

    assert [(c.label, c.then, c.now) for c in changes.items] == [
        ("S-ITEM9", "–", "PHQ-9 item 9 above “not at all”"),
        ("Empty or hollow", "Rarely", "Often"),
        ("Item 9", "Not at all", "More than half the days"),
        ("Propranolol", "–", "New on the list, or taken again"),
        ("Fluoxetine", "Taken", "Not taken, or not on the list"),
    ]
    assert changes.since == "Tue 12 Aug 2025, 10:00"


def test_the_signs_go_from_the_most_frequent_to_the_least():
    groups = {group.frequency: [s.label for s in group.signs] for group in sample.summary().signs}

    assert list(groups) == ["Almost always", "Often", "Sometimes", "Rarely", "Never"]
    assert groups["Almost always"] == ["Little when good", "Like a machine"]


def test_in_brief_repeats_answers_and_quotes_the_wish():
    brief = {fact.label: fact for fact in sample.summary().brief}

    assert brief["How long"].text == (
        "First noticed Mar 2025; lasting 3-12 months; same over the past month"
    )
    assert brief["Weaker than before"].text == "Joy, sadness and love"
    assert brief["Effect on life"].text == (
        "A lot: being close to people. Quite a bit: work or study"
    )
    assert brief["Would like to feel again"].quoted


def test_nothing_answered_is_said_everywhere_and_nothing_is_made_up():
    summary = sample.summary(
        answers={},
        interpretation=sample.empty_interpretation(),
        alerts=(),
        shown=(),
        intake=sample.Intake(),
    )

    assert {fact.text for fact in summary.markers} == {"Not answered"}
    assert summary.scores[0].value_words == "Not scored"
    assert summary.medicines.words == "The question about medicines was not reached"
    assert summary.status.sent == "Not sent by the patient"
    assert summary.words == ()


def test_no_sentence_of_ours_uses_a_banned_word():
    said = " ".join(strings(json.loads(snapshot.canonical(sample.summary())))).lower()

    assert [word for word in BANNED if word in said] == []


def test_a_summary_survives_the_way_to_json_and_back():
    summary = sample.summary(signature=sample.SIGNATURE, interpretation=sample.returning())

    assert snapshot.from_json(snapshot.canonical(summary)) == summary


@settings(max_examples=40)
@given(name=st.text(), words=st.text(), number=st.text(max_size=40), medicine=st.text(min_size=1))
def test_whatever_people_write_survives_the_round_trip_unchanged(name, words, number, medicine):
    answers = {
        **sample.ANSWERS,
        "goals": {"v1": f"x{words}"},
        "medicines": {"m0": "yes", "medicines": [{"m1": f"x{medicine}", "m4": "yes"}]},
    }
    patient = replace(sample.ALEX, family_name=name, record_number=number)
    summary = sample.summary(answers=answers, patient=patient)

    data = snapshot.canonical(summary)
    assert snapshot.from_json(data) == summary
    assert snapshot.canonical(snapshot.from_json(data)) == data
    said = {answer.said for part in summary.appendix for answer in part.answers}
    assert {f"x{words}", f"x{medicine}"} <= said


def test_half_a_character_is_replaced_and_never_stops_a_summary():
    answers = {**sample.ANSWERS, "goals": {"v1": "flat \ud83d flat"}}

    summary = sample.summary(answers=answers)
    assert summary.words[0].text == "flat \N{REPLACEMENT CHARACTER} flat"
    assert snapshot.canonical(summary)


PTSD = {
    "scale": "pc_ptsd_5", "value": None, "status": "incomplete", "answered": 4, "of": 5,
    "band": None, "range": [0, 5], "change": None, "at_least": 2,
}  # fmt: skip


def scores_of(slug, result):
    forms = [catalog.current(slug)]
    return scores([result], forms, books.read(questionnaires=forms, answers={}, answered_at={}))


def test_a_count_with_a_gap_is_told_as_a_minimum_with_the_rule_for_gaps():
    (score,) = scores_of("pc_ptsd_5", PTSD)

    assert score.value_words == "Not scored, at least 2"
    assert "Both are shown; neither is chosen. No published rule" in score.source


def test_a_score_says_what_the_publisher_wants_known_of_it():
    asq = {"scale": "asq", "result": "negative", "status": "complete", "answered": 5, "of": 5,
           "range": None, "change": None}  # fmt: skip
    (score,) = scores_of("asq", asq)

    assert score.source.endswith("self-completion at home is outside the validation")
    assert "positive screen" not in score.source  # the rule for gaps, where there is none
