"""The hand-out: easy to read, without a score, and there with or without a session."""

import re

import pytest
from django.utils.html import strip_tags
from django.utils.timezone import now
from pyphen import Pyphen

from intake.models import PatientSession
from intake.services import answering
from tests import people

pytestmark = pytest.mark.django_db
PAGE = "/intake/about-numbness/"
HARDEST = 6  # school grade
SYLLABLES = Pyphen(lang="en_US")


def sends(client):
    _, token = people.invited(people.practice())
    people.enters(client, token)
    answering.submit(session=PatientSession.objects.latest("started_at"), at=now())


def sentences(page):
    """The running text of the page: what stands in paragraphs and in the list."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    parts = [found.group() for found in re.finditer(r"<(p|dt|dd)[ >].*?</\1>", main, re.DOTALL)]
    assert len(parts) > 20
    texts = (" ".join(strip_tags(part).split()) for part in parts)
    return " ".join(text if text.endswith((".", "?")) else f"{text}." for text in texts)


def grade(text):
    """Flesch-Kincaid grade level (Kincaid 1975), from sentences, words and syllables."""
    words = re.findall(r"[^\W\d_]+", text)
    count = len(re.findall(r"[.?!]", text))
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / count + 11.8 * syllables / len(words) - 15.59


def test_the_handout_is_grade_6_or_easier(client):
    assert 1 < grade(sentences(client.get(PAGE))) <= HARDEST
    assert grade("Numerous antidepressants apparently precipitate emotional blunting.") > HARDEST


def test_the_handout_is_offered_after_sending_and_has_the_lines_of_the_practice(client):
    sends(client)

    done = client.get("/intake/done/").content.decode()
    page = client.get(PAGE).content.decode()

    assert f'href="{PAGE}"' in done
    assert "You can talk to someone now:" in page and 'href="tel:' in page


def test_the_handout_can_be_read_by_anyone_and_shows_no_score(client):
    page = sentences(client.get(PAGE))

    assert "Call your local emergency number." in page
    assert not re.search(r"\d", page)
    for word in ("score", "result", "PHQ", "diagnos"):
        assert word not in page


def test_a_site_replaces_the_handout_with_a_template_of_its_own(client, settings, tmp_path):
    own = tmp_path / "feltsense" / "intake"
    own.mkdir(parents=True)
    (own / "handout.html").write_text("Our own leaflet.")
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path]}]

    assert client.get(PAGE).content.decode() == "Our own leaflet."
