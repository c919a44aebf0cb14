"""The wording, order and options of a published instrument are its publisher's.

`published.sha256` was made from the published texts, not from our files. Each line is the hash
of one item: its stem, its text, and its options as `code=label=score`, joined by `|`.
"""

import hashlib
from pathlib import Path

import pytest

from intake import catalog, definitions
from screening import golden

pytestmark = pytest.mark.once

LINES = (Path(__file__).parent / "published.sha256").read_text().splitlines()
PUBLISHED = {name: digest for digest, name in (line.split("  ") for line in LINES)}
PACKS = [definitions.read_folder(catalog.PACKS / name) for name in ("audit_c", "cbi")]
FOLDERS = [definitions.read_folder(catalog.QUESTIONNAIRES), *PACKS]
INSTRUMENTS = [
    q for folder in FOLDERS for q in folder.questionnaires.values() if q.kind == "instrument"
]
SPANISH = [q for folder in FOLDERS for q in folder.translations.values() if q.kind == "instrument"]
ITEMS = {q.id: (instrument, q) for instrument in INSTRUMENTS for q in instrument.questions}


def sha256(*parts):
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def printed(instrument, question):
    options = [f"{o.code}={o.label}={o.score}" for o in question.options]
    return sha256(instrument.stem, question.text, *options)


@pytest.mark.parametrize("item", [name for name in PUBLISHED if " " not in name])
def test_an_item_is_worded_as_published(item):
    assert printed(*ITEMS[item]) == PUBLISHED[item], f"the wording of {item} has changed"


def test_a_changed_comma_is_seen():
    instrument, question = ITEMS["phq9-2"]

    assert sha256(instrument.stem, question.text.replace(",", "")) != PUBLISHED["phq9-2"]


@pytest.mark.parametrize("slug", ["pc_ptsd_5", "pcl5", "audit_c"])
def test_a_preamble_is_as_published(slug):
    (instrument,) = (one for one in INSTRUMENTS if one.slug == slug)

    assert sha256(instrument.preamble) == PUBLISHED[f"{slug} preamble"]


@pytest.mark.parametrize("instrument", SPANISH, ids=lambda q: q.slug)
def test_spanish_is_its_publishers_and_what_has_none_stays_english(instrument):
    english = next(one for one in INSTRUMENTS if one.slug == instrument.slug)

    for item, original in zip(instrument.questions, english.questions, strict=True):
        if f"{item.id} es" in PUBLISHED:
            assert printed(instrument, item) == PUBLISHED[f"{item.id} es"]
        else:
            assert item.text == original.text
    if f"{instrument.slug} notice es" in PUBLISHED:
        assert sha256(instrument.notice) == PUBLISHED[f"{instrument.slug} notice es"]


def test_spanish_is_there_where_a_publisher_has_it_and_nowhere_else():
    assert {one.slug for one in SPANISH} == {"phq9", "gad7", "asq"}


def golden_cases():
    for folder in FOLDERS:
        for key, questionnaire in folder.questionnaires.items():
            if questionnaire.scales:
                yield questionnaire, folder.golden[key]


@pytest.mark.parametrize(
    ("instrument", "cases"), list(golden_cases()), ids=lambda one: getattr(one, "slug", "")
)
def test_every_instrument_gives_the_scores_of_its_golden_cases(instrument, cases):
    assert golden.faults(questionnaire=instrument, cases=cases) == []
    assert any("refused" in case for case in cases)
    values = [
        case["scores"][instrument.scales[0].id].get("value") for case in cases if "scores" in case
    ]
    edges = {edge for scale in instrument.scales for b in scale.bands for edge in (b.least, b.most)}
    assert edges <= set(values)
    assert None in values


def test_a_wrong_golden_case_is_told_by_its_name():
    phq9 = catalog.current("phq9")
    case = {
        "name": "one day",
        "answers": {"phq9-1": "several_days"},
        "scores": {"phq9": {"value": 1}},
    }

    assert golden.faults(questionnaire=phq9, cases=[case]) == [
        "one day: phq9 gives {'status': 'incomplete'}"
    ]


def test_items_stand_in_the_published_order_and_none_is_added():
    ours = {q.slug: [item.id for item in q.questions] for q in INSTRUMENTS}

    for items in ours.values():
        assert items == sorted(items, key=list(PUBLISHED).index)
    assert set(ITEMS) == {name for name in PUBLISHED if " " not in name}


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda q: q.slug)
def test_an_instrument_carries_its_source_and_licence_and_no_extra_answer(instrument):
    assert instrument.citation
    assert instrument.holder
    assert instrument.licence
    assert instrument.notice
    assert instrument.source
    for question in instrument.questions:
        assert question.reserved == ()
        assert question.lead == ""


@pytest.mark.parametrize(
    ("slug", "most", "bands", "change"),
    [
        ("phq9", 27, [0, 5, 10, 15, 20], 5),
        ("gad7", 21, [0, 5, 10, 15], 4),
        ("pc_ptsd_5", 5, [], None),
        ("asq", 0, [], None),
        ("pcl5", 80, [], 10),
    ],
)
def test_scores_have_the_published_range_bands_and_change(slug, most, bands, change):
    scale = catalog.current(slug).scales[0]

    assert (scale.least, scale.most, scale.change) == (0, most, change)
    assert [band.least for band in scale.bands] == bands
    assert all(band.source for band in scale.bands)
    assert scale.missing_source
    assert scale.change_source


def test_safety_items_are_item_nine_and_the_asq_and_no_others():
    safety = {q.id for instrument in INSTRUMENTS for q in instrument.questions if q.safety}

    assert safety == {"phq9-9", "asq-1", "asq-2", "asq-3", "asq-4", "asq-5"}


def test_nobody_is_asked_for_details_of_thoughts_or_attempts():
    assert not {"asq-4-when", "asq-5-describe"} & ITEMS.keys()


def loinc_codes():
    """Those of panels, items and totals; answer codes (LA...) are checked otherwise."""
    for instrument in INSTRUMENTS:
        parts = (instrument, *instrument.scales, *instrument.questions)
        yield from (part.loinc for part in parts if part.loinc)


@pytest.mark.parametrize("code", sorted(set(loinc_codes())))
def test_a_loinc_code_has_its_check_digit(code):
    body, digit = code.split("-")
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(body))]  # Luhn
    total = sum(n // 10 + n % 10 for n in doubled)

    assert (10 - total % 10) % 10 == int(digit)
