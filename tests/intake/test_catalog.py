"""Released questionnaires do not change unseen; medicines are found by any of their names."""

import hashlib
import shutil

import pytest

from intake import catalog, medicine_names
from intake.definitions import CatalogError

pytestmark = pytest.mark.once


@pytest.fixture
def folder(tmp_path):
    """A copy of two released files with their checksums."""
    names = ("phq9.v1.toml", "goals.v1.toml")
    for name in names:
        shutil.copy(catalog.QUESTIONNAIRES / name, tmp_path)
    release(tmp_path)
    return tmp_path


def release(folder):
    files = sorted(folder.glob("*.toml"))
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files]
    (folder / "CHECKSUMS").write_text("".join(lines))


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_is_read_by_slug_and_version(folder):
    assert set(catalog.read_folder(folder).questionnaires) == {("goals", "1"), ("phq9", "1")}


def test_a_released_file_that_changed_is_refused_by_name(folder):
    edit(folder / "phq9.v1.toml", "Feeling down, depressed", "Feeling down depressed")

    with pytest.raises(CatalogError, match=r"phq9\.v1\.toml: differs .* new version in a new file"):
        catalog.read_folder(folder)


def test_a_file_that_was_never_released_says_how_to_release_it(folder):
    new = folder / "goals.v2.toml"
    shutil.copy(folder / "goals.v1.toml", new)
    edit(new, 'version = "1"', 'version = "2"')

    with pytest.raises(CatalogError, match=r"goals\.v2\.toml: is not in CHECKSUMS") as refused:
        catalog.read_folder(folder)

    line = str(refused.value).rpartition("add the line: ")[2]
    with (folder / "CHECKSUMS").open("a") as sums:
        sums.write(line + "\n")
    assert ("goals", "2") in catalog.read_folder(folder).questionnaires


def test_a_released_file_that_is_gone_is_missed(folder):
    (folder / "phq9.v1.toml").unlink()

    with pytest.raises(CatalogError, match=r"phq9\.v1\.toml: is listed in CHECKSUMS but not there"):
        catalog.read_folder(folder)


def test_a_folder_without_checksums_offers_nothing(folder):
    (folder / "CHECKSUMS").unlink()

    with pytest.raises(CatalogError, match="is not in CHECKSUMS"):
        catalog.read_folder(folder)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('kind = "own"', 'kind = "own"\ncolour = "blue"', r"file\.colour: is not a known key"),
        ('kind = "own"', 'kind = "own', r"goals\.v1\.toml: "),
        ('slug = "goals"', 'slug = "wishes"', "is not named after its slug and version"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(folder, old, new, reason):
    edit(folder / "goals.v1.toml", old, new)
    release(folder)

    with pytest.raises(CatalogError, match=reason) as refused:
        catalog.read_folder(folder)
    assert "goals.v1.toml" in str(refused.value)


def test_the_hash_of_a_questionnaire_is_that_of_its_file():
    file = catalog.QUESTIONNAIRES / "phq9.v1.toml"

    assert catalog.get("phq9", "1").sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_packet_is_asked_in_its_order_and_ends_with_the_goals():
    packet = catalog.default_packet()

    assert tuple(q.slug for q in packet) == catalog.DEFAULT_PACKET
    assert packet[-1].slug == "goals"
    assert packet == catalog.default_packet(), "made once: it is the key of what is compiled"


def test_everything_released_is_on_offer_and_asked_or_waits_for_an_order():
    assert set(catalog.on_offer()) == {*catalog.DEFAULT_PACKET, *catalog.ON_ORDER}


def test_the_newest_version_is_on_offer_and_the_tenth_is_newer_than_the_ninth(folder):
    for version in ("9", "10"):
        new = folder / f"goals.v{version}.toml"
        shutil.copy(folder / "goals.v1.toml", new)
        edit(new, 'version = "1"', f'version = "{version}"')
    release(folder)

    newest = catalog.newest(catalog.read_folder(folder).questionnaires)

    assert newest["goals"].version == "10"


def test_question_ids_are_unique_across_the_packet():
    ids = [q.id for questionnaire in catalog.default_packet() for q in questionnaire.questions]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("ask", [lambda: catalog.get("phq9", "7"), lambda: catalog.current("phq8")])
def test_what_was_never_released_is_refused_by_name(ask):
    with pytest.raises(CatalogError, match="phq"):
        ask()


@pytest.mark.parametrize(
    ("typed", "ingredient"),
    [
        ("sertraline", "sertraline"),
        ("ZOLOFT", "sertraline"),
        ("  Zoloft ", "sertraline"),
        ("St John’s  wort", "St John's wort"),
        ("Codeine", "codeine"),
        ("a herb from my aunt", None),
        ("sertraline 50 mg", None),
        ("", None),
    ],
)
def test_a_medicine_is_found_by_its_exact_name_or_stays_as_typed(typed, ingredient):
    assert medicine_names.find_ingredient(typed) == ingredient


def test_every_medicine_is_found_by_each_of_its_names():
    for medicine in medicine_names.medicines():
        for name in (medicine.ingredient, *medicine.brands):
            assert medicine_names.find_ingredient(name) == medicine.ingredient


def test_the_list_of_medicines_is_whole():
    medicines = medicine_names.medicines()

    assert len(medicines) == 188
    assert len({m.ingredient for m in medicines}) == 188
    assert all(m.rxnorm_cui.isdigit() for m in medicines if m.rxnorm_cui)
