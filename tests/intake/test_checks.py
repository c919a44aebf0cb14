"""A host that is set up wrongly is told so, by a check with an id, before a patient is."""

import base64

import pytest
from django.core.checks import run_checks

from intake.signals import answers_saved
from tests import people

SHORT = base64.b64encode(b"short").decode()


def ids() -> set[str]:
    return {fault.id for fault in run_checks(tags=["feltsense"])}


def test_the_site_of_the_suite_is_set_up_rightly():
    assert ids() == set()


@pytest.mark.parametrize(
    ("section", "changes", "fault"),
    [
        ("intake", {"polcy": "x"}, "feltsense.E001"),
        ("screening", {"claim_hours": 1}, "feltsense.E101"),
        ("reports", {"paper": "A4"}, "feltsense.E201"),
        ("remidners", {}, "feltsense.E001"),
        ("intake", {"sealing_keys": {1: SHORT}}, "feltsense.E002"),
        ("intake", {"sealing_keys": {1: "no base64!"}}, "feltsense.E002"),
        ("intake", {"sealing_keys": {}}, "feltsense.E002"),
        ("intake", {"audit_key": SHORT}, "feltsense.E002"),
        ("intake", {"policy": "nowhere.Policy"}, "feltsense.E003"),
        ("screening", {"notifier": "nowhere.Notifier"}, "feltsense.E102"),
        ("reports", {"page_size": "A5"}, "feltsense.E202"),
        ("reports", {"fonts": ["/nowhere/Sans.ttf"]}, "feltsense.E203"),
    ],
)
def test_each_fault_has_an_id(settings, section, changes, fault):
    given = settings.FELTSENSE.get(section, {}) | changes
    settings.FELTSENSE = settings.FELTSENSE | {section: given}

    assert fault in ids()


def test_a_key_that_is_missing_is_named(settings):
    settings.FELTSENSE = {"intake": {}}

    assert "feltsense.E002" in ids()


def test_safety_questions_that_nobody_reads_are_a_fault(monkeypatch):
    monkeypatch.setattr(answers_saved, "receivers", [])
    answers_saved.sender_receivers_cache.clear()

    assert ids() == {"feltsense.E005"}


def test_a_site_whose_staff_need_no_second_factor_is_warned_before_it_goes_live(settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "SecondFactor" not in one]

    faults = run_checks(tags=["feltsense"], include_deployment_checks=True)

    assert [fault.id for fault in faults] == ["feltsense.W103"]


@pytest.mark.django_db
def test_a_practice_that_asks_what_is_not_offered_is_named():
    people.practice(also_asks=["n17", "audit_c"])

    (fault,) = run_checks(tags=["database"], databases=["default"])

    assert fault.id == "feltsense.W007"
    assert "sample-street-clinic asks audit_c, which" in fault.msg
