"""The summary as a page, and the wait for its file, in a real browser."""

import io

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from intake.models import Job
from intake.services import answering
from reports.models import Report
from tests import people
from tests.reports import sample
from tests.work import do_all_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIGNED = sample.summary(interpretation=sample.returning(), signature=sample.SIGNATURE)


@pytest.fixture
def report(clinic):
    """Alex's rich summary, whose file is not made yet."""
    intake, token = people.invited(clinic)
    session = people.entered(intake, token, at=timezone.now())
    answering.submit(session=session, at=timezone.now())
    return sample.frozen(Report.objects.get(), SIGNED)


def address(name, report):
    return reverse(f"feltsense_reports:{name}", args=[report.pk])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_summary_has_no_barrier_and_does_not_scroll_sideways(
    signed_in, report, barriers, size, scheme
):
    page = signed_in(size=size, scheme=scheme)
    page.goto(address("read", report))

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_way_from_a_statement_to_its_answer_and_back_without_javascript(signed_in, report):
    page = signed_in(javascript=False)
    page.goto(address("detail", report))
    page.get_by_role("link", name="Read it as a page").click()
    statement = page.locator("[id^=statement-]").first
    place = statement.get_attribute("id")
    statement.locator('a[href^="#A"]').first.click()

    answer = page.locator("tr:target")
    assert answer.is_visible()
    answer.locator(f'a[href="#{place}"]').click()
    assert page.url.endswith(f"#{place}")


def test_every_printed_sheet_says_whom_it_is_about_and_its_number(signed_in, report):
    page = signed_in(scheme="dark")
    page.goto(address("read", report))
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))

    for number, sheet in enumerate(document, start=1):
        text = sheet.get_textpage().get_text_bounded()
        assert "Sample, Alex" in text
        assert f"{number} / {len(document)}" in text
        corner = sheet.render().to_pil().convert("L").getpixel((3, 3))
        assert corner == 255, "paper is white"


def test_the_file_appears_when_it_is_made_without_loading_the_page_again(signed_in, report):
    page = signed_in()
    page.goto(address("detail", report))
    assert page.get_by_text("The file is being made").is_visible()
    page.evaluate("window.same = true")
    do_all_jobs()

    page.get_by_role("link", name="Download the PDF").wait_for()
    assert page.evaluate("window.same")


def test_a_render_that_failed_shows_its_button_in_place(signed_in, report):
    page = signed_in()
    page.goto(address("detail", report))
    Job.objects.filter(subject=report.pk).update(state=Job.State.FAILED)

    page.get_by_role("button", name="Try again").click()
    assert page.get_by_text("The file is being made again.").is_visible()
