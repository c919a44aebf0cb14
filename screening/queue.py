"""The queue: which reviews stand where. Reads only, cut into pages by row value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThan

from intake.domain.packet import part_of, steps
from intake.models import CLINICIAN, Intake, Membership, Patient, Practice, Response
from intake.policy import for_actor
from screening.models import Alert, QueueCount, Review

NEEDS_REVIEW, MINE, UNCLAIMED, SIGNED = "needs-review", "mine", "unclaimed", "signed-today"
VIEWS = (NEEDS_REVIEW, MINE, UNCLAIMED, SIGNED)
CAP = 1000  # a count stops here and shows "1000+": counting on costs more than it tells
MOST_FOUND = 50

# Each slice is one unbroken stretch of the queue's index: `now`, then what is past due by tier,
# then the rest by tier. (rank, past due: yes, no or either)
SLICES: tuple[tuple[int, bool | None], ...] = (
    (0, None),
    *((rank, True) for rank in (1, 2, 3)),
    *((rank, False) for rank in (1, 2, 3)),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Row(Func):
    """(a, b, c) as SQL's row value, so that a page starts inside the index and not by a filter."""

    template = "(%(expressions)s)"
    output_field = models.BooleanField()


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """The last row of a page. Times and an id only: it stands in a URL.

    `at` is when the first page was read, so that "past due" means the same on every page.
    """

    at: datetime
    slice: int
    due_at: datetime
    arrived_at: datetime
    id: UUID

    def __str__(self) -> str:
        times = (self.at, self.due_at, self.arrived_at)
        numbers = [self.slice, *((time - EPOCH) // MICROSECOND for time in times)]
        return "-".join([*map(str, numbers), self.id.hex])

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """None for anything that is not a cursor: the first page is shown then."""
        try:
            number, *times, row = text.split("-")
            at, due_at, arrived_at = (EPOCH + int(time) * MICROSECOND for time in times)
            here, last = range(len(SLICES))[int(number)], UUID(hex=row)
        except (ValueError, IndexError, OverflowError):
            return None
        return cls(at=at, slice=here, due_at=due_at, arrived_at=arrived_at, id=last)


@dataclass(frozen=True, kw_only=True)
class Page:
    reviews: Sequence[Review]
    after: Cursor | None  # None on the last page


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The badges. `tiers` are exact; the others stop at CAP."""

    tiers: tuple[int, ...]
    mine: int
    unclaimed: int
    signed_today: int

    @property
    def needs_review(self) -> int:
        return sum(self.tiers)


def workplaces(user: Any) -> list[Membership]:
    """Where this person is a clinician now, by the practice's name."""
    mine = Membership.objects.filter(user=user, role=CLINICIAN, active=True)
    return list(mine.select_related("practice").order_by("practice__name"))


def page(
    *,
    actor: Any,
    practices: Iterable[Practice],
    at: datetime,
    size: int,
    view: str = NEEDS_REVIEW,
    rank: int | None = None,
    after: Cursor | None = None,
) -> Page:
    """One page of open reviews in order: `now`, then past due, then the rest."""
    cut = after.at if after else at
    own = [_rows(actor, practice, view, at=at) for practice in practices]
    in_order = _walk(own, rank, cut=cut, after=after, most=size + 1)
    places = list(islice(in_order, size + 1))
    more = len(places) > size
    return Page(
        reviews=_in_full(actor, places[:size]),
        after=_cursor(places[size - 1], cut) if more else None,
    )


def _in_full(actor: Any, places: Sequence[Review]) -> list[Review]:
    """The order comes from the index alone: joined to the rest, SQLite would sort all rows."""
    found = _visible(actor).in_bulk([place.pk for place in places]) if places else {}
    return [found[place.pk] for place in places if place.pk in found]


def _rows(actor: Any, practice: Practice, view: str, *, at: datetime) -> Any:
    rows: Any = for_actor(actor, Review.objects.open().filter(practice=practice))
    rows = rows.only("rank", "due_at", "arrived_at")
    if view == MINE:
        return rows.filter(pk__in=_claimed_by(actor, at=at))
    if view == UNCLAIMED:
        return rows.unclaimed(at=at)
    return rows


def _claimed_by(actor: Any, *, at: datetime) -> Any:
    """By a subquery, so that the few claims are looked up and not the whole queue sifted."""
    return Review.objects.open().filter(claimed_by=actor, claimed_until__gt=at).values("pk")


def _visible(actor: Any) -> Any:
    rows = Review.objects.select_related(
        "practice", "intake__practice", "intake__patient", "intake__clinician", "claimed_by"
    )
    return for_actor(actor, rows)


def _walk(
    own: Sequence[Any], rank: int | None, *, cut: datetime, after: Cursor | None, most: int
) -> Iterator[Review]:
    """Slice by slice, one query per slice and practice, and none for a slice never reached."""
    for number in range(after.slice if after else 0, len(SLICES)):
        if rank is not None and SLICES[number][0] != rank:
            continue
        beyond = _beyond(after) if after and after.slice == number else None
        pages = (_slice(rows, number, cut=cut, beyond=beyond)[:most] for rows in own)
        yield from merge(*pages, key=lambda review: (review.due_at, review.arrived_at, review.id))


def _slice(rows: Any, number: int, *, cut: datetime, beyond: Any) -> Any:
    rank, past_due = SLICES[number]
    rows = rows.filter(rank=rank)
    if past_due is not None:
        rows = rows.filter(due_at__lt=cut) if past_due else rows.filter(due_at__gte=cut)
    if beyond is not None:
        rows = rows.filter(beyond)
    return rows.in_order()


def _beyond(cursor: Cursor) -> GreaterThan[Any]:
    here = Row(
        Value(cursor.due_at, models.DateTimeField()),
        Value(cursor.arrived_at, models.DateTimeField()),
        Value(cursor.id, models.UUIDField()),
    )
    return GreaterThan(Row(F("due_at"), F("arrived_at"), F("id")), here)


def _cursor(review: Review, cut: datetime) -> Cursor:
    past_due = None if review.rank == 0 else review.due_at < cut
    return Cursor(
        at=cut,
        slice=SLICES.index((review.rank, past_due)),
        due_at=review.due_at,
        arrived_at=review.arrived_at,
        id=review.id,
    )


def signed_today(
    *, actor: Any, practices: Iterable[Practice], at: datetime, size: int
) -> list[Review]:
    """The latest signatures of the practice's own day."""
    rows = _visible(actor).filter(_signed_since_midnight(practices, at=at))
    return list(rows.select_related("signed_by").order_by("-signed_at")[:size])


def _signed_since_midnight(practices: Iterable[Practice], *, at: datetime) -> Q:
    found = Q(pk__in=[])
    for practice in practices:
        midnight = at.astimezone(practice.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        found |= Q(practice=practice, signed_at__gte=midnight)
    return found


def counts(*, actor: Any, practices: Sequence[Practice], at: datetime) -> Counts:
    kept = for_actor(actor, QueueCount.objects.filter(practice__in=practices))
    waiting = [0, 0, 0, 0]
    for rank, count in kept.values_list("rank", "waiting"):
        waiting[rank] += count
    reviews = Review.objects.filter(practice__in=practices)
    rows = for_actor(actor, reviews)
    return Counts(
        tiers=tuple(waiting),
        mine=_capped(rows.filter(pk__in=_claimed_by(actor, at=at))),
        unclaimed=_capped(for_actor(actor, reviews.open().unclaimed(at=at))),
        signed_today=_capped(rows.filter(_signed_since_midnight(practices, at=at))),
    )


def _capped(rows: models.QuerySet[Review]) -> int:
    return rows.order_by()[:CAP].count()


def find(*, actor: Any, practices: Sequence[Practice], text: str) -> list[Review]:
    """Open reviews by name, and any review by exact record number. Names are sealed, so they are
    opened one by one in memory; the record number has an index.
    """
    rows = _visible(actor).filter(practice__in=practices)
    numbered = [p.pk for practice in practices for p in _with_number(practice, text)]
    found = list(rows.filter(intake__patient__in=numbered).order_by("-arrived_at")[:MOST_FOUND])
    words = text.casefold().split()
    named = (r for r in rows.open().in_order().iterator(chunk_size=500) if _is_named(r, words))
    return list({r.pk: r for r in (*found, *islice(named, MOST_FOUND))}.values())[:MOST_FOUND]


def _with_number(practice: Practice, text: str) -> Iterable[Patient]:
    return Patient.objects.with_record_number(practice=practice, record_number=text).only("pk")


def _is_named(review: Review, words: Sequence[str]) -> bool:
    name = review.intake.patient.listed_name.casefold()
    return all(word in name for word in words)


def last_arrival(*, actor: Any, practices: Sequence[Practice]) -> datetime | None:
    """When the latest form arrived, for an empty queue that tells the truth."""
    rows = for_actor(actor, Review.objects.filter(practice__in=practices))
    latest: datetime | None = rows.aggregate(latest=models.Max("arrived_at"))["latest"]
    return latest


def open_reasons(reviews: Iterable[Review]) -> dict[UUID, frozenset[str]]:
    """The lines of the alerts that nobody has closed, by intake."""
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    alerts = Alert.objects.filter(intake__in=[r.intake_id for r in reviews], closed_at=None)
    for alert in alerts.only("intake_id", "signal"):
        found[alert.intake_id].add(alert.signal["text"])
    return {intake: frozenset(lines) for intake, lines in found.items()}


def parts_reached(reviews: Iterable[Review]) -> dict[UUID, int]:
    """For each form not sent yet, by intake: the number of the last part with an answer in it."""
    unsent = {r.intake_id: r.intake for r in reviews if r.intake.submitted_at is None}
    if not unsent:
        return {}
    given: dict[UUID, dict[str, Any]] = {key: {} for key in unsent}
    for response in Response.objects.filter(intake__in=unsent):
        given[response.intake_id][response.slug] = response.answers
    return {key: part_reached(intake, given[key]) for key, intake in unsent.items()}


def part_reached(intake: Intake, given: Any) -> int:
    packet = steps(intake.questionnaires)
    reached = (
        part_of(packet, step).number
        for step in packet
        if any(question in given.get(step.slug, {}) for question in step.questions)
    )
    return max(reached, default=1)
