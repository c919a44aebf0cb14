"""The short path: what matters most first, then the choice to stop there or to go on."""

import pytest

from intake.models import Intake
from screening.models import Review
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex(client):
    """Alex has agreed, at a practice with the short path."""
    intake, token = people.invited(people.practice(short_path=True))
    intake.start = client.get(f"/i/{token}/").content.decode()
    people.enters(client, token)
    return intake


def goes_on(client, url="/intake/step/n1/", **answers):
    """Page by page, skipping what is not answered here; the pages, and where that ends."""
    visited = []
    while url.startswith(("/intake/step/", "/intake/support/")):
        key = url.split("/")[-2]
        visited.append(key)
        given = {key: answers[key]} if key in answers else {"skip": "1", "again": "1"}
        url = client.post(url, given).url
    return visited, url


def test_after_the_most_important_part_one_may_stop_or_go_on(client, alex):
    visited, url = goes_on(client)
    page = client.get(url).content.decode()

    assert "About 3 minutes, more if you like" in alex.start
    assert visited[0] == "n1" and visited[-1].startswith("asq") and "phq9-9" in visited
    assert url == "/intake/pause/"
    assert "worry and hard events" in page  # GAD-7 and PC-PTSD-5 are still to come
    assert "Stop here, and send it" in page and 'href="/intake/step/m0/"' in page


def test_who_stops_there_sends_a_whole_form_with_its_safety_answers(client, alex):
    goes_on(client)

    sent = client.post("/intake/check/")

    assert sent.url == "/intake/done/"
    assert Intake.objects.get().state == Intake.State.SUBMITTED
    assert Review.objects.get().reason == "Item 9 not answered"


def test_a_safety_answer_leads_over_the_support_page_to_the_same_choice(client, alex):
    visited, url = goes_on(client, **{"phq9-9": "nearly_every_day"})

    assert visited[visited.index("phq9-9") + 1] == "support"
    assert url == "/intake/pause/"


def test_who_goes_on_reaches_the_end_and_is_not_asked_again(client, alex):
    goes_on(client)

    visited, url = goes_on(client, "/intake/step/m0/")

    assert url == "/intake/check/" and visited[-1] == "v2"
    assert client.get("/intake/pause/").url == "/intake/check/"


def test_who_went_on_is_not_asked_again_when_an_answer_opens_the_asq(client, alex):
    goes_on(client, **{"phq9-9": "not_at_all"})

    visited, url = goes_on(client, "/intake/step/m0/", h1="often")

    assert "asq-1-4" in visited[visited.index("h1") :] and url == "/intake/check/"


def test_without_the_short_path_nobody_is_asked_to_stop(client):
    _, token = people.invited(people.practice())
    people.enters(client, token)

    _, url = goes_on(client)

    assert url == "/intake/check/"
