"""Dana at the clinic of a test, and Alex who fills in a form there."""

import pytest
from django.utils import timezone

from tests import people


@pytest.fixture
def dana(clinic, client):
    user = people.clinician(clinic, "Dana")
    people.sign_in(client, user)
    return user


@pytest.fixture
def alex(clinic):
    intake, token = people.invited(clinic)
    return people.entered(intake, token, at=timezone.now())
