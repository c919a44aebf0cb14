"""Dana at work, in a browser."""

import pytest

from tests import people


@pytest.fixture
def clinic():
    return people.practice(sandbox=True)


@pytest.fixture
def dana(clinic):
    return people.clinician(clinic, "Dana")


@pytest.fixture
def signed_in(client, dana, live_server, open_page):
    """`signed_in(size=..., scheme=...)`: a page on which Dana has passed the door."""
    people.sign_in(client, dana)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}

    def signed_in(**options):
        page = open_page(live_server.url, **options)
        page.context.add_cookies([cookie | {"url": live_server.url}])
        return page

    return signed_in
