"""One clinician at a time: two browsers press Claim, one wins and the other is told who."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.models import AuditEvent
from screening.models import QueueCount, Review
from screening.services import claiming, signing
from tests import people


def waiting(practice, *, rank=3, **invited):
    intake, _ = people.invited(practice, **invited)
    at = timezone.now()
    times = {"due_at": at + timedelta(days=1), "arrived_at": at, "updated_at": at}
    review = Review(intake=intake, practice=practice, rank=rank, reason="made up", **times)
    review.save()
    QueueCount.add(practice_id=practice.pk, rank=rank, by=1)
    return review


def url(name, *args):
    return reverse(f"feltsense_screening:{name}", args=args)


def says(answer, words):
    return words in answer.content.decode()


def browser_of(user):
    client = Client()
    people.sign_in(client, user)
    return client


@pytest.fixture
def clinic(db):
    return people.practice()


@pytest.fixture
def review(clinic):
    return waiting(clinic)


@pytest.fixture
def dana(clinic):
    return people.clinician(clinic, "Dana")


@pytest.fixture
def erin(clinic):
    return people.clinician(clinic, "Erin")


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_claim_at_once_one_wins_and_the_other_is_told_who(dana, erin, review):
    start = Barrier(2)

    def claims(client):
        try:
            start.wait()
            return client.post(url("claim", review.pk), follow=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(claims, [browser_of(dana), browser_of(erin)]))

    review.refresh_from_db()
    names = {dana: "Dana Example", erin: "Erin Example"}
    winner = review.claimed_by
    for person, answer in zip([dana, erin], answers, strict=True):
        if person == winner:
            assert answer.redirect_chain[-1][0] == url("review", review.pk)
        else:
            told = f"{names[winner]} claimed this review first and has it until"
            assert says(answer, told)
    assert AuditEvent.objects.filter(verb="screening.claimed").count() == 1


def test_a_claim_leads_to_the_review(dana, review):
    answer = browser_of(dana).post(url("claim", review.pk))

    assert answer.url == url("review", review.pk)
    review.refresh_from_db()
    assert review.claimed_by == dana


def test_reading_renews_ones_own_claim(dana, review):
    client = browser_of(dana)
    client.post(url("claim", review.pk))
    Review.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))

    page = client.get(url("review", review.pk))

    assert says(page, "Claimed by you, 20 min left")


def test_release_gives_it_back_and_keeps_the_note(dana, erin, review):
    client = browser_of(dana)
    client.post(url("claim", review.pk))

    client.post(url("release", review.pk), {"note": "Rang once.", "outcome": ""})

    assert says(browser_of(erin).get(url("queue")), "Draft kept from Dana Example")
    review.refresh_from_db()
    assert (review.claimed_by, review.draft["note"]) == (None, "Rang once.")


def test_a_colleagues_claim_is_taken_over_with_a_reason_and_the_draft_stays(dana, erin, review):
    at = timezone.now()
    claiming.claim(review=review, user=erin, at=at)
    signing.save_draft(review=review, outcome="", note="Half a thought", user=erin, at=at)
    client = browser_of(dana)

    asked = client.get(url("take_over", review.pk))
    refused = client.post(url("take_over", review.pk), {"why": "other", "words": ""})
    taken = client.post(
        url("take_over", review.pk), {"why": "other", "words": "Erin is off sick"}, follow=True
    )

    assert says(asked, "Erin Example</b> has Sample, Alex until")
    assert says(asked, "The draft is kept.")
    assert refused.status_code == 422
    assert says(taken, "Half a thought")
    event = AuditEvent.objects.get(verb="screening.taken_over")
    assert event.detail == {"reason": "Erin is off sick"}


def test_next_claims_the_first_that_nobody_has(clinic, dana, erin, review):
    first = waiting(clinic, rank=0, record_number="1")
    second = waiting(clinic, rank=1, record_number="2")
    claiming.claim(review=first, user=erin, at=timezone.now())

    answer = browser_of(dana).post(url("next"))

    assert answer.url == url("review", second.pk)


def test_next_from_a_review_keeps_its_note(clinic, dana, review):
    client = browser_of(dana)
    client.post(url("claim", review.pk))
    other = waiting(clinic, record_number="1")

    answer = client.post(url("leave_for_next", review.pk), {"note": "Later.", "outcome": ""})

    assert answer.url == url("review", other.pk)
    review.refresh_from_db()
    assert review.draft["note"] == "Later."


def test_with_nothing_unclaimed_next_says_so(dana):
    answer = browser_of(dana).post(url("next"), follow=True)

    assert says(answer, "Nothing unclaimed is waiting.")


def test_a_note_typed_while_the_claim_lapsed_is_shown_again_and_kept_with_the_next_claim(
    dana, erin, review
):
    client = browser_of(dana)
    client.post(url("claim", review.pk))
    Review.objects.update(claimed_until=timezone.now() - timedelta(minutes=1))
    typed = {"note": "Do not lose me", "outcome": "contact_before"}

    lapsed = client.post(url("save_draft", review.pk), typed)
    client.post(url("claim", review.pk), typed)

    assert lapsed.status_code == 422
    assert says(lapsed, "Do not lose me")
    review.refresh_from_db()
    assert (review.draft["note"], review.draft["outcome"]) == ("Do not lose me", "contact_before")


@pytest.mark.parametrize("name", ["claim", "release", "leave_for_next", "save_draft", "sign"])
def test_a_state_changes_by_post_only(dana, review, name):
    assert browser_of(dana).get(url(name, review.pk)).status_code == 405


@pytest.mark.parametrize("name", ["claim", "release", "take_over", "save_draft", "sign", "review"])
def test_another_practices_review_does_not_exist(review, name):
    stranger = people.clinician(people.practice(name="Mock Lane"), "Dana")
    client = browser_of(stranger)

    answers = [client.post(url(name, review.pk)), client.get(url(name, review.pk))]

    assert 404 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {404, 405}
