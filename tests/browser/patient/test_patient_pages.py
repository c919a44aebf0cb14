"""The patient's pages in a real browser: without JavaScript, without barriers, small."""

import gzip

import pytest

from intake.models import Intake
from tests import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 30_000  # compressed, the page with all it loads
MOST_REQUESTS = 5
PAGES = [
    *("", "step/n1/", "step/n18/", "step/o1/", "step/v1/", "step/m0/", "step/medicines/"),
    *("step/phq9-1-8/", "step/phq9-9/", "step/pcptsd5-exposure/"),
    *("support/", "help/", "check/", "stopped/", "about/"),
]


@pytest.fixture
def token():
    clinic = people.practice(offers_call_back=True)
    _, token = people.invited(clinic, clinician=people.clinician(clinic, "Dana"))
    return token


def enters(page, token):
    page.goto(f"/i/{token}/")
    page.get_by_role("button", name="Start").click()
    for box, typed in (("Day", "2"), ("Month", "April"), ("Year", "1990")):
        page.get_by_label(box).fill(typed)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="I agree, start").click()


def goes_on(page):
    page.locator(".fs-acts .fs-btn").first.click()


def lists_a_medicine(page):
    page.goto("/intake/step/m0/")
    page.get_by_label("Yes").check()
    goes_on(page)
    page.get_by_label("What is it called?").fill("Sertraline")
    page.get_by_label("Year").fill("about 2024")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Add this medicine").click()


def answers(page):
    """An ordinary answer to whatever the page asks, as a person gives it."""
    if page.locator("#m1").count():
        page.get_by_role("button", name="Skip medicines").click()
        return
    for item in page.locator("form[novalidate] fieldset").all():
        if item.locator("[type=radio]").count():
            item.locator("[type=radio]").nth(1).check()
        elif item.locator("[type=checkbox]").count() and not item.locator(".fs-input").count():
            item.locator("[type=checkbox]").first.check()
        elif item.locator(".fs-my").count():
            item.get_by_label("Month").fill("March")
            item.get_by_label("Year").fill("2025")
        else:
            item.locator(".fs-input").fill("In a few words.")
    goes_on(page)


def test_the_whole_form_on_a_phone_without_javascript(open_page, live_server, token):
    page = open_page(live_server.url, size="phone", javascript=False)
    enters(page, token)
    for _ in range(70):
        if "/support/" in page.url:
            page.get_by_role("button", name="Continue with the form").click()
        elif "/step/" in page.url:
            answers(page)
    assert page.url.endswith("/intake/check/")

    page.get_by_role("button", name="Send to Sample Street Clinic").click()

    assert page.get_by_role("heading", name="Your clinic has your answers").is_visible()
    assert Intake.objects.get().state == Intake.State.SUBMITTED


def test_the_browsers_own_back_button_brings_the_answer_back(phone, token):
    enters(phone, token)
    phone.get_by_label("Often").check()
    goes_on(phone)
    phone.wait_for_url("**/step/n2/")

    phone.go_back()

    assert phone.get_by_label("Often").is_checked()


def test_after_finishing_back_shows_nothing(phone, token):
    enters(phone, token)
    phone.get_by_label("Often").check()
    goes_on(phone)
    phone.goto("/intake/stopped/")
    phone.get_by_role("button", name="Close it on this device").click()

    phone.goto("/intake/step/n1/")

    assert phone.get_by_role("heading", name="This form is closed on this device").is_visible()


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_no_page_holds_a_barrier(open_page, live_server, token, barriers, size, scheme):
    page = open_page(live_server.url, size=size, scheme=scheme)
    enters(page, token)
    lists_a_medicine(page)
    found = {"one medicine": barriers(page)}
    for path in PAGES:
        page.goto(f"/intake/{path}")
        found[path] = barriers(page)
    for path in ("step/o1/", "step/phq9-1-8/", "step/medicines/"):
        page.goto(f"/intake/{path}")
        page.locator("form[novalidate] .fs-btn").first.click()
        assert "Error:" in page.title() or "/medicines/" in path
        found[f"{path} with errors"] = barriers(page)
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways(phone, token, width):
    enters(phone, token)
    lists_a_medicine(phone)
    phone.set_viewport_size({"width": width, "height": 844})
    wide = []
    for path in PAGES:
        phone.goto(f"/intake/{path}")
        if phone.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)
    assert wide == []


def test_every_page_is_small_and_asks_for_little(phone, token):
    enters(phone, token)
    lists_a_medicine(phone)
    network = phone.context.new_cdp_session(phone)
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})  # as on a first visit
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        asked.clear()
        phone.goto(f"/intake/{path}", wait_until="networkidle")
        sizes = [len(gzip.compress(phone.context.request.get(url).body())) for url in asked]
        assert 1 < len(sizes) <= MOST_REQUESTS, path
        assert sum(sizes) <= MOST_BYTES, (path, sum(sizes))


def test_names_of_medicines_come_as_one_types(open_page, live_server, token):
    page = open_page(live_server.url, size="phone")
    enters(page, token)
    lists_a_medicine(page)
    page.goto("/intake/step/medicines/")

    page.get_by_label("What is it called?").press_sequentially("proz")
    page.locator("#names option").first.wait_for(state="attached")

    assert page.locator("#names option").first.text_content() == "Prozac"


def test_without_a_script_a_name_is_looked_up_and_chosen(open_page, live_server, token):
    page = open_page(live_server.url, size="phone", javascript=False)
    enters(page, token)
    lists_a_medicine(page)
    page.goto("/intake/step/medicines/")

    page.get_by_label("What is it called?").fill("setraline")
    page.get_by_role("button", name="Look the name up").click()
    page.get_by_role("button", name="sertraline", exact=True).click()

    assert page.get_by_label("What is it called?").input_value() == "sertraline"
