"""The form in the language a patient chooses; the record in the practice's."""

import re

import pytest
from django.utils import translation

from intake.models import Intake
from reports.domain import snapshot
from reports.models import Report
from screening.models import Review
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(client):
    _, token = people.invited(people.practice())
    return f"/i/{token}/"


def words(response):
    return response.content.decode()


def test_the_first_page_offers_both_languages_and_reading_it_changes_nothing(client, link):
    english, spanish = client.get(link), client.get(link + "?language=es")

    assert '<a href="?language=es" lang="es" hreflang="es">Español</a>' in words(english)
    assert '<html lang="es">' in words(spanish) and "Unas preguntas antes de" in words(spanish)
    assert 'name="language" value="es"' in words(spanish)
    assert Intake.objects.get().language == "en"


def test_a_language_that_is_not_offered_is_left_alone(client, link):
    page = client.get(link + "?language=xx")
    client.post(link, {"language": "xx"})

    assert '<html lang="en">' in words(page) and Intake.objects.get().language == "en"


def chooses_spanish(client, link):
    client.post(link, {"language": "es"})
    client.post("/intake/birth-date/", {"day": "2", "month": "4", "year": "1990"})
    client.post("/intake/consent/", {})


def test_every_page_is_in_the_language_that_was_chosen(client, link):
    chooses_spanish(client, link)

    question = client.get("/intake/step/n1/")
    assert question.headers["Content-Language"] == "es"
    for said in ("Guardar y continuar", "Casi siempre", "Parte 1 de 5", "se sintió lejos de"):
        assert said in words(question)
    assert "Buscar apoyo ahora" in words(client.get("/intake/help/"))
    assert "Sobre sentirse sin emociones" in words(client.get("/intake/about-numbness/"))
    assert "Revise sus respuestas" in words(client.get("/intake/check/"))


def test_months_are_typed_in_either_language_and_dates_are_local(client, link):
    chooses_spanish(client, link)
    client.post("/intake/step/o1/", {"o1-month": "hacia agosto", "o1-year": "2024"})

    check = words(client.get("/intake/check/"))

    assert "agosto de 2024" in check.lower()


def test_an_instrument_without_a_translation_says_so_and_is_marked_as_english(client, link):
    chooses_spanish(client, link)

    english = words(client.get("/intake/step/pcptsd5-exposure/"))
    spanish = words(client.get("/intake/step/phq9-9/"))

    assert "solo existen en inglés" in english and '<h1 class="fs-h1" lang="en">' in english
    assert "solo existen" not in spanish and 'lang="en"' not in spanish


def test_the_record_is_in_the_practices_language_whatever_the_patients_is(client, link):
    chooses_spanish(client, link)
    client.post("/intake/step/phq9-9/", {"phq9-9": "nearly_every_day"})
    client.post("/intake/check/")

    summary = snapshot.from_json(Report.objects.get().summary.encode())
    assert Review.objects.get().reason == "Item 9 “nearly every day”"
    assert summary.header.language == "en" and summary.markers[0].text == "Not answered"


def test_a_spanish_practice_has_its_pages_rules_and_summary_in_spanish(client):
    clinic = people.practice(language="es")
    _, token = people.invited(clinic)
    people.enters(client, token)
    client.post("/intake/step/o1/", {"o1-month": "8", "o1-year": "2024"})
    client.post("/intake/step/b1/", {"b1": "mostly_at_work"})
    client.post("/intake/step/phq9-9/", {"phq9-9": "nearly_every_day"})
    client.post("/intake/support/", {})
    client.post("/intake/check/")
    client.cookies.clear()
    people.sign_in(client, people.clinician(clinic, "Dana"))

    review = Review.objects.get()
    page = words(client.get(f"/reviews/{review.pk}/"))
    summary = snapshot.from_json(Report.objects.get().summary.encode())

    assert review.reason == "Ítem 9 «casi todos los días»"
    assert '<html lang="es">' in page and "5. Qué encaja y qué no encaja" in page
    assert "Siente la falta de emociones sobre todo en el trabajo." in page
    assert summary.header.language == "es" and "ago 2024" in summary.brief[0].text
    assert summary.status.words == "Aún sin revisar por un profesional"


def test_the_summary_of_a_spanish_practice_has_no_english_words_of_ours(client):
    from tests.reports import sample

    with translation.override("es"):
        summary = sample.summary(signature=None)
    ours = [fact.label for fact in (*summary.markers, *summary.brief)]

    assert not re.search(r"\b(the|of|and|not|with)\b", " ".join([*ours, *summary.provenance.how]))
