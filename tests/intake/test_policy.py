"""Who sees what: one policy for all three apps, and a host may put its own in its place."""

import pytest
from django.apps import apps
from django.test import Client

from intake.models import AuditEvent, Intake, Membership, Patient, Practice, Response
from intake.policy import MembershipPolicy, for_actor
from reports.models import Report
from screening.models import Alert, Review
from tests import people

pytestmark = pytest.mark.django_db


class Nobody(MembershipPolicy):
    def for_actor(self, actor, rows):
        return rows.none()


@pytest.fixture
def intake():
    return people.intake()


def seen(user, model) -> int:
    return for_actor(user, model.objects.all()).count()


def test_a_member_sees_the_rows_of_the_own_practice_only(intake):
    other = people.clinician(people.practice(name="Other Clinic"), "Mallory")

    assert seen(people.clinician(intake.practice), Intake) == 1
    assert (seen(other, Intake), seen(other, Patient)) == (0, 0)


@pytest.mark.parametrize(
    ("role", "visible"),
    [
        ("clinician", {Practice, Patient, Intake, Response, Review, Alert, Report, AuditEvent}),
        ("coordinator", {Practice, Patient, Intake}),
        ("administrator", {Practice, Membership, AuditEvent}),
    ],
)
def test_a_role_sees_its_kinds_of_rows_and_no_others(role, visible):
    kinds = {Practice, Membership, Patient, Intake, Response, Review, Alert, Report, AuditEvent}

    assert {kind for kind in kinds if role in kind.visible_to} == visible


@pytest.mark.parametrize("change", [{"active": False}, {"role": "administrator"}])
def test_a_membership_that_ends_or_changes_counts_at_once(intake, change):
    dana = people.clinician(intake.practice)
    Membership.objects.filter(user=dana).update(**change | {"alert_order": None})

    assert seen(dana, Intake) == 0


def test_a_person_who_left_sees_nothing(intake):
    dana = people.clinician(intake.practice)
    dana.is_active = False
    dana.save()

    assert seen(dana, Intake) == 0


def test_a_host_may_put_its_own_policy_in_place(intake, settings):
    dana = people.clinician(intake.practice)
    own = settings.FELTSENSE["intake"] | {"policy": f"{__name__}.Nobody"}
    settings.FELTSENSE = settings.FELTSENSE | {"intake": own}

    assert seen(dana, Intake) == 0


def test_every_kind_of_row_says_who_may_see_it():
    labels = ("feltsense_intake", "feltsense_screening", "feltsense_reports")
    unnamed = {"Heartbeat", "AuditHead"}  # of no practice, or on no page
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]

    silent = {model.__name__ for model in models if not hasattr(model, "visible_to")}
    assert silent == unnamed


def test_staff_without_a_second_factor_are_led_to_set_one_up(intake):
    client = Client()
    client.force_login(
        people.clinician(intake.practice), backend="django.contrib.auth.backends.ModelBackend"
    )

    response = client.get("/queue/")
    assert (response.status_code, response.url) == (302, "/accounts/2fa/totp/activate/")


def test_a_sign_in_without_the_second_factor_is_led_to_give_it(intake):
    client, dana = Client(), people.clinician(intake.practice)
    people.sign_in(client, dana)
    assert client.get("/queue/").status_code == 200

    client.force_login(dana, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    response = client.get("/queue/")
    assert (response.status_code, response.url) == (
        302,
        "/accounts/2fa/reauthenticate/?next=/queue/",
    )


@pytest.mark.parametrize("path", ["/queue/", "/intake/", "/i/x/"])
def test_our_pages_allow_no_script_style_or_host_but_their_own(intake, path):
    client = Client()
    people.sign_in(client, people.clinician(intake.practice))

    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_rest_of_a_site_keeps_its_own_policy():
    assert "Content-Security-Policy" not in Client().get("/accounts/login/").headers
