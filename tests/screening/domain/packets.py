"""Packets and answers for the rules' tests, of the released questionnaires."""

from datetime import date

from intake import catalog, definitions, medicine_names
from intake.domain.conditions import still_asked
from screening import ruleset
from screening.domain.evidence import Record
from screening.domain.interpretation import interpret

CORE = catalog.default_packet()
# All there is: with the optional questions, the packs, and what a clinician may order.
PACKS = [definitions.read_folder(catalog.PACKS / name) for name in ("audit_c", "cbi")]
WIDE = (
    *catalog.packet(also=catalog.choices()),
    *(one for pack in PACKS for one in pack.questionnaires.values()),
    *map(catalog.current, sorted(catalog.ON_ORDER)),
)
HOMES = {question.id: one.slug for one in WIDE for question in one.questions}
SENT = date(2026, 11, 22)
DAY = "2026-11-22"
FREQUENCY = ("not_at_all", "several_days", "more_than_half_the_days", "nearly_every_day")


def answers(**given):
    """`answers(b1="everywhere", phq9_9="skipped")`: ids with underscores for hyphens."""
    found = {}
    for key, value in given.items():
        question = key if key in HOMES else key.replace("_", "-")
        found.setdefault(HOMES[question], {})[question] = value
    return found


def record(given, packet=CORE):
    heard = still_asked(packet, given)
    return Record(questionnaires=packet, answers=heard, answered_on=lambda _slug, _question: DAY)


def read(given, *, packet=CORE, submitted_on=SENT, **more):
    return interpret(
        questionnaires=packet,
        answers=given,
        answered_on=lambda _slug, _question: DAY,
        submitted_on=submitted_on,
        ruleset=more.pop("rules", None) or ruleset.current(),
        find_ingredient=medicine_names.find_ingredient,
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
