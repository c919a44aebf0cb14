"""The trail is append-only, and verify_audit finds whatever was done to it behind its back."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from intake import audit
from intake.models import AuditEvent
from tests import people
from tests.triggers import without_triggers

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


@pytest.fixture
def practice():
    practice = people.practice()
    for verb in ("first", "second", "third"):
        audit.record(
            verb,
            practice,
            practice_id=practice.pk,
            actor=audit.system_actor("test"),
            at=NOW,
            detail={"said": "nothing"},
        )
    return practice


def test_a_whole_trail_has_no_faults(practice):
    out = StringIO()
    call_command("verify_audit", stdout=out)

    assert list(audit.faults()) == []
    assert "whole and in order" in out.getvalue()


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_a_change(practice, deed):
    events = AuditEvent.objects.filter(verb="second")

    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(verb="x") if deed == "update" else events.delete()


CHANGES = {
    "altered": "UPDATE feltsense_intake_auditevent SET verb = 'x' WHERE verb = 'second'",
    "another actor": "UPDATE feltsense_intake_auditevent SET actor = 'x' WHERE verb = 'first'",
    "removed": "DELETE FROM feltsense_intake_auditevent WHERE verb = 'second'",
    "removed at the end": "DELETE FROM feltsense_intake_auditevent WHERE verb = 'third'",
    "removed at the start": "DELETE FROM feltsense_intake_auditevent WHERE verb = 'first'",
    "removed with its end": "DELETE FROM feltsense_intake_audithead",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_behind_its_back_is_found(practice, change):
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(change)

    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", stdout=StringIO(), stderr=StringIO())
    assert ended.value.code == 1


def test_reordered_events_are_found(practice):
    first, second = AuditEvent.objects.filter(verb__in=["first", "second"]).order_by("sequence")
    with without_triggers():
        for event, sequence in ((first, 99), (second, first.sequence), (first, second.sequence)):
            AuditEvent.objects.filter(pk=event.pk).update(sequence=sequence)

    assert list(audit.faults())


def test_each_practice_has_a_chain_of_its_own(practice):
    other = people.practice(slug="other")
    event = audit.record(
        "first", other, practice_id=other.pk, actor=audit.system_actor("test"), at=NOW
    )

    assert event.sequence == 1
    assert list(audit.faults()) == []
