"""A translation is laid over a definition; a text too few or too many is named by its place."""

import copy

import pytest

from intake.domain.definition import DefinitionError
from intake.domain.translation import translated

OWN = {
    "kind": "own",
    "title": "Signs",
    "language": "en",
    "options": {"how_often": [{"code": "0", "label": "Not at all", "value": 0}]},
    "questions": [
        {"id": "s1", "type": "choice", "text": "Do feelings reach you?"},
        {
            "id": "s2",
            "type": "group",
            "questions": [{"id": "s3", "type": "yes_no", "text": "Ever?"}],
        },
    ],
}
SPANISH = {
    "language": "es",
    "title": "Signos",
    "options": {"how_often": {"0": "Nunca"}},
    "questions": {"s1": {"text": "¿Le llegan?"}, "s2": {}, "s3": {"text": "¿Alguna vez?"}},
}


def test_every_text_is_replaced_and_all_else_stays():
    made = translated(OWN, SPANISH)

    assert made["title"] == "Signos" and made["language"] == "es"
    assert made["options"]["how_often"] == [{"code": "0", "label": "Nunca", "value": 0}]
    assert [q["id"] for q in made["questions"]] == ["s1", "s2"]
    assert made["questions"][0] == OWN["questions"][0] | {"text": "¿Le llegan?"}
    assert made["questions"][1]["questions"][0]["text"] == "¿Alguna vez?"


def test_an_instrument_keeps_what_its_publisher_has_not_translated():
    published = OWN | {"kind": "instrument"}
    few = {"language": "es", "options": SPANISH["options"], "questions": {"s3": {"text": "¿?"}}}

    made = translated(published, few)

    assert made["title"] == "Signs" and made["questions"][0]["text"] == "Do feelings reach you?"
    assert made["questions"][1]["questions"][0]["text"] == "¿?"


def taken(*path):
    """The Spanish texts without the one at this path."""
    texts = copy.deepcopy(SPANISH)
    table = texts
    for key in path[:-1]:
        table = table[key]
    del table[path[-1]]
    return texts


def given(*path):
    """The Spanish texts with one more at this path."""
    texts = copy.deepcopy(SPANISH)
    table = texts
    for key in path[:-1]:
        table = table.setdefault(key, {})
    table[path[-1]] = {} if len(path) == 2 else "¿?"
    return texts


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (taken("title"), "file.title: is not translated"),
        (taken("questions", "s1"), "questions.s1: is not translated"),
        (taken("questions", "s3"), "questions.s3: is not translated"),
        (taken("questions", "s1", "text"), "questions.s1.text: is not translated"),
        (taken("options", "how_often"), "options.how_often.0: is not translated"),
        (given("titel"), "titel: translates nothing"),
        (given("questions", "s9"), "questions.s9: translates nothing"),
        (given("questions", "s1", "hint"), "questions.s1.hint: translates nothing"),
        (given("options", "how_long"), "options.how_long: translates nothing"),
        (given("options", "how_often", "4"), "options.how_often.4: translates nothing"),
    ],
)
def test_a_text_too_few_or_too_many_is_named_by_its_place(texts, said):
    with pytest.raises(DefinitionError) as error:
        translated(OWN, texts)

    assert said in str(error.value)
