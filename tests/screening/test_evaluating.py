"""A safety answer is heard in the commit that stores it, whatever else breaks."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from intake import jobs
from intake.jobs import WorkBroke
from intake.models import AnswerChange, AuditEvent, Job, Membership
from intake.services import answering
from reports.models import Report
from reports.services import writing
from screening import ruleset
from screening.domain.tiers import Tier
from screening.models import NO_APPOINTMENT, Alert, QueueCount, Review
from screening.services import alerting, evaluating
from tests import people
from tests.screening.alex import ALL_NO, NOW, Alex, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex():
    return Alex()


@pytest.mark.parametrize(
    ("item9", "rank"),
    [
        ("several_days", Tier.SOON),
        ("more_than_half_the_days", Tier.NOW),
        ("nearly_every_day", Tier.NOW),
    ],
)
def test_item_9_raises_an_alert_and_opens_a_review_before_the_form_is_sent(alex, item9, rank):
    alex.says("phq9", phq9_9=item9)

    assert alex.codes == ["S-ITEM9"]
    assert alex.review.rank == rank
    assert alex.support["due"] is True
    assert alex.support["emergency_first"] is False


def test_not_at_all_raises_nothing(alex):
    alex.says("phq9", phq9_9="not_at_all")

    assert alex.codes == []
    assert not Review.objects.exists()
    assert alex.support == {}


def test_an_unanswered_question_about_now_is_handled_as_acute_until_it_is_answered(alex):
    alex.says("asq", **(ALL_NO | {"asq_1": "yes"}))
    assert (alex.codes, alex.review.rank) == (["S-UNKNOWN"], Tier.NOW)
    assert alex.support["emergency_first"] is True

    alex.says("asq", asq_5="no")
    assert sorted(alex.codes) == ["S-POSITIVE", "S-UNKNOWN"]
    assert alex.review.rank == Tier.NOW, "a tier never falls"
    assert not Alert.objects.exclude(closed_at=None).exists(), "nothing closes by itself"


def test_a_skipped_safety_question_is_work_for_a_person(alex):
    alex.says("phq9", phq9_9="skipped")

    assert (alex.codes, alex.review.rank) == (["S-SKIPPED"], Tier.NEXT)


def test_a_safety_question_left_empty_fires_when_the_form_is_sent(alex):
    alex.says("phq9", phq9_1="not_at_all")
    assert alex.codes == []

    alex.sends()
    assert alex.codes == ["S-SKIPPED"]


def test_taking_an_answer_back_keeps_the_alert_and_both_values(alex):
    alex.says("phq9", phq9_9="nearly_every_day")
    alex.says("phq9", phq9_9="not_at_all", at=NOW + timedelta(minutes=1))

    assert (alex.codes, alex.review.rank) == (["S-ITEM9"], Tier.NOW)
    change = AnswerChange.objects.get().change
    assert (change["before"], change["after"]) == ("nearly_every_day", "not_at_all")


def test_the_same_answer_saved_again_raises_no_second_alert_and_no_second_support_page(alex):
    alex.says("phq9", phq9_9="several_days")
    answering.leave_support(session=alex.session, call_back=None, phone="", at=NOW)
    alex.says("phq9", phq9_9="several_days")

    assert alex.codes == ["S-ITEM9"]
    assert alex.support["due"] is False


def test_a_graver_answer_raises_an_alert_of_its_own(alex):
    alex.says("phq9", phq9_9="several_days")
    alex.says("phq9", phq9_9="nearly_every_day")

    assert (alex.codes, alex.review.rank) == (["S-ITEM9", "S-ITEM9"], Tier.NOW)


def test_a_rule_that_breaks_is_an_alert_of_its_own_and_the_answer_is_kept(
    alex, monkeypatch, caplog
):
    def broken(**_):
        raise ZeroDivisionError("Alex said several_days")

    monkeypatch.setattr(evaluating.signals, "evaluate", broken)
    with caplog.at_level(logging.ERROR):
        alex.says("phq9", phq9_9="several_days")

    assert (alex.codes, alex.review.rank) == (["S-ERROR"], Tier.NOW)
    assert alex.intake.answers()["phq9"]["phq9-9"] == "several_days"
    assert "ZeroDivisionError" in caplog.text
    assert "several_days" not in caplog.text


def test_what_a_broken_rule_left_behind_is_read_again(alex, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(evaluating.signals, "evaluate", lambda **_: 1 / 0)
        alex.says("phq9", phq9_9="several_days")

    evaluating.look_again(at=NOW + timedelta(minutes=2))

    assert sorted(alex.codes) == ["S-ERROR", "S-ITEM9"]


def test_a_broken_interpretation_keeps_the_form_its_alerts_and_a_place_in_the_queue(
    alex, monkeypatch
):
    alex.says("phq9", phq9_9="several_days")
    alex.says("asq", **ALL_NO)
    with monkeypatch.context() as patch:
        patch.setattr(ruleset, "current", lambda: 1 / 0)
        alex.sends()
    assert sorted(alex.codes) == ["S-ERROR", "S-ITEM9"]
    assert alex.review.interpretation is None

    evaluating.look_again(at=NOW + timedelta(minutes=2))
    assert alex.review.interpretation is not None
    assert Report.objects.count() == 1


def test_a_save_that_can_not_even_raise_the_alarm_fails_and_stores_nothing(alex, monkeypatch):
    monkeypatch.setattr(evaluating, "raise_alerts", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        alex.says("phq9", phq9_9="several_days")

    assert alex.intake.answers() == {}


def test_a_form_is_sent_once(alex):
    alex.says("phq9", phq9_9="not_at_all")

    assert alex.sends()
    assert not alex.sends()
    assert (Review.objects.count(), Report.objects.count()) == (1, 1)


def test_an_answer_changed_after_sending_makes_a_new_version_until_somebody_reads_it(alex):
    alex.sends()
    alex.says("phq9", phq9_9="several_days")
    assert list(Report.objects.order_by("version").values_list("version", "is_current")) == [
        (1, False),
        (2, True),
    ]

    answering.mark_opened(intake=alex.intake, at=NOW)
    with pytest.raises(answering.IntakeClosed):
        alex.says("phq9", phq9_9="not_at_all")


def test_the_badge_counts_follow_the_reviews(alex):
    alex.says("phq9", phq9_9="several_days")
    alex.says("phq9", phq9_9="nearly_every_day")

    assert dict(QueueCount.objects.values_list("rank", "waiting")) == {Tier.SOON: 0, Tier.NOW: 1}


def test_due_times_are_the_practices_own_and_else_the_appointment():
    alex = Alex(appointment_in=None)
    alex.sends()
    assert alex.review.due_at == NO_APPOINTMENT

    alex.says("phq9", phq9_9="several_days")
    assert alex.review.due_at == NOW + timedelta(minutes=480)
    alex.says("phq9", phq9_9="nearly_every_day")
    assert alex.review.due_at == NOW + timedelta(minutes=60)


def test_an_alert_nobody_takes_up_reaches_the_second_contact_once(alex, mailoutbox):
    alex.says("phq9", phq9_9="nearly_every_day")
    tell_everyone(NOW)
    late = NOW + timedelta(minutes=60)
    alerting.escalate(at=late - timedelta(seconds=1))
    assert Job.objects.filter(kind=alerting.NOTIFY).count() == 1

    for _ in range(2):
        alerting.escalate(at=late)
        tell_everyone(late)

    assert len(mailoutbox) == 2
    assert {mail.subject for mail in mailoutbox} == {"An intake needs review now. Sign in."}
    assert AuditEvent.objects.filter(verb="screening.alert_escalated").count() == 1


def test_an_alert_that_was_taken_up_is_not_escalated_and_tells_nobody_more(alex, mailoutbox):
    alex.says("phq9", phq9_9="nearly_every_day")
    dana = people.clinician(alex.intake.practice)
    alerting.acknowledge(alert=Alert.objects.get(), user=dana, at=NOW)

    alerting.escalate(at=NOW + timedelta(days=1))
    tell_everyone(NOW)

    assert mailoutbox == []
    assert not Alert.objects.exclude(escalated_at=None).exists()


def tell_everyone(at):
    """What the relay does when no worker has sent the notices in time."""
    alerting.send_late_notices(at=at + alerting.LATE)


def test_a_contact_without_an_address_is_a_job_that_fails_and_not_a_notice_that_was_sent(alex):
    get_user_model().objects.update(email="")
    alex.says("phq9", phq9_9="nearly_every_day")

    with pytest.raises(WorkBroke):
        tell_everyone(NOW)
    assert Job.objects.get(kind=alerting.NOTIFY).last_error == "NoAddress"


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_alert_is_closed_with_a_reason_and_a_contact_attempt_by_a_named_person(alex, reason):
    alex.says("phq9", phq9_9="nearly_every_day")
    alert, dana = Alert.objects.get(), people.clinician(alex.intake.practice)
    with pytest.raises(alerting.AlertNotReady):
        alerting.close(alert=alert, reason="Spoke with Alex.", user=dana, at=NOW)

    alerting.log_contact(alert=alert, channel="phone", outcome="spoke", user=dana, at=NOW)
    with pytest.raises(alerting.AlertNotReady):
        alerting.close(alert=alert, reason=reason, user=dana, at=NOW)
    alerting.close(alert=alert, reason="Spoke with Alex.", user=dana, at=NOW)

    alert.refresh_from_db()
    assert (alert.closed_by, alert.acknowledged_by) == (dana, dana)
    with pytest.raises(alerting.AlertNotReady):
        alerting.close(alert=alert, reason="Again.", user=dana, at=NOW)


def test_a_form_that_was_never_sent_can_be_signed_and_a_later_sending_opens_a_new_review(alex):
    alex.says("phq9", phq9_9="several_days")
    first, dana = alex.review, people.clinician(alex.intake.practice)
    sign(first, dana)
    assert Report.objects.get().is_signed

    alex.sends()
    second = Review.objects.get(signed_at=None)
    assert (second.intake, second.pk != first.pk) == (first.intake, True)


def test_skipping_another_safety_question_is_a_matter_of_its_own(alex):
    alex.says("phq9", phq9_9="skipped")
    alex.says("asq", **(ALL_NO | {"asq_2": "skipped"}))

    assert alex.codes == ["S-SKIPPED", "S-SKIPPED"]


def test_a_report_that_can_not_be_written_leaves_the_interpretation_and_says_so(alex, monkeypatch):
    alex.says("phq9", phq9_9="not_at_all")
    monkeypatch.setattr(writing, "gather", lambda **_: 1 / 0)

    alex.sends()

    assert alex.codes == ["S-ERROR"]
    assert alex.review.interpretation is not None
    assert Report.objects.count() == 0


def test_a_form_that_keeps_breaking_is_looked_at_once_a_minute_and_keeps_no_other_waiting(
    alex, monkeypatch
):
    reads = []

    def broken(**_):
        reads.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(evaluating.signals, "evaluate", broken)
    alex.says("phq9", phq9_9="several_days")
    for seconds in range(0, 180, 5):
        evaluating.look_again(at=NOW + timedelta(seconds=seconds))

    assert len(reads) == 1 + 2


def test_a_contact_who_left_is_not_told_and_the_next_one_is(alex, mailoutbox):
    dana = people.clinician(alex.intake.practice)
    Membership.objects.filter(user=dana).update(active=False)
    alex.says("phq9", phq9_9="nearly_every_day")
    tell_everyone(NOW)

    assert [mail.to for mail in mailoutbox] == [
        [people.clinician(alex.intake.practice, "Erin").email]
    ]


def test_one_contact_who_can_not_be_told_keeps_no_other_waiting(alex, mailoutbox):
    alex.says("phq9", phq9_9="nearly_every_day")
    job = Job.objects.get(kind=alerting.NOTIFY)
    gone = jobs.enqueue(
        alerting.NOTIFY, practice=job.practice, subject=job.practice.pk, at=NOW - timedelta(hours=1)
    )

    with pytest.raises(WorkBroke):
        tell_everyone(NOW)
    assert len(mailoutbox) == 1
    gone.refresh_from_db()
    assert gone.due_at > NOW, "it is not tried again at once"
