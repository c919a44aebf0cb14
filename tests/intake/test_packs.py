"""Packs: off unless enabled, removable, and offered only with a licence and golden cases."""

import hashlib
import shutil

import pytest
from django.core.checks import run_checks

from intake import catalog, definitions
from intake.signals import golden_cases_read
from screening.receivers import try_out
from tests import people

pytestmark = pytest.mark.once
FILE, GOLDEN_FILE = "phq2.v1.toml", "phq2.v1.golden.toml"
DEFINITION = """
slug = "phq2"
version = "1"
kind = "instrument"
language = "en"
title = "Made-up short scale"
short = "MUSS"
part = "Standard questions"
citation = "Nobody. Nowhere 2026."
holder = "Sample Street Clinic"
licence = "Made for a test."
notice = "Made for a test."

[options]
freq = [{ code = "no", label = "No", score = 0 }, { code = "yes", label = "Yes", score = 1 }]

[[questions]]
id = "phq2-1"
text = "Did you sleep?"
type = "choice"
options = "freq"
scored = true

[[questions]]
id = "phq2-2"
text = "Did you eat?"
type = "choice"
options = "freq"
scored = true

[[scales]]
id = "phq2"
title = "MUSS"
combine = "sum"
items = ["phq2-1", "phq2-2"]
least = 0
most = 2
"""
GOLDEN = """
[[cases]]
name = "one of two"
answers = { phq2-1 = "yes", phq2-2 = "no" }
scores.phq2 = { value = 1, status = "complete" }
"""


@pytest.fixture
def own(tmp_path, settings):
    """The site's folder with one pack in it."""
    pack = tmp_path / "muss"
    pack.mkdir()
    (pack / "LICENCE.md").write_text("Made for a test: do as you like.")
    (pack / "phq2.v1.toml").write_text(DEFINITION)
    (pack / "phq2.v1.golden.toml").write_text(GOLDEN)
    release(pack)
    section = settings.FELTSENSE["intake"] | {"questionnaires": str(tmp_path)}
    settings.FELTSENSE = settings.FELTSENSE | {"intake": section}
    yield pack
    catalog._found.cache_clear()


def release(pack):
    files = sorted(pack.glob("*.toml"))
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files]
    (pack / "CHECKSUMS").write_text("".join(lines))


def enable(settings, *packs):
    section = settings.FELTSENSE["intake"] | {"packs": packs}
    settings.FELTSENSE = settings.FELTSENSE | {"intake": section}


def faults():
    return [f"{fault.id} {fault.msg}" for fault in run_checks(tags=["feltsense"])]


def test_a_pack_of_the_package_is_off_until_it_is_named(settings):
    assert not {"audit_c", "cbi_personal", "cbi_work"} & {*catalog.on_offer(), *catalog.choices()}

    enable(settings, "audit_c", "cbi")
    assert {"audit_c", "cbi_personal", "cbi_work"} <= set(catalog.choices())


def test_a_chosen_pack_stands_before_the_questions_on_hope(settings):
    enable(settings, "audit_c", "cbi")

    slugs = [q.slug for q in catalog.packet(also=["cbi_work", "audit_c"])]

    assert slugs[-5:] == ["pc_ptsd_5", "audit_c", "cbi_work", "hope_loss_stress_body", "goals"]


def test_a_pack_whose_folder_was_removed_is_named_and_the_rest_goes_on(settings, monkeypatch, own):
    monkeypatch.setattr(catalog, "PACKS", own.parent / "nowhere")
    enable(settings, "audit_c")

    assert faults() == [
        "feltsense.W006 audit_c is not offered. audit_c: there is no such folder of questionnaires"
    ]
    assert len(catalog.default_packet()) == len(catalog.DEFAULT_PACKET)


def test_a_folder_of_ones_own_is_offered_with_licence_checksums_and_golden_cases(own):
    assert faults() == []
    assert "phq2" in catalog.choices()
    assert catalog.get("phq2", "1").title == "Made-up short scale"


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda pack: (pack / "LICENCE.md").unlink(), "muss: has no licence text"),
        (lambda pack: (pack / "LICENCE.md").write_text(" "), "muss: has no licence text"),
        (lambda pack: (pack / "CHECKSUMS").unlink(), "is not in CHECKSUMS"),
        (lambda pack: change(pack, GOLDEN_FILE, "value = 1", "value = 2"), "one of two: "),
        (lambda pack: change(pack, GOLDEN_FILE, "scores", "score"), "one of two: score is"),
        (lambda pack: change(pack, GOLDEN_FILE, "= {", '= "" # {'), "can't be read"),
        (lambda pack: change(pack, FILE, "most = 2", 'most = 2\nmissing = "x"'), "x is not"),
        (lambda pack: change(pack, FILE, "slug = ", "slag = "), "file.slag: is not a known"),
        (lambda pack: change(pack, FILE, "[options]", "[options"), "phq2.v1.toml: "),
        (lambda pack: rename(pack, "phq9"), "phq9: is the name of another questionnaire"),
        (lambda pack: drop(pack, GOLDEN_FILE), "needs golden cases"),
        (lambda pack: drop(pack, FILE), "phq2.v1.toml is not there"),
    ],
)
def test_a_folder_that_lacks_something_is_not_offered_and_a_check_says_what(own, break_it, said):
    break_it(own)

    (fault,) = faults()
    assert fault.startswith("feltsense.W006 muss is not offered.") and said in fault
    assert "phq2" not in catalog.choices()


def test_a_site_folder_that_is_not_there_is_named_and_the_rest_goes_on(settings, own):
    section = settings.FELTSENSE["intake"] | {"questionnaires": str(own / "nowhere")}
    settings.FELTSENSE = settings.FELTSENSE | {"intake": section}

    (fault,) = faults()
    assert fault.startswith("feltsense.W006 ")
    assert "the folder of the setting questionnaires" in fault
    assert len(catalog.default_packet()) == len(catalog.DEFAULT_PACKET)


def test_without_an_app_that_scores_no_pack_with_scores_is_offered(own):
    golden_cases_read.disconnect(try_out)
    try:
        with pytest.raises(definitions.CatalogError, match="no app scores them"):
            definitions.read_pack(own)
    finally:
        golden_cases_read.connect(try_out)


def change(pack, name, old, new):
    text = (pack / name).read_text()
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1))
    release(pack)


def drop(pack, name):
    (pack / name).unlink()
    release(pack)


def rename(pack, slug):
    for file in pack.glob("phq2.*"):
        shutil.move(file, pack / file.name.replace("phq2", slug))
    change(pack, f"{slug}.v1.toml", 'slug = "phq2"', f'slug = "{slug}"')


ITEM = 'id = "phq2-2"'


@pytest.mark.parametrize(
    ("put", "said"),
    [
        ('id = "phq9-9"', "questions.phq9-9: is the id of a question of phq9"),
        ('id = "m9"', "questions.m9: is the id of a question of medicines"),
        ('id = "skip"', "questions.skip: can't be an id"),
        ('id = "a b"', "questions.a b: can't be an id"),
        ('id = "phq2-1-skip"', "is the name of a control of phq2-1"),
        ('id = "phq9-1"\nalone = true', "questions.phq9-1: is the id of a question"),
        ('id = "phq9-1-8"\nalone = true', "two pages would be called phq9-1-8"),
        (f"{ITEM}\nsafety = true", "safety belongs to our own questions"),
        (f'{ITEM}\nenable_when = [{{ question = "zz", is_any_of = ["no"] }}]', "zz is not asked"),
        (f'{ITEM}\nenable_when = [{{ question = "phq2-2", is_any_of = ["no"] }}]', "not asked"),
        (
            f'{ITEM}\nenable_when = [{{ question = "phq2-1", is_any_of = ["perhaps"] }}]',
            "perhaps is no answer to phq2-1",
        ),
    ],
)
def test_a_pack_that_would_break_another_questionnaire_is_not_offered(own, put, said):
    drop(own, GOLDEN_FILE)
    change(own, FILE, 'items = ["phq2-1", "phq2-2"]', 'items = ["phq2-1"]')
    change(own, FILE, ITEM, put)

    (fault,) = faults()
    assert said in fault, fault
    assert "phq2" not in catalog.choices()


def test_a_repeating_question_of_a_pack_has_no_page_and_is_not_offered(own):
    inner = '[[questions.questions]]\nid = "phq2-4"\ntext = "What?"\ntype = "text"\n'
    repeat = f'[[questions]]\nid = "phq2-3"\ntext = "Each?"\ntype = "repeat"\n{inner}\n[[scales]]'
    change(own, FILE, "[[scales]]", repeat)

    (fault,) = faults()
    assert "questions.phq2-3: repeat belongs to the medicines" in fault


def test_two_questionnaires_of_one_folder_share_no_ids(own):
    (own / "two.v1.toml").write_text(DEFINITION.replace('slug = "phq2"', 'slug = "two"'))
    (own / "two.v1.golden.toml").write_text(GOLDEN)
    release(own)

    (fault,) = faults()
    assert "is the id of a question of" in fault


def test_a_second_version_keeps_the_ids_of_the_first(own):
    (own / "phq2.v2.toml").write_text(DEFINITION.replace('version = "1"', 'version = "2"'))
    (own / "phq2.v2.golden.toml").write_text(GOLDEN)
    release(own)

    assert faults() == []
    assert catalog.current("phq2").version == "2"


@pytest.mark.django_db
def test_a_stack_of_ones_own_shows_lead_and_hint_and_claims_no_fame(own, client):
    change(
        own,
        FILE,
        'text = "Did you sleep?"',
        'text = "Sleep?"\nlead = "Did you"\nhint = "Last week."',
    )
    _, token = people.invited(people.practice(also_asks=["phq2"]))
    people.enters(client, token)

    page = client.get("/intake/step/phq2-1-2/").content.decode()

    assert "Two questions</h1>" in page and "used in clinics" not in page
    assert "Did you</p>" in page and "Last week." in page
