"""The summary as a page: the same words as the PDF, from the snapshot and nothing else."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from intake.models import AuditEvent, Intake, Patient
from intake.services import answering
from reports.models import Report
from tests import people
from tests.reports import sample

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>\n{{ settings.SECRET_KEY }} & \"quoted\""


@pytest.fixture
def report():
    """The report of a form with one answer; most tests give it Alex's richer summary."""
    intake, token = people.invited(people.practice())
    session = people.entered(intake, token, at=timezone.now())
    answer = {"phq9-9": "not_at_all"}
    answering.save_page(session=session, slug="phq9", answers=answer, at=timezone.now())
    answering.submit(session=session, at=timezone.now())
    return Report.objects.get()


def read(report, user=None):
    client = Client()
    people.sign_in(client, user or people.clinician(report.practice))
    return client.get(reverse("feltsense_reports:read", args=[report.pk]))


def words(response):
    """The text of the page, as it is heard."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.text).split())


def test_every_question_and_answer_of_the_appendix_is_on_the_page(report):
    summary = sample.summary()
    text = read(sample.frozen(report, summary)).text

    answers = [answer for part in summary.appendix for answer in part.answers]
    assert len(answers) > 40
    for answer in answers:
        _, row = text.split(f'<tr role="row" id="{answer.name}">')
        row = row.split("</tr>")[0]
        assert escape(answer.question) in row
        assert escape(answer.said) in row


def test_it_says_what_the_pdf_says_in_the_same_order(report):
    text = read(sample.frozen(report, sample.summary(alerts=(sample.ALERT,)))).text
    heads = re.findall(r"<h2[^>]*>(.*?)</h2>", text)

    assert [re.sub(r"<[^>]*>", "", head) for head in heads] == [
        "Safety",
        "In brief",
        "Scores",
        "Medicines and timing",
        "Dates side by side",
        "Review and sign-off",
        "What the answers show",
        "Numbness signs",
        "Work, study or caring",
        "Not answered",
        "Own words",
        "How this was made",
        "Appendix: every question and answer",
        "Statements and their sources",
        "Scores and their sources",
        "About this document",
    ]


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif hasattr(value, "__dict__"):
        for name, item in vars(value).items():
            if not name.endswith("_iso"):  # for machines; the same stands there in words
                yield from strings(item)


@pytest.mark.parametrize("part", ["status", "safety", "brief", "markers", "dates", "words"])
@pytest.mark.parametrize("state", ["draft", "signed"])
def test_no_word_of_these_parts_is_left_out(report, part, state):
    summary = sample.summary(signature=sample.SIGNATURE if state == "signed" else None)
    said = words(read(sample.frozen(report, summary))).casefold()

    for text in strings(getattr(summary, part)):
        assert escape(" ".join(text.split())).casefold() in said


def test_every_link_leads_somewhere_and_no_place_has_two_names(report):
    text = read(sample.frozen(report, sample.summary())).text
    places = re.findall(r'\sid="([^"]+)"', text)
    links = set(re.findall(r'<a [^>]*href="#([^"]+)"', text))

    assert len(links) > 50
    assert links - set(places) == set()
    assert len(places) == len(set(places))


def test_a_statement_leads_to_its_answers_and_each_of_them_back_to_it(report):
    text = read(sample.frozen(report, sample.summary())).text
    statements = re.findall(r'<li id="(statement-\d+)">(.*?)</li>', text, flags=re.DOTALL)

    assert statements != []
    for place, statement in statements:
        for answer in re.findall(r'href="#(A\d+)"', statement):
            row = text.split(f'id="{answer}">')[1].split("</tr>")[0]
            assert f'href="#{place}"' in row


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"interpretation": sample.empty_interpretation(), "alerts": ()}, "No alert was raised"),
        ({"alerts": ()}, "No alert log in this document"),
        ({}, "acknowledged by R. Duty"),
    ],
)
def test_the_safety_block_is_always_there(report, changed, said):
    page = read(sample.frozen(report, sample.summary(shown=(), **changed)))

    assert 'id="safety"' in page.text
    assert said.casefold() in words(page).casefold()


def test_a_draft_and_a_signed_summary_do_not_look_alike(report):
    draft = read(sample.frozen(report, sample.summary())).text
    signed = read(sample.frozen(report, sample.summary(signature=sample.SIGNATURE))).text

    assert "fs-read__status--signed" not in draft and "Not yet reviewed" in draft
    assert "fs-read__status--signed" in signed and sample.SIGNATURE.note in signed


def test_what_a_patient_wrote_is_quoted_and_never_read_as_markup(report):
    answers = sample.ANSWERS | {"goals": {"v1": HOSTILE}}
    patient = replace(sample.ALEX, family_name="<b>Sample</b>")
    text = read(sample.frozen(report, sample.summary(answers=answers, patient=patient))).text

    assert "“" + escape(HOSTILE) + "”" in text
    assert "<script>alert" not in text and "<b>Sample" not in text


def test_the_page_is_in_the_language_of_the_summary(report):
    spanish = sample.summary(practice=replace(sample.PRACTICE, language="es"))
    response = read(sample.frozen(report, spanish))

    assert '<html lang="es"' in response.text
    assert response.headers["Content-Language"] == "es"
    assert "En breve" in response.text


def test_it_reads_the_snapshot_and_no_live_row(report):
    before = words(read(sample.frozen(report, sample.summary())))
    for patient in Patient.objects.all():
        patient.family_name = "Later"
        patient.save()
    Intake.objects.update(appointment_at=None)

    assert words(read(report)) == before


def test_each_reading_is_noted(report):
    read(report)

    assert AuditEvent.objects.filter(verb="reports.read", subject_id=report.pk).count() == 1


def test_a_replaced_version_says_so(report):
    Report.objects.update(is_current=False)

    assert "Do not act on this one." in read(report).text


def test_an_altered_snapshot_is_refused(report):
    user = people.clinician(report.practice)
    Report.objects.update(summary_sha256="0" * 64)
    client = Client()
    people.sign_in(client, user)
    response = client.get(reverse("feltsense_reports:read", args=[report.pk]), follow=True)

    assert "The stored summary was altered and is not shown" in response.text
    assert 'id="answers-h"' not in response.text


def test_nobody_else_reads_it(report):
    elsewhere = people.practice(name="Other Street Clinic")
    assert read(report, people.clinician(elsewhere, "Olga")).status_code == 404
    for role in ("coordinator", "administrator"):
        member = people.member(report.practice, role.title(), role=role)
        assert read(report, member).status_code == 403

    door = Client().get(reverse("feltsense_reports:read", args=[report.pk]))
    assert door.status_code == 302 and "/login/" in door.headers["Location"]
