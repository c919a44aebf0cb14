"""What a patient says after an alert or the form was closed is heard all the same."""

from datetime import timedelta

import pytest

from intake.models import AnswerChange
from intake.services import answering
from reports.models import Report
from reports.services import writing
from screening.domain.tiers import Tier
from screening.models import Review
from screening.services import claiming, evaluating, signing
from tests import people
from tests.screening.alex import ALL_NO, NOW, Alex, sign

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def alex():
    return Alex()


def test_a_rule_that_breaks_again_after_its_alert_was_closed_is_an_alert_again(alex, monkeypatch):
    dana = people.clinician(alex.intake.practice)
    with monkeypatch.context() as patch:
        patch.setattr(evaluating.signals, "evaluate", lambda **_: 1 / 0)
        alex.says("numbness_signs", n1="often")
        sign(alex.review, dana)
        alex.says("numbness_signs", n2="often")

    assert alex.codes == ["S-ERROR", "S-ERROR"]
    assert Review.objects.filter(signed_at=None).count() == 1


def test_an_answer_changed_after_its_alert_was_closed_is_an_alert_again(alex):
    dana = people.clinician(alex.intake.practice)
    alex.says("asq", **(ALL_NO | {"asq_1": "yes", "asq_5": "yes"}))
    sign(alex.review, dana)

    alex.says("asq", asq_5="yes", at=NOW + timedelta(hours=1))
    assert alex.codes == ["S-ACUTE"], "said again, and dealt with already"
    alex.says("asq", asq_5="no", at=NOW + timedelta(hours=2))
    alex.says("asq", asq_5="yes", at=NOW + timedelta(hours=3))

    assert alex.codes.count("S-ACUTE") == 2
    assert Review.objects.get(signed_at=None).rank == Tier.NOW


def test_another_yes_after_the_alert_was_closed_is_an_alert_again(alex):
    dana = people.clinician(alex.intake.practice)
    alex.says("asq", **(ALL_NO | {"asq_1": "yes", "asq_5": "no"}))
    sign(alex.review, dana)

    alex.says("asq", asq_2="yes", at=NOW + timedelta(hours=1))

    assert alex.codes == ["S-POSITIVE", "S-POSITIVE"]
    assert Review.objects.filter(signed_at=None).count() == 1


def test_a_safety_answer_after_the_clinic_opened_the_form_is_an_alert_and_changes_no_answer(alex):
    alex.says("phq9", phq9_9="not_at_all")
    alex.sends()
    sign_and_open(alex)

    with pytest.raises(answering.IntakeClosed):
        alex.says("phq9", phq9_9="nearly_every_day", phq9_1="not_at_all", at=NOW)

    assert alex.codes == ["S-ITEM9"], "what a closed form never asked is not left out"
    assert alex.intake.answers()["phq9"] == {"phq9-9": "not_at_all"}
    change = AnswerChange.objects.get().change
    assert (change["before"], change["after"], change["late"]) == (
        "not_at_all",
        "nearly_every_day",
        True,
    )
    assert Review.objects.get(signed_at=None).rank == Tier.NOW


def test_late_answers_add_up_and_the_same_one_sent_twice_is_one(alex):
    alex.says("phq9", phq9_9="not_at_all")
    alex.sends()
    sign_and_open(alex)

    for slug, answers in [
        ("phq9", {"phq9_9": "several_days"}),
        ("phq9", {"phq9_9": "several_days"}),
        ("asq", {"asq_1": "yes"}),
        ("phq9", {"phq9_9": "nearly_every_day"}),
    ]:
        with pytest.raises(answering.IntakeClosed):
            alex.says(slug, **answers)

    changes = [row.change for row in AnswerChange.objects.all()]
    said = {(c["question"], c["before"], c["after"]) for c in changes}
    assert len(changes) == 3
    assert ("phq9-9", "several_days", "nearly_every_day") in said
    assert sorted(alex.codes) == ["S-ITEM9", "S-ITEM9", "S-UNKNOWN"]


def test_what_a_late_safety_answer_opened_is_documented_and_can_be_signed(alex):
    dana = people.clinician(alex.intake.practice)
    alex.says("phq9", phq9_9="not_at_all")
    alex.sends()
    sign_and_open(alex)

    with pytest.raises(answering.IntakeClosed):
        alex.says("phq9", phq9_9="nearly_every_day", at=LATER)
    again = Review.objects.get(signed_at=None)
    report = Report.objects.get(review=again, is_current=True)

    assert "after the form was opened: “Nearly every day”" in report.summary
    sign(again, dana)
    assert Review.objects.filter(signed_at=None).count() == 0


def test_a_late_safety_answer_is_heard_also_where_no_document_can_be_written(alex, monkeypatch):
    alex.says("phq9", phq9_9="not_at_all")
    alex.sends()
    sign_and_open(alex)
    monkeypatch.setattr(writing, "gather", lambda **_: 1 / 0)

    with pytest.raises(answering.IntakeClosed):
        alex.says("phq9", phq9_9="nearly_every_day", at=LATER)

    assert sorted(alex.codes) == ["S-ERROR", "S-ITEM9"]
    assert AnswerChange.objects.count() == 1


def test_a_wish_to_be_called_after_the_signature_is_work_again_and_can_be_signed(alex):
    dana = people.clinician(alex.intake.practice)
    alex.says("phq9", phq9_9="several_days")
    alex.sends()
    sign(alex.review, dana)

    answering.ask_for_call(session=alex.session, phone="0100 555 99", at=LATER)

    again = Review.objects.get(signed_at=None)
    assert (again.reason, again.rank) == ("Asked to be called", Tier.SOON)
    sign(again, dana)


def test_a_wish_to_be_called_is_seen_before_it_is_signed(alex):
    alex.says("phq9", phq9_9="several_days")
    before = signing.seen_digest(alex.review)

    answering.ask_for_call(session=alex.session, phone="0100 555 99", at=LATER)

    assert signing.seen_digest(alex.review) != before
    assert Review.objects.count() == 1


def test_a_report_that_keeps_breaking_is_one_alert_and_reopens_nothing(alex, monkeypatch):
    dana = people.clinician(alex.intake.practice)
    alex.says("phq9", phq9_9="not_at_all")
    with monkeypatch.context() as patch:
        patch.setattr(writing, "gather", lambda **_: 1 / 0)
        alex.sends()
        with pytest.raises(signing.NotReady, match="nothing is signed"):
            sign(alex.review, dana)
        for minutes in (2, 4, 6):
            evaluating.look_again(at=NOW + timedelta(minutes=minutes))
    assert (alex.codes, alex.intake.interpretations.count()) == (["S-ERROR"], 1)

    sign(alex.review, dana)
    assert Report.objects.get(is_signed=True)


def sign_and_open(alex):
    dana = people.clinician(alex.intake.practice)
    claiming.read(review=alex.review, user=dana, at=NOW)
    sign(alex.review, dana)


def test_a_late_answer_that_is_no_news_or_not_about_safety_leaves_no_trace(alex):
    alex.says("phq9", phq9_9="not_at_all")
    alex.sends()
    sign_and_open(alex)

    for answers in ({"phq9_9": "not_at_all"}, {"phq9_1": "several_days"}):
        with pytest.raises(answering.IntakeClosed):
            alex.says("phq9", **answers)

    assert not AnswerChange.objects.exists()
    assert alex.codes == []
