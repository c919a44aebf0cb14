"""Our own questions, core and optional: easy to read, each with a way out and a reason."""

import re

import pytest

from intake import catalog
from intake.domain.questionnaire import every

pytestmark = pytest.mark.once

OWN = [q for q in catalog.released().values() if q.kind == "own"]
SPANISH = [catalog.get(q.slug, q.version, language="es") for q in OWN]
CORE_PARTS = {
    "n": "1 2 3 4 5 7 8 12 13 14 15 18",
    "o": "1 2 4 5 6",
    "m": "0 1 3 4 5 6 7 9 11",
    "b": "0 1 2 3 4 5 6 7 8",
    "l": "1 5 6 9",
    "f": "1 2 4",
    "h": "1",
    "g": "1 2",
    "t": "1",
    "v": "1 2",
}
OPTIONAL_PARTS = {
    "n": "6 9 10 11 16 17 19",
    "o": "3 7 8 9",
    "m": "2 8 10 12 13 14 15",
    "b": "9",
    "l": "2 3 4 6b 7 8",
    "f": "3 5",
    "h": "2",
    "t": "2",
    "a": "1",
    "z": "1 2 3",
    "v": "3",
}
FOLLOW_UPS = {"o4-when", "b7-since", "l6-which", "l6-often", "l6-since"}
OPTIONAL_FOLLOW_UPS = {"l6b-which", "l6b-since", "z2-which"}
BANNED = ("likely", "probable", "diagnos", "caused by", "rules out", "high risk")
NEVER_TO_A_PATIENT = ("score", "band", "crisis", "failed", "invalid", "sorry")


def ids(parts):
    return [part + number for part, numbers in parts.items() for number in numbers.split()]


CORE, OPTIONAL = ids(CORE_PARTS), ids(OPTIONAL_PARTS)
QUESTIONS = [q for questionnaire in OWN for q in every(questionnaire.questions)]
BY_ID = {q.id: q for q in QUESTIONS}
each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)


def code_of(label):
    """The code a label gives: lower case, no brackets, no apostrophes, the rest joined by _."""
    plain = re.sub(r"\(.*?\)|['’]", "", label.lower())
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")


def syllables(word):
    groups = len(re.findall("[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(text):
    """Flesch-Kincaid grade, with syllables counted by vowel groups."""
    words = re.findall("[a-z']+", text.lower())
    sentences = max(1, len(re.findall(r"[.?!]", text)))
    return (
        0.39 * len(words) / sentences
        + 11.8 * sum(syllables(word) for word in words) / len(words)
        - 15.59
    )


def test_both_sets_are_whole_with_their_follow_ups_and_nothing_else():
    core = {q.id for q in QUESTIONS if not q.optional}

    assert (len(CORE), len(CORE) + len(OPTIONAL)) == (48, 82)
    assert core == {*CORE, *FOLLOW_UPS, "medicines", "date", "direction"}
    assert BY_ID.keys() - core == {*OPTIONAL, *OPTIONAL_FOLLOW_UPS}
    assert len(QUESTIONS) == len(BY_ID)


def test_a_practice_chooses_among_the_optional_ones_and_their_follow_ups_come_along():
    assert set(catalog.choices()) == set(OPTIONAL)

    asked = {q.id for one in catalog.packet(also=["l6b", "m13"]) for q in every(one.questions)}
    core = {q.id for one in catalog.packet() for q in every(one.questions)}
    assert asked - core == {"l6b", "l6b-which", "l6b-since", "m13"}
    assert not core & {*OPTIONAL, *OPTIONAL_FOLLOW_UPS}


def test_in_spanish_only_the_words_differ():
    for english, spanish in zip(OWN, SPANISH, strict=True):
        assert spanish.language == "es"
        pairs = zip(every(english.questions), every(spanish.questions), strict=True)
        for ours, theirs in pairs:
            assert theirs.text != ours.text or ours.text == ""
            assert [o.code for o in theirs.options] == [o.code for o in ours.options]
            assert theirs.enable_when == ours.enable_when
            assert 2 <= len(theirs.label) <= 40
            assert theirs.why.endswith((".", "?"))


@each
def test_every_question_can_be_left_out_and_says_why_it_is_asked(question):
    assert "prefer_not_to_say" in question.reserved
    assert question.why.endswith((".", "?"))
    assert 2 <= len(question.label) <= 40


@each
def test_a_month_may_be_not_known(question):
    assert question.type != "month" or "not_sure" in question.reserved


@each
def test_an_option_code_is_its_label_by_rule(question):
    for option in (*question.options, *question.also):
        assert option.code == code_of(option.label)
        assert option.score is None


def test_not_sure_and_does_not_apply_stand_where_they_are_true():
    not_sure = {q.id for q in QUESTIONS if "not_sure" in q.reserved and q.type == "choice"}
    does_not_apply = {q.id for q in QUESTIONS if "not_applicable" in q.reserved}

    core = {"o5", "m0", "m6", "m9", "m11", "b1", "b8", "g2"}
    assert not_sure == core | {"o3", "m10", "b9", "l3", "l8", "t2", "z3"}
    assert does_not_apply == {"m11", "f2", "l8", "z2"}


@each
def test_a_question_and_its_reason_read_easily(question):
    assert grade(question.sentence) <= 6
    assert grade(question.why) <= 6


@each
def test_no_word_that_judges_or_frightens(question):
    shown = " ".join(
        [question.sentence, question.hint, question.why, *(o.label for o in question.options)]
    ).lower()

    assert not [word for word in (*BANNED, *NEVER_TO_A_PATIENT) if word in shown]


@each
def test_a_condition_names_a_question_and_codes_that_exist(question):
    all_questions = {
        q.id: q
        for questionnaire in catalog.packet(also=catalog.choices())
        for q in every(questionnaire.questions)
    }
    for condition in question.enable_when:
        codes = {option.code for option in all_questions[condition.question].options}
        assert condition.is_any_of <= codes


@pytest.mark.parametrize("questionnaire", OWN, ids=lambda q: q.slug)
def test_our_own_questions_are_never_scored(questionnaire):
    assert questionnaire.scales == ()
    assert not any(q.scored or q.safety for q in questionnaire.questions)
    assert "not validated" in questionnaire.notice


def test_the_line_about_medicines_stands_over_them():
    assert catalog.current("medicines").note_above == (
        "Please do not stop or change a medicine because of these questions. "
        "Talk with the person who prescribes it first."
    )


def test_work_is_explained_before_it_is_asked_about():
    preamble = catalog.current("burnout_or_numbness").preamble

    assert preamble == '"Work" also means study or caring for someone.'


def test_the_shared_beginning_reads_on_into_each_question():
    assert BY_ID["n1"].sentence == (
        "In the past 2 weeks, how often did you feel far away from your own feelings?"
    )
    assert BY_ID["f1"].sentence == (
        "In the past 2 weeks, how much has feeling numb got in the way of being close to people?"
    )
    assert BY_ID["n18"].sentence.startswith("Which feelings")
