"""What is sealed opens only in its own row and field, and is never printed, searched or dumped."""

import pytest
from django.core import serializers
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from intake.fields import Sealed, SealError, blind_index, seal, unseal
from intake.models import Intake, Patient
from tests import people

pytestmark = pytest.mark.django_db

ANY_ANSWER = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("value", [0, False, "", [], {}, "no", 3, ["joy"], {"a": 0}])
def test_zero_no_and_empty_come_back_as_they_were(value):
    intake = people.intake()
    intake.support = value
    intake.save()

    assert Intake.objects.get(pk=intake.pk).support == value


def test_nothing_is_not_the_same_as_an_empty_text():
    intake = people.intake()
    intake.support = None
    intake.save()

    assert Intake.objects.filter(support__isnull=True).exists()


@given(ANY_ANSWER)
def test_whatever_is_sealed_opens_unchanged(value):
    field = Intake._meta.get_field("support")
    sealed = seal(field.encode(value), context="x")

    assert field.decode(unseal(sealed, context="x")) == value


def test_the_column_holds_no_plain_text():
    patient = people.intake(family_name="Zanzibarsample").patient
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_name FROM feltsense_intake_patient")
        stored = bytes(cursor.fetchone()[0])

    assert b"Zanzibarsample" not in stored
    assert Patient.objects.get(pk=patient.pk).family_name == "Zanzibarsample"


def test_a_value_moved_to_another_row_does_not_open():
    mine = people.intake().patient
    other = people.intake(slug="other", record_number="SYN-2").patient
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE feltsense_intake_patient SET given_name ="
            " (SELECT p.given_name FROM feltsense_intake_patient p"
            " WHERE p.record_number_index = %s)"
            " WHERE record_number_index = %s",
            [other.record_number_index, mine.record_number_index],
        )

    with pytest.raises(SealError):
        _ = Patient.objects.get(pk=mine.pk).given_name


def test_a_value_moved_to_another_field_does_not_open():
    sealed = seal(b"1", context="a|1")

    with pytest.raises(SealError):
        unseal(sealed, context="b|1")


@pytest.mark.parametrize("at", [0, 3, 10, 20, -1])
def test_a_changed_byte_is_an_error_and_never_data(at):
    changed = bytearray(seal(b'"several_days"', context="a"))
    changed[at] ^= 1

    with pytest.raises(SealError) as error:
        unseal(bytes(changed), context="a")

    assert "several_days" not in str(error.value)


def test_sealing_the_same_value_twice_looks_different():
    assert seal(b"1", context="a") != seal(b"1", context="a")


def test_an_older_key_still_opens_and_the_newest_seals(settings):
    old = seal(b"1", context="a")
    keys = settings.FELTSENSE["intake"]["sealing_keys"]
    newer = {**keys, 7: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    settings.FELTSENSE = {"intake": {**settings.FELTSENSE["intake"], "sealing_keys": newer}}

    assert unseal(old, context="a") == b"1"
    assert seal(b"1", context="a")[1:5] == (7).to_bytes(4)


def test_a_sealed_value_prints_as_sealed():
    people.intake()
    (row,) = Patient.objects.values("family_name")

    assert str(row["family_name"]) == "<sealed>"
    assert repr(Sealed(b"x")) == "<sealed>"


def test_it_is_not_bulk_updated_searched_or_dumped():
    patient = people.intake().patient

    with pytest.raises(SealError):
        Patient.objects.update(family_name="Sample")
    with pytest.raises(SealError):
        Patient.objects.filter(family_name="Sample").exists()
    with pytest.raises(SealError):
        serializers.serialize("json", [patient])


def test_a_record_number_is_found_however_it_is_typed():
    assert blind_index(scope="p", value=" SYN-1 ") == blind_index(scope="p", value="syn-1")
    assert blind_index(scope="p", value="SYN-1") != blind_index(scope="q", value="SYN-1")
