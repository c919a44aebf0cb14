"""Fixtures for every test, and the closing lines that say what did not run."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.test import TransactionTestCase

from tests import servers
from tests.triggers import without_triggers

hypothesis.settings.register_profile("feltsense", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("feltsense")

HEADLESS = [
    "--headless",
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> Iterator[None]:
    """A test on real transactions empties the tables, and the audit trail refuses that."""
    teardown = TransactionTestCase._fixture_teardown

    def without_the_triggers(case: TransactionTestCase) -> None:
        with without_triggers():
            teardown(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_the_triggers)
        yield


@pytest.fixture
def packs(settings):
    """A site that has enabled the packs of the package."""
    section = settings.FELTSENSE["intake"] | {"packs": ["audit_c", "cbi"]}
    settings.FELTSENSE = settings.FELTSENSE | {"intake": section}


# --- servers -----------------------------------------------------------------


@pytest.fixture
def start_postgres() -> Iterator[Callable[..., servers.Postgres]]:
    """`start_postgres(durable=True)`: a server of the test's own, to kill and start again."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(_or_skip(lambda: servers.Postgres(**options)))


@pytest.fixture
def start_redis() -> Iterator[Callable[[], servers.Redis]]:
    """`start_redis()`: a broker of the test's own."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(_or_skip(servers.Redis))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[servers.Redis]:
    """One broker for all tests that do not kill it."""
    with _or_skip(servers.Redis) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[servers.Postgres]:
    """One PostgreSQL for all tests that do not kill it: `create_database(name)` in it."""
    with _or_skip(servers.Postgres) as server:
        yield server


@pytest.fixture(scope="session")
def verapdf():
    """The engine that judges PDF/A and PDF/UA files, started once."""
    from tests.verapdf import VeraPdf

    with _or_skip(VeraPdf) as engine:
        yield engine


def _or_skip(make):
    try:
        return make()
    except servers.Unavailable as reason:
        pytest.skip(str(reason))


# --- browser -----------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, started once."""
    from playwright.sync_api import sync_playwright

    program = _or_skip(servers.chromium)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environ:
        # Playwright's loop runs in this thread, which Django would take for async code
        environ.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=program, args=HEADLESS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """`open_page(base_url, size="phone", scheme="dark", javascript=False)`: another person's page.

    The test fails at its end if a page broke its own content policy, raised an error in a script,
    or asked another host for anything.
    """
    faults = []

    def open_page(base_url, *, size="desktop", scheme="light", javascript=True):
        width, height = SIZES[size]
        context = stack.enter_context(
            browser.new_context(
                base_url=base_url,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                java_script_enabled=javascript,
                locale="en-GB",
                timezone_id="Europe/London",
                reduced_motion="reduce",
            )
        )
        context.set_default_timeout(10_000)
        context.on("request", lambda request: _note_stranger(request.url, base_url, faults))
        context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
        context.on("console", lambda message: _note_refusal(message.text, faults))
        return context.new_page()

    with ExitStack() as stack:
        yield open_page
    assert faults == []


def _note_stranger(url, base_url, faults):
    address = urlsplit(url)
    if address.scheme in ("http", "https") and address.netloc != urlsplit(base_url).netloc:
        faults.append(f"a request to another host: {address.netloc}")


def _note_refusal(text, faults):
    if "Content Security Policy" in text:
        faults.append(text)


@pytest.fixture
def phone(open_page, live_server):
    """A page as on a phone, 390 by 844, on the running site."""
    return open_page(live_server.url, size="phone")


@pytest.fixture
def desktop(open_page, live_server):
    """A page as on a desk, 1280 by 900, on the running site."""
    return open_page(live_server.url, size="desktop")


@pytest.fixture
def barriers():
    """`barriers(page)`: what axe finds against WCAG 2.2 AA on the page, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

    def barriers(page):
        found = Axe().run(page, options={"runOnly": rules}).response["violations"]
        return [
            f"{rule['id']}: {rule['help']} ({node['target'][0]})"
            for rule in found
            for node in rule["nodes"]
        ]

    return barriers


# --- what did not run --------------------------------------------------------


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """A skip is shown, and where none is allowed (.ci/run) it fails the run."""
    skipped = _skips(session.config)
    notes = os.environ.get("FELTSENSE_NOT_RUN")
    if notes and skipped:
        with Path(notes).open("a") as file:
            file.writelines(f"{line}\n" for line in skipped)
    if skipped and exitstatus == 0 and os.environ.get("FELTSENSE_NO_SKIPS"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    notes = os.environ.get("FELTSENSE_NOT_RUN")
    lines = Path(notes).read_text().splitlines() if notes else _skips(config)
    if lines:
        terminalreporter.section("could not run", yellow=True, bold=True)
        for line in dict.fromkeys(lines):
            terminalreporter.write_line(line)


def _skips(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [
        f"{report.nodeid}: {report.longrepr[2].removeprefix('Skipped: ')}"
        for report in (reporter.stats.get("skipped", []) if reporter else [])
    ]
