"""A definition file is checked key by key: what is wrong is named, and nothing is guessed."""

import copy

import pytest

from intake.domain.definition import DefinitionError, parse

pytestmark = pytest.mark.once

HEAD = {
    "slug": "felt_demo",
    "version": "1",
    "kind": "instrument",
    "language": "en",
    "title": "Demonstration scale",
    "short": "Demo",
    "part": "Standard questions",
    "citation": "Nobody N. Nowhere 2026;1:1.",
    "holder": "Nobody",
    "licence": "Free to use.",
    "notice": "Not for clinical use.",
}
DEMO = HEAD | {
    "lead": "Lately,",
    "enable_when": [{"question": ["a", "b"], "is_any_of": ["yes"]}],
    "options": {
        "two": [
            {"code": "no", "label": "No", "score": 0},
            {"code": "yes", "label": "Yes", "score": 1},
        ],
        "never": [{"code": "always_so", "label": "Always so"}],
    },
    "questions": [
        {"id": "d1", "text": "did it rain?", "type": "choice", "options": "two", "scored": True},
        {
            "id": "d2",
            "text": "When did it rain?",
            "lead": "",
            "type": "month",
            "also": "never",
            "reserved": ["not_sure"],
            "enable_when": [{"question": "d1", "is_none_of": ["no"]}],
        },
        {
            "id": "d3",
            "text": "which roads were wet?",
            "type": "repeat",
            "questions": [{"id": "name", "text": "Which road?", "type": "text"}],
        },
        {"id": "d4", "text": "and?", "type": "choices", "options": "two", "exclusive": ["no"]},
    ],
    "scales": [
        {
            "id": "demo",
            "title": "Demo",
            "combine": "sum",
            "items": ["d1"],
            "least": 0,
            "most": 1,
            "bands": [
                {"id": "dry", "label": "Dry", "least": 0, "most": 0, "source": "Nobody 2026"},
                {"id": "wet", "label": "Wet", "least": 1, "most": 1, "source": "Nobody 2026"},
            ],
        }
    ],
}


def parsed(data=DEMO):
    return parse(copy.deepcopy(data), sha256="abc")


def changed(path, value):
    data = copy.deepcopy(DEMO)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def without(path):
    data = copy.deepcopy(DEMO)
    place = data
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return data


def own():
    return without(["citation"]) | {"kind": "own"}


def test_a_good_file_becomes_a_questionnaire():
    demo = parsed()

    assert (demo.slug, demo.version, demo.sha256) == ("felt_demo", "1", "abc")
    assert list(demo.by_id) == ["d1", "d2", "d3", "d4"]
    assert demo.by_id["d1"].option("yes").score == 1
    assert demo.by_id["d2"].option("always_so").label == "Always so"
    assert demo.by_id["d1"].option("maybe") is None
    assert demo.by_id["d3"].questions[0].id == "name"
    assert [band.label for band in demo.scales[0].bands] == ["Dry", "Wet"]


def test_what_the_file_says_once_holds_for_every_question_without_its_own():
    demo = parsed()

    assert demo.by_id["d1"].sentence == "Lately, did it rain?"
    assert demo.by_id["d2"].sentence == "When did it rain?"
    assert [c.question for c in demo.by_id["d1"].enable_when] == ["a", "b"]
    assert [c.question for c in demo.by_id["d2"].enable_when] == ["d1"]
    assert demo.by_id["d3"].questions[0].enable_when == ()


def test_the_same_file_read_twice_is_two_questionnaires():
    assert parsed() != parsed()
    assert len({parsed(), parsed()}) == 2


@pytest.mark.parametrize(
    ("data", "where", "reason"),
    [
        ([], "file", "must be a table"),
        (changed(["colour"], "blue"), "file.colour", "is not a known key"),
        (changed(["version"], 1), "file.version", "must be text"),
        (changed(["version"], "one"), "file.version", "must be a whole number, as text"),
        (changed(["kind"], "quiz"), "file.kind", "must be one of instrument, own"),
        (changed(["options"], []), "file.options", "must be a table"),
        (changed(["options", "two"], []), "options.two", "must be a list of options"),
        (changed(["options", "two"], "x"), "options.two", "must be a list of options"),
        (changed(["options", "two", 0], "x"), "options.two[0]", "must be a table"),
        (changed(["options", "two", 0, "score"], "0"), "options.two[0].score", "must be a whole"),
        (changed(["options", "two", 0, "score"], True), "options.two[0].score", "must be a whole"),
        (changed(["options", "two", 0, "code"], "yes"), "options.two.yes", "stands there twice"),
        (without(["options", "two", 0, "label"]), "options.two[0].label", "is missing"),
        (without(["slug"]), "file.slug", "is missing"),
        (without(["licence"]), "file.licence", "is missing"),
        (changed(["citation"], ""), "file.citation", "is missing"),
        (changed(["questions"], []), "questions", "must hold at least one question"),
        (changed(["questions", 1, "id"], "d1"), "questions.d1", "stands there twice"),
        (changed(["questions", 0, "hue"], 1), "questions[0].hue", "is not a known key"),
        (changed(["questions", 0, "type"], "slider"), "questions.d1.type", "must be one of choice"),
        (changed(["questions", 0, "options"], "ten"), "questions.d1.options", "must be one of"),
        (without(["questions", 0, "options"]), "questions.d1.options", "belong to choice"),
        (changed(["questions", 1, "options"], "two"), "questions.d2.options", "belong to choice"),
        (changed(["questions", 1, "least"], 1), "questions.d2.least", "belongs to number"),
        (without(["questions", 2, "questions"]), "questions.d3.questions", "belong to repeat"),
        (
            changed(["questions", 1, "reserved"], ["skipped"]),
            "questions.d2.reserved",
            "must be one",
        ),
        (changed(["questions", 1, "reserved"], [["x"]]), "questions.d2.reserved", "must be one of"),
        (changed(["questions", 3, "exclusive"], ["x"]), "questions.d4.exclusive", "must be one of"),
        (
            changed(["questions", 3, "exclusive"], [1]),
            "questions.d4.exclusive",
            "must be a list of",
        ),
        (without(["options", "two", 1, "score"]), "questions.d1.scored", "needs a score on each"),
        (
            changed(["questions", 1, "enable_when"], ["d1"]),
            "questions.d2.enable_when[0]",
            "holds question, is_any_of and is_none_of only",
        ),
        (
            changed(["questions", 1, "enable_when", 0, "equals"], "x"),
            "questions.d2.enable_when[0]",
            "holds question, is_any_of and is_none_of only",
        ),
        (
            changed(["questions", 1, "enable_when", 0, "is_any_of"], ["x"]),
            "questions.d2.enable_when[0]",
            "needs a question, and either is_any_of or is_none_of",
        ),
        (
            changed(["questions", 1, "enable_when"], [{"question": [], "is_any_of": ["x"]}]),
            "questions.d2.enable_when[0]",
            "needs a question, and either is_any_of or is_none_of",
        ),
        (
            changed(["questions", 1, "enable_when"], [{"is_any_of": ["x"]}]),
            "questions.d2.enable_when[0].question",
            "must be a list of texts",
        ),
        (changed(["scales", 0, "combine"], "median"), "scales.demo.combine", "must be one of mean"),
        (changed(["scales", 0, "items"], ["d4"]), "scales.demo.items", "must be one of d1"),
        (changed(["scales", 0, "most"], 0), "scales.demo.most", "must be above least"),
        (
            changed(["scales", 0, "bands", 1, "least"], 2),
            "scales.demo.bands.wet",
            "must start at 1",
        ),
        (changed(["scales", 0, "bands", 1, "most"], 0), "scales.demo.bands.wet", "must start at 1"),
        (changed(["scales", 0, "bands", 1, "most"], 2), "scales.demo.bands", "must end at 1"),
        (own(), "questions.d1.why", "is missing"),
        ({k: v for k, v in own().items() if k != "part"}, "file.part", "is missing"),
    ],
)
def test_a_faulty_file_is_refused_with_the_key_and_the_reason(data, where, reason):
    with pytest.raises(DefinitionError) as refused:
        parsed(data)

    assert refused.value.where == where
    assert refused.value.reason.startswith(reason)
    assert str(refused.value) == f"{where}: {refused.value.reason}"


def test_each_of_our_own_questions_needs_a_reason_and_a_short_name():
    data = own()
    for question in [*data["questions"], *data["questions"][2]["questions"]]:
        question |= {"why": "It helps.", "label": "Short"}
    assert parsed(data).kind == "own"

    del data["questions"][2]["questions"][0]["label"]
    with pytest.raises(DefinitionError, match="label: is missing"):
        parsed(data)


def test_a_scale_by_rule_has_no_range():
    (scale,) = parsed(
        changed(["scales"], [{"id": "r", "title": "R", "combine": "rule", "items": ["d1"]}])
    ).scales

    assert (scale.least, scale.most, scale.bands) == (0, 0, ())
