"""What stands where in the queue, cut into pages, and who sees it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from intake.models import COORDINATOR
from screening import queue
from screening.models import NO_APPOINTMENT, QueueCount, Review
from screening.queue import MINE, UNCLAIMED, Cursor
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 22, tzinfo=UTC)
NOW_TIER, SOON, NEXT, ROUTINE = range(4)


def minutes(count):
    return NOW + timedelta(minutes=count)


def waiting(practice, *, rank=ROUTINE, due=600, arrived=-60, **fields):
    """A review in the queue; `due` and `arrived` are minutes from now, None is no appointment."""
    intake, _ = people.invited(
        practice, at=NOW, record_number=fields.pop("record_number", str(Review.objects.count()))
    )
    if "name" in fields:
        intake.patient.family_name = fields.pop("name")
        intake.patient.save()
    at = minutes(arrived)
    due_at = NO_APPOINTMENT if due is None else minutes(due)
    review = Review(intake=intake, practice=practice, rank=rank, due_at=due_at, arrived_at=at)
    review.updated_at, review.reason = at, "made up"
    for name, value in fields.items():
        setattr(review, name, value)
    review.save()
    QueueCount.add(practice_id=practice.pk, rank=rank, by=1)
    return review


@pytest.fixture
def clinic():
    return people.practice()


@pytest.fixture
def dana(clinic):
    return people.clinician(clinic, "Dana")


def pages(dana, *practices, size=50, **wanted):
    """Every page, one after another."""
    after = None
    while True:
        page = queue.page(actor=dana, practices=practices, at=NOW, size=size, after=after, **wanted)
        yield list(page.reviews)
        after = page.after and Cursor.read(str(page.after))
        if after is None:
            return


def in_order(dana, *practices, **wanted):
    return [review for page in pages(dana, *practices, **wanted) for review in page]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        # `now` stands before everything, past due or not
        ({"rank": NOW_TIER, "due": 30}, {"rank": SOON, "due": -500}),
        # past due stands before what still has time, whatever its tier
        ({"rank": ROUTINE, "due": -1}, {"rank": SOON, "due": 1}),
        # past due rows stand by tier, then by due time
        ({"rank": SOON, "due": -1}, {"rank": NEXT, "due": -900}),
        ({"rank": NEXT, "due": -900}, {"rank": NEXT, "due": -1}),
        # the rest by tier, then by due time
        ({"rank": SOON, "due": 900}, {"rank": NEXT, "due": 1}),
        ({"rank": NEXT, "due": 1}, {"rank": NEXT, "due": 2}),
        ({"rank": NOW_TIER, "due": -5}, {"rank": NOW_TIER, "due": 5}),
        # due exactly now is not past due
        ({"rank": ROUTINE, "due": -1}, {"rank": NEXT, "due": 0}),
        # as urgent and as soon: who came first
        ({"rank": NEXT, "due": 5, "arrived": -9}, {"rank": NEXT, "due": 5, "arrived": -8}),
        # no appointment comes last of its tier
        ({"rank": ROUTINE, "due": 9000}, {"rank": ROUTINE, "due": None}),
    ],
)
def test_the_order_of_two(clinic, dana, first, then):
    later, sooner = waiting(clinic, **then), waiting(clinic, **first)

    assert in_order(dana, clinic) == [sooner, later]


def test_the_same_moment_is_settled_by_the_id(clinic, dana):
    same = [waiting(clinic, id=UUID(int=number)) for number in (3, 1, 2)]

    assert [r.pk.int for r in in_order(dana, clinic)] == sorted(r.pk.int for r in same)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_hold_every_row_once_and_in_the_order_of_one_long_page(clinic, dana, size):
    for rank in range(4):
        for due in (-30, -30, 10, 10, None):
            waiting(clinic, rank=rank, due=due)

    whole = in_order(dana, clinic, size=100)

    assert len(whole) == 20
    assert in_order(dana, clinic, size=size) == whole


def test_a_page_after_another_means_the_same_by_past_due(clinic, dana):
    """What falls due while a clinician turns the page is neither shown twice nor left out."""
    due_soon, next_one = waiting(clinic, rank=NEXT, due=1), waiting(clinic, rank=NEXT, due=2)
    first = queue.page(actor=dana, practices=[clinic], at=NOW, size=1)

    then = queue.page(actor=dana, practices=[clinic], at=minutes(5), size=1, after=first.after)

    assert [*first.reviews, *then.reviews] == [due_soon, next_one]


def test_two_practices_stand_in_one_order(clinic, dana):
    other = people.practice(name="Mock Lane")
    people.Membership.objects.create(practice=other, user=dana, role="clinician")
    here, there = waiting(clinic, rank=NEXT, due=5), waiting(other, rank=NEXT, due=4)
    urgent, late = waiting(other, rank=NOW_TIER), waiting(clinic, rank=ROUTINE, due=-1)

    assert in_order(dana, clinic, other, size=3) == [urgent, late, there, here]


def test_signed_reviews_are_not_in_the_queue(clinic, dana):
    waiting(clinic, signed_at=NOW, signed_by=dana)

    assert in_order(dana, clinic) == []


def test_one_tier_alone(clinic, dana):
    late, soon, _ = (
        waiting(clinic, rank=NEXT, due=-5),
        waiting(clinic, rank=NEXT, due=5),
        waiting(clinic, rank=SOON),
    )

    assert in_order(dana, clinic, rank=NEXT, size=1) == [late, soon]


def test_mine_and_unclaimed(clinic, dana):
    erin = people.clinician(clinic, "Erin")
    mine = waiting(clinic, claimed_by=dana, claimed_until=minutes(5))
    waiting(clinic, claimed_by=erin, claimed_until=minutes(5))
    lapsed = waiting(clinic, claimed_by=dana, claimed_until=minutes(-5))
    free = waiting(clinic)

    assert in_order(dana, clinic, view=MINE) == [mine]
    assert {r.pk for r in in_order(dana, clinic, view=UNCLAIMED)} == {lapsed.pk, free.pk}


def test_another_practice_is_not_seen_even_when_asked_for(clinic, dana):
    other = people.practice(name="Mock Lane")
    waiting(other, record_number="9")

    assert in_order(dana, clinic, other) == []
    assert queue.find(actor=dana, practices=[clinic, other], text="9") == []


def test_a_page_starts_inside_the_index(clinic, dana):
    """Each slice is one unbroken stretch of the partial index, entered by a row value."""
    for _ in range(3):
        waiting(clinic)
    cursor = queue.page(actor=dana, practices=[clinic], at=NOW, size=1).after

    rows = queue._rows(dana, clinic, queue.NEEDS_REVIEW, at=NOW)
    rows = queue._slice(rows, cursor.slice, cut=NOW, beyond=queue._beyond(cursor))
    with connection.cursor() as database:
        if connection.vendor == "postgresql":
            database.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()

    assert '"due_at", ' in str(rows.query) and ") > (" in str(rows.query)
    assert "feltsense_review_queue" in plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan


def test_a_long_queue_asks_no_more_than_a_short_one(clinic, dana, django_assert_num_queries):
    for _ in range(2):
        waiting(clinic)
    with django_assert_num_queries(len(queue.SLICES) + 1):
        in_order(dana, clinic)
    for rank in (NOW_TIER, SOON, NEXT, ROUTINE) * 5:
        waiting(clinic, rank=rank, due=-5)

    with django_assert_num_queries(len(queue.SLICES) + 1):
        assert len(in_order(dana, clinic)) == 22


def test_a_full_page_asks_for_no_slice_it_does_not_reach(clinic, dana, django_assert_num_queries):
    for _ in range(3):
        waiting(clinic, rank=NOW_TIER)

    with django_assert_num_queries(2):  # one slice, then the rows of the page
        queue.page(actor=dana, practices=[clinic], at=NOW, size=2)


def test_counts_for_the_badges(clinic, dana):
    erin = people.clinician(clinic, "Erin")
    waiting(clinic, rank=NOW_TIER)
    waiting(clinic, rank=NEXT, claimed_by=dana, claimed_until=minutes(5))
    waiting(clinic, rank=NEXT, claimed_by=erin, claimed_until=minutes(-5))
    signed = waiting(clinic, rank=NEXT, signed_at=NOW, signed_by=dana)
    QueueCount.add(practice_id=clinic.pk, rank=signed.rank, by=-1)
    waiting(people.practice(name="Mock Lane"), rank=NOW_TIER)

    counts = queue.counts(actor=dana, practices=[clinic], at=NOW)

    assert counts.tiers == (1, 0, 2, 0)
    assert (counts.needs_review, counts.mine, counts.unclaimed) == (3, 1, 2)
    assert counts.signed_today == 1


def test_a_count_stops_at_its_cap(clinic, dana, monkeypatch):
    monkeypatch.setattr(queue, "CAP", 2)
    for _ in range(3):
        waiting(clinic)

    assert queue.counts(actor=dana, practices=[clinic], at=NOW).unclaimed == 2


def test_signed_today_begins_at_the_practices_own_midnight(dana, clinic):
    clinic.time_zone = "Pacific/Auckland"  # 22:22 there, so the day began 22 hours ago
    clinic.save()
    today = waiting(clinic, signed_at=minutes(-22 * 60), signed_by=dana)
    waiting(clinic, signed_at=minutes(-23 * 60), signed_by=dana)

    found = queue.signed_today(actor=dana, practices=[clinic], at=NOW, size=10)

    assert found == [today]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("łuk", True),  # part of a name, whatever its case
        ("ŁUKASIK alex", True),  # both names in any order
        ("syn-00417", True),  # the record number, by its blind index
        ("syn-0041", False),  # which knows whole numbers only
        ("Nguyen", False),
    ],
)
def test_finding_a_person(clinic, dana, typed, found):
    review = waiting(clinic, name="Łukasik", record_number="SYN-00417")
    waiting(clinic, name="Placeholder")

    assert queue.find(actor=dana, practices=[clinic], text=typed) == ([review] if found else [])


def test_a_record_number_finds_signed_reviews_too(clinic, dana):
    review = waiting(clinic, record_number="77", signed_at=NOW, signed_by=dana)

    assert queue.find(actor=dana, practices=[clinic], text="77") == [review]


@pytest.mark.parametrize(
    "text",
    ["", "x", "1-2-3", "9-0-0-0-" + "a" * 32, "0-0-0-0-zz", "0-" + "9" * 40 + "-0-0-" + "a" * 32],
)
def test_a_cursor_that_is_none_shows_the_first_page(text):
    assert Cursor.read(text) is None


def test_a_workplace_is_where_one_is_a_clinician(clinic, dana):
    other = people.practice(name="Mock Lane")
    people.Membership.objects.create(practice=other, user=dana, role=COORDINATOR)

    assert [place.practice for place in queue.workplaces(dana)] == [clinic]
