"""The demonstration as a stranger meets it: one command, then link, phone, queue, PDF."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from intake import catalog
from intake.domain.packet import steps
from tests.faults.site import ROOT
from tests.servers import _free_port

pytestmark = [pytest.mark.browser, pytest.mark.once]
PATIENCE = 180  # seconds until it is ready, on a busy machine
STEPS = {step.key: step for step in steps(catalog.default_packet())}
WORDS = "To laugh at a bad joke & mean it."
MEDICINE = "Zoloft"
RECORD_NUMBER = "SYN-00040"  # forty are there before
given = []  # every answer, in the words that were chosen or typed
ANSWERS = {"m0": "Yes", "phq9-9": "More than half the days", "m4": "Yes", "m6": "No"}


@contextmanager
def running(folder):
    """The demonstration's process and the file it prints to; Ctrl-C stops all of it, in order."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "FELTSENSE_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "PORT": str(_free_port()),
        "PYTHONUNBUFFERED": "1",
    }
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process, log
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0, log.read_text()[-3000:]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """What the demonstration printed, by the word before the colon."""
    with running(tmp_path_factory.mktemp("demo")) as (process, log):
        yield printed(log, process, until="Ctrl-C")


def printed(log: Path, process, *, until: str) -> dict[str, list[str]]:
    deadline = time.monotonic() + PATIENCE
    while until not in log.read_text():
        assert process.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.2)
    lines = (line.split(": ", 1) for line in log.read_text().splitlines() if ": " in line)
    return {word: rest.split() for word, rest in lines}


def test_it_is_stopped_while_it_still_sets_up(tmp_path):
    with running(tmp_path) as (process, log):
        printed(log, process, until="Setting up")

    assert log.read_text().endswith("Stopped.\n")


def test_the_summary_it_made_by_itself_is_there(demo):
    (path,) = demo["Summary"]

    assert "NOT YET REVIEWED" not in text_of(Path(path).read_bytes()).upper()


def test_from_the_link_on_a_phone_to_the_signed_summary(demo, open_page):
    (site,) = demo["Ready"]
    link, birth_date = demo["Patient"]
    phone = open_page(site, size="phone", javascript=False)
    enter(phone, link, birth_date)
    phone.get_by_role("button", name="I agree, start").click()
    answer_until(phone, "/intake/support/")
    phone.context.close()  # the phone is put away here

    phone = open_page(site, size="phone", javascript=False)
    enter(phone, link, birth_date)
    assert "/intake/support/" in phone.url, "the support page is still offered"
    phone.get_by_role("button", name="Continue with the form").click()
    answer_until(phone, "/intake/check/")
    assert WORDS in phone.inner_text("main")
    phone.locator("main form button.fs-btn").first.click()
    assert phone.url.endswith("/intake/done/")

    desk = open_page(site)
    sign_in(desk, site, demo["Sign-in"])
    rows = desk.locator("table tbody tr")
    number = next(n for n in range(rows.count()) if RECORD_NUMBER in rows.nth(n).inner_text())
    above = [rows.nth(n).inner_text() for n in range(number + 1)]
    assert [row for row in above if "Now" not in row] == [], "before all that is not urgent"
    rows.nth(number).get_by_role("button", name=re.compile("Claim")).click()
    close_the_alerts(desk)
    sign(desk, password=demo["Sign-in"][1])
    text = text_of(summary(desk))
    assert len(given) > 60
    assert [words for words in given if squeezed(words) not in squeezed(text)] == []
    for question in (question for step in STEPS.values() for question in step.asks):
        assert squeezed(question.text) in squeezed(text) or question.type == "repeat"


def enter(phone, link, birth_date):
    phone.goto(link)
    phone.locator("main form button.fs-btn").first.click()
    for part, value in zip(("year", "month", "day"), birth_date.split("-"), strict=True):
        phone.locator(f"[name={part}]").fill(value)
    phone.locator("main form button").first.click()


def answer_until(phone, end):
    for _ in range(150):
        if end in phone.url:
            return
        if "/intake/support/" in phone.url:
            phone.get_by_role("button", name="Continue with the form").click()
        elif phone.url.rstrip("/").endswith("/intake"):
            phone.locator(".fs-acts a.fs-btn").first.click()
        else:
            answer(phone)
    pytest.fail(f"never came to {end}, but to {phone.url}")


def answer(phone):
    key, _, row = phone.url.partition("/step/")[2].partition("?")[0].strip("/").partition("/")
    asks = STEPS[key].asks
    if STEPS[key].kind == "repeat":
        if not row and phone.get_by_role("button", name="Remove").count():
            save(phone)
            return
        asks = [q for q in asks[0].questions if is_on(phone, q)]
    for question in asks:
        fill(phone, question)
    if STEPS[key].kind == "repeat" and not row:
        phone.get_by_role("button", name="Add this medicine").click()
    else:
        save(phone)


def is_on(phone, question) -> bool:
    return phone.locator(f"[name='{question.id}'], [name^='{question.id}-']").count() > 0


def fill(phone, question):
    if question.type == "text":
        words = MEDICINE if question.id == "m1" else WORDS
        phone.locator(f"#{question.id}").fill(words)
        given.append(words)
    elif question.type == "month":
        phone.locator(f"#{question.id}-month").fill("January")
        phone.locator(f"#{question.id}-year").fill("2026")
    else:
        label = ANSWERS.get(question.id, question.options[-1].label)
        given.append(label)
        (code,) = [option.code for option in question.options if option.label == label]
        phone.locator(f"[name='{question.id}'][value='{code}']").check()


def save(phone):
    phone.get_by_role("button", name=re.compile("^(Save and continue|Save)")).first.click()


def sign_in(desk, site, credentials):
    user, password, secret, *_ = credentials
    desk.goto(site)
    desk.locator("[name=login]").fill(user)
    desk.locator("[name=password]").fill(password)
    desk.locator("main form button").first.click()
    counter = next(iter(yield_hotp_counters_from_time()))
    desk.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
    desk.locator("main form button").first.click()
    assert desk.url.endswith("/queue/"), desk.url


def close_the_alerts(desk):
    safety = desk.locator("#safety")
    while safety.locator("button", has_text="Close alert").count():
        unfold(safety)
        safety.get_by_label("Phone").first.check()
        safety.get_by_label("Spoke with patient").first.check()
        safety.get_by_role("button", name="Log the attempt").first.click()
        unfold(safety)
        safety.locator("textarea").first.fill("We spoke for six minutes.")
        safety.get_by_role("button", name="Close alert").first.click()


def unfold(section):
    while section.locator("details:not([open]) > summary").count():
        section.locator("details:not([open]) > summary").first.click()


def sign(desk, *, password):
    desk.get_by_label("Contact before the appointment").check()
    desk.locator("#note").fill("Spoke on the phone.")
    desk.locator("[name=attested]").check()
    desk.locator("#password").fill(password)
    desk.get_by_role("button", name="Sign and file summary").click()


def summary(desk) -> bytes:
    desk.get_by_role("link", name="Open the summary").click()
    desk.get_by_role("link", name="Download the PDF").wait_for(timeout=30_000)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the PDF").click()
    return Path(download.value.path()).read_bytes()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    return "".join(text.split())
