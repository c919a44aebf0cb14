"""A patient's answers, and what a clinician reads on the page that shows them."""

import re
from html import unescape

from django.urls import reverse
from django.utils import timezone

from intake.services import answering
from screening.models import Review

ITEMS = {f"phq9-{n}": "not_at_all" for n in range(1, 10)}
CALM = {"phq9": ITEMS}
ASQ = {"asq-1": "yes", "asq-2": "no", "asq-3": "no", "asq-4": "no", "asq-5": "no"}
ALL_NO = {f"asq-{n}": "no" for n in range(1, 5)}
ALARMING = {"phq9": ITEMS | {"phq9-9": "more_than_half_the_days"}, "asq": ALL_NO}


def words(answer):
    """What a person reads on the page, in one line."""
    html = re.sub(r"<(svg|title)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def says(answer, text):
    return text in words(answer)


def url(name, *args):
    return reverse(f"feltsense_screening:{name}", args=args)


def gives(session, pages, *, sends=True):
    for slug, answers in pages.items():
        answering.save_page(session=session, slug=slug, answers=answers, at=timezone.now())
    if sends:
        answering.submit(session=session, at=timezone.now())
    return Review.objects.get(intake=session.intake)


def opened(client, review):
    return client.get(url("review", review.pk))
