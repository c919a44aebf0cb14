"""From the link to the signed PDF in the record, through real pages, on whatever host."""

import io

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from intake.models import Intake
from reports.models import Report
from screening.models import Alert, Review
from screening.services.signing import seen_digest
from tests import people
from tests.journeys.patient import SAID, Phone
from tests.work import do_all_jobs

pytestmark = pytest.mark.django_db
SAFETY = {"phq9-9": "more_than_half_the_days", "asq-1": "yes", "asq-2": "no", "asq-3": "no"}
SAFETY |= {"asq-4": "no", "asq-5": "no"}


@pytest.fixture
def practice():
    return people.practice()


def url(name, *args):
    return reverse(f"feltsense_screening:{name}", args=args)


def test_from_the_link_to_the_signed_summary(practice):
    intake = alex_answers_and_sends(practice)
    review = Review.objects.get(intake=intake)
    assert Report.objects.get().state == "pending"

    do_all_jobs()
    assert "Not yet reviewed" in text_of(Report.objects.get())

    dana = Client()
    people.sign_in(dana, people.clinician(practice))
    dana_reads_and_signs(dana, review)
    do_all_jobs()

    first, signed = Report.objects.order_by("version")
    assert (first.is_current, signed.is_current, signed.is_signed) == (False, True, True)
    text = downloaded(dana, signed)
    assert "Dana Example" in text
    assert missing_from(text, intake) == []


def alex_answers_and_sends(practice) -> Intake:
    intake, token = people.invited(practice)
    phone = Phone(intake, token)
    phone.opens_the_link()
    phone.consents()
    place, where = phone.goes_on_from(*phone.answers("n1"), until={"support"}, **SAFETY)
    assert place == "support"
    assert Alert.objects.get().signal["code"] == "S-ITEM9"
    assert Review.objects.get().rank == 0, "heard before the form is sent"

    other = Phone(intake, token)
    other.opens_the_link()
    assert "bad joke" not in other.sees("check"), "another phone shows nothing that was saved"
    assert 'name="go"' in other.sees("resume"), "and still offers support"

    place, where = other.posts(reverse("feltsense_intake:support"), go="on")
    place, where = other.goes_on_from(place, where, until={"check"}, **SAFETY)
    assert place == "check"
    assert other.posts(where)[0] == "done"
    assert other.posts(where)[0] == "done", "a second click sends nothing twice"
    intake.refresh_from_db()
    return intake


def dana_reads_and_signs(dana, review):
    queue = dana.get(url("queue")).content.decode()
    assert "Sample, Alex" in queue
    assert "more than half the days" in queue
    dana.post(url("claim", review.pk))
    page = dana.get(url("review", review.pk)).content.decode()
    assert "To laugh at a bad joke &amp; mean it &lt;really&gt;." in page

    for alert in Alert.objects.all():
        contact = {f"{alert.pk}-channel": "phone", f"{alert.pk}-outcome": "spoke"}
        dana.post(url("log_contact", alert.pk), contact)
        dana.post(url("close_alert", alert.pk), {f"{alert.pk}-reason": "We spoke."})
    decision = {
        "outcome": "contact_before",
        "note": "Called today.",
        "attested": "on",
        "password": people.PASSWORD,
    }
    review = Review.objects.get(pk=review.pk)
    refused = dana.post(url("sign", review.pk), decision | {"seen": "0" * 64})
    assert refused.status_code == 422
    assert "Called today." in refused.content.decode(), "what was typed is not lost"
    dana.post(url("sign", review.pk), decision | {"seen": seen_digest(review)})
    review.refresh_from_db()
    assert review.signed_by == people.clinician(review.practice)


def downloaded(client, report) -> str:
    assert "Signed" in client.get(reverse("feltsense_reports:detail", args=[report.pk])).text
    response = client.get(reverse("feltsense_reports:file", args=[report.pk]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Sample" not in response.headers["Content-Disposition"]
    report.refresh_from_db()
    assert response.content == report.file
    return text_of(report)


def text_of(report) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(report.file))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def missing_from(text: str, intake: Intake) -> list[str]:
    """The answers that the text does not hold, as the patient read or wrote them."""
    given = intake.answers()
    wanted = [SAID["v1"], "Zoloft"]
    for form in intake.questionnaires:
        for question in form.questions:
            answer = given.get(form.slug, {}).get(question.id)
            codes = answer if isinstance(answer, list) else [answer]
            wanted += [
                o.label
                for code in codes
                if isinstance(code, str)
                for o in question.options
                if o.code == code
            ]
            asked = question.questions or [question]
            wanted += [one.text for one in asked if answer is not None]
    squeezed = "".join(text.split())
    return [words for words in wanted if "".join(words.split()) not in squeezed]


def test_a_stranger_to_the_practice_finds_nothing(practice):
    intake = alex_answers_and_sends(practice)
    review = Review.objects.get(intake=intake)
    other = people.practice(name="Other Clinic")
    stranger = Client()
    people.sign_in(stranger, people.clinician(other, "Mallory"))

    do_all_jobs()
    assert "Sample, Alex" not in stranger.get(url("queue")).content.decode()
    for path in (
        url("review", review.pk),
        reverse("feltsense_reports:detail", args=[Report.objects.get().pk]),
        reverse("feltsense_reports:file", args=[Report.objects.get().pk]),
    ):
        assert stranger.get(path).status_code == 404
    for name in ("claim", "release", "sign", "save_draft"):
        assert stranger.post(url(name, review.pk)).status_code == 404
    for name in ("acknowledge", "log_contact", "close_alert"):
        assert stranger.post(url(name, Alert.objects.first().pk)).status_code == 404


def test_nobody_gets_in_without_signing_in(practice):
    assert Client().get(url("queue")).status_code == 302


def test_the_wrong_birth_date_opens_nothing_and_five_close_the_link(practice):
    intake, token = people.invited(practice)
    phone = Phone(intake, token)
    wrong = people.BIRTH_DATE.replace(year=1991)
    for _ in range(5):
        assert "Alex" not in phone.opens_the_link(wrong).content.decode()

    response = phone.client.post(reverse("feltsense_intake:start", args=[token]))
    assert response.status_code == 410
