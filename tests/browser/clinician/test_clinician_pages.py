"""The clinician's pages in a real browser: sign-in, claim, close, sign; without barriers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.services import answering
from reports.delivery import CannotTell
from screening.models import Alert, Review
from screening.services import claiming
from tests import people
from tests.reports.delivery import shelf
from tests.reports.delivery.signed import SHELF, relay, sends_to, signed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = "JBSWY3DPEHPK3PXP"
PHQ9 = {f"phq9-{n}": "several_days" for n in range(1, 10)} | {"phq9-9": "nearly_every_day"}
PAGES = {
    "phq9": PHQ9,
    "asq": {f"asq-{n}": "no" for n in range(1, 5)},
    "numbness_signs": {"n1": "often", "n2": "never"},
    "onset": {"o1": "2026-03", "o2": "over_1_year"},
    "medicines": {"m0": "yes", "medicines": [{"m1": "sertraline", "m3": "2026-01", "m4": "yes"}]},
    "goals": {"v1": "To laugh and mean it"},
}


@pytest.fixture
def review(clinic):
    """Alex sent an alarming form; Robin stopped on the way."""
    for name, sends in (("Robin", False), ("Alex", True)):
        intake, token = people.invited(clinic, given_name=name, record_number=name)
        session = people.entered(intake, token, at=timezone.now())
        for slug, answers in PAGES.items():
            answering.save_page(session=session, slug=slug, answers=answers, at=timezone.now())
        if sends:
            answering.submit(session=session, at=timezone.now())
    return Review.objects.get(intake=intake)


def address(name, *args):
    return reverse(f"feltsense_screening:{name}", args=args)


def code_for(secret):
    from allauth.mfa.totp.internal import auth

    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def gives_password(page, user):
    page.goto(address("queue"))
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_sign_in_asks_for_the_password_and_a_second_factor(dana, desktop):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(dana, SECRET)
    gives_password(desktop, dana)
    assert desktop.get_by_role("heading", name="Second step").is_visible()

    desktop.get_by_label("Code").fill(code_for(SECRET))
    desktop.get_by_role("button", name="Sign in").click()

    assert desktop.get_by_role("heading", name="Nothing waiting").is_visible()


def test_staff_without_a_second_factor_set_one_up_first(dana, desktop):
    gives_password(desktop, dana)
    desktop.get_by_label("Password").fill(people.PASSWORD)
    desktop.get_by_role("button", name="Confirm").click()
    assert desktop.get_by_role("heading", name="Set up a second factor").is_visible()
    secret = desktop.get_by_label("Secret for the app").input_value()

    desktop.get_by_label("code").fill(code_for(secret))
    desktop.get_by_role("button", name="Set up").click()
    desktop.goto(address("queue"))

    assert desktop.get_by_role("heading", name="Nothing waiting").is_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_from_the_queue_to_the_signature_without_javascript(signed_in, review, size):
    page = signed_in(size=size, javascript=False)
    page.goto(address("queue"))
    page.get_by_role("button", name="Claim Sample, Alex").click()
    page.get_by_label("Note", exact=True).fill("Rang at noon.")

    box = page.locator(".fs-safety")
    box.get_by_text("Log a contact attempt").click()
    box.get_by_label("Phone").check()
    box.get_by_label("Spoke with patient").check()
    box.get_by_role("button", name="Log the attempt").click()
    box.locator("summary", has_text="Close alert").click()
    box.get_by_label("Why it can be closed").fill("Plan agreed.")
    box.get_by_role("button", name="Close alert").click()
    assert page.get_by_label("Note", exact=True).input_value() == "Rang at noon."
    assert Alert.objects.get(intake=review.intake).closed_at is not None

    page.get_by_label("See at the appointment as planned").check()
    page.get_by_label("I read every answer").check()
    page.get_by_label("Your password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign and file summary").click()

    assert page.get_by_text("What was signed").is_visible()
    assert page.get_by_role("button", name="Claim and open").is_visible()
    review.refresh_from_db()
    assert review.decision["note"] == "Rang at noon."


def test_no_key_signs(signed_in, dana, review):
    """Enter, even in the password box, saves a draft and no more."""
    claiming.claim(review=review, user=dana, at=timezone.now())
    page = signed_in()
    page.goto(address("review", review.pk))
    page.get_by_label("Note", exact=True).fill("Not yet")
    page.get_by_label("Your password").fill(people.PASSWORD)

    page.get_by_label("Your password").press("Enter")
    page.wait_for_url(f"**{address('review', review.pk)}")

    review.refresh_from_db()
    assert (review.signed_at, review.draft["note"]) == (None, "Not yet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_have_no_barrier_and_do_not_scroll_sideways(
    signed_in, dana, review, barriers, size, scheme
):
    other = Review.objects.exclude(pk=review.pk).get()
    claiming.claim(review=review, user=dana, at=timezone.now())
    claiming.claim(review=other, user=people.clinician(review.practice, "Erin"), at=timezone.now())
    page = signed_in(size=size, scheme=scheme)
    for path in (
        address("queue"),
        address("queue") + "?view=signed-today",
        address("review", review.pk),
        address("review", other.pk),
        address("take_over", other.pk),
        "/accounts/2fa/",
        "/accounts/logout/",
    ):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_summary_nobody_knows_to_have_arrived_is_settled_from_the_queue(
    signed_in, clinic, dana, settings, barriers, size
):
    shelf.empty()
    shelf.troubles[:] = [CannotTell(403)]
    sends_to(settings, shelf=SHELF)
    delivery = signed(clinic).deliveries.get()
    relay()
    page = signed_in(size=size)
    page.goto(address("queue"))
    page.get_by_role("link", name="See what happened").click()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    page.get_by_role("button", name="It did arrive").click()

    assert page.get_by_text("Noted as delivered.").is_visible()
    delivery.refresh_from_db()
    assert delivery.state == "delivered"
