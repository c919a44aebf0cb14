"""Packets and answers for the rules' tests: the released questionnaires, and rarer ones."""

from dataclasses import replace
from datetime import date

from intake import catalog
from intake.domain.questionnaire import Option, Question, Questionnaire, Scale
from screening import ruleset
from screening.domain.evidence import Record
from screening.domain.interpretation import interpret

CORE = catalog.default_packet()
HOMES = {question.id: one.slug for one in CORE for question in one.questions}
SENT = date(2026, 11, 22)
DAY = "2026-11-22"
FREQUENCY = ("not_at_all", "several_days", "more_than_half_the_days", "nearly_every_day")
S5 = tuple(
    Option(code=code, label=code)
    for code in ("never", "rarely", "sometimes", "often", "almost_always")
)


def answers(**given):
    """`answers(b1="everywhere", phq9_9="skipped")`: ids with underscores for hyphens."""
    found = {}
    for key, value in given.items():
        question = key if key in HOMES else key.replace("_", "-")
        found.setdefault(HOMES[question], {})[question] = value
    return found


def record(given, packet=CORE):
    return Record(questionnaires=packet, answers=given, answered_on=lambda _slug, _question: DAY)


def read(given, *, packet=CORE, submitted_on=SENT, **more):
    return interpret(
        questionnaires=packet,
        answers=given,
        answered_on=lambda _slug, _question: DAY,
        submitted_on=submitted_on,
        ruleset=more.pop("rules", None) or ruleset.current(),
        find_ingredient=catalog.find_ingredient,
        **more,
    )


def phq9(*points, **given):
    """The nine items as points, None where there is no answer."""
    items = {f"phq9-{n}": FREQUENCY[p] for n, p in enumerate(points, 1) if p is not None}
    return {"phq9": {**items, **given}}


def gad7(*points):
    return {"gad7": {f"gad7-{n}": FREQUENCY[p] for n, p in enumerate(points, 1) if p is not None}}


def of_total(total, items):
    """Points that add up to the total, as even as can be."""
    return [total // items + (n < total % items) for n in range(items)]


def medicine(name="sertraline", **row):
    return {"m1": name, **row}


def listed(*rows, **given):
    found = answers(**given)
    found["medicines"] = {**found.get("medicines", {}), "m0": "yes", "medicines": list(rows)}
    return found


def _choice(question, options):
    return Question(id=question, text=question, type="choice", options=options)


def _with_optional_questions(one):
    """The questions beyond the core set that rules M+7, M+8 and M! would read."""
    if one.slug == "numbness_signs":
        return replace(one, questions=(*one.questions, _choice("n17", S5)))
    if one.slug != "medicines":
        return one
    desire = (Option(code="no", label="No"), Option(code="yes_less", label="Yes, less"))
    more = (_choice("m12", S5), _choice("m13", desire))
    outer = one.by_id["medicines"]
    repeat = replace(outer, questions=(*outer.questions, *more))
    return replace(one, questions=(one.by_id["m0"], repeat))


def _burnout_inventory(scale, items):
    options = tuple(
        Option(code=str(score), label=str(score), score=score) for score in (0, 25, 50, 75, 100)
    )
    ids = tuple(f"{scale}-{n}" for n in range(1, items + 1))
    return Questionnaire(
        slug=scale,
        version="1",
        kind="instrument",
        title=scale,
        short=scale,
        language="en",
        questions=tuple(
            replace(_choice(i, options), scored=True, reverse=i == "cbi_work-7") for i in ids
        ),
        scales=(
            Scale(
                id=scale,
                title=scale,
                combine="mean",
                items=ids,
                most=100,
                missing="mean",
                min_answered=items // 2 + items % 2,
            ),
        ),
    )


WIDE = (
    *map(_with_optional_questions, CORE),
    _burnout_inventory("cbi_work", 7),
    _burnout_inventory("cbi_personal", 6),
)
