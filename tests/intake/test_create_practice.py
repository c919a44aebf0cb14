"""A practice out of a file: made once, brought up to date by the same command, or not touched."""

from datetime import date

import pytest
import tomli_w
from django.contrib.auth import get_user_model

from intake.models import CrisisLine, Membership, Practice
from tests import people
from tests.intake.test_commands import run

pytestmark = pytest.mark.django_db

LINE = {"name": "Listeners", "call": "0100 555 01", "owner": "Ada", "checked_on": date(2999, 1, 1)}
EMERGENCY = LINE | {"kind": "emergency", "name": "Emergency", "call": "555"}
DANA = {"username": "dana", "role": "clinician", "alert_order": 1}
ERIN = {"username": "erin", "role": "clinician", "alert_order": 2}
FILE = {
    "slug": "harbour",
    "name": "Harbour Clinic",
    "time_zone": "Europe/London",
    "hours": "Monday to Friday, 9 to 5",
    "alert_limit": 30,
    "review_limit": 240,
    "members": [DANA, ERIN],
    "crisis_lines": [EMERGENCY, LINE],
}


@pytest.fixture
def create(tmp_path):
    for name in ("dana", "erin"):
        get_user_model().objects.create(username=name)

    def create(**changes) -> tuple[str, str, int]:
        path = tmp_path / "practice.toml"
        path.write_text(tomli_w.dumps(FILE | changes))
        return run("create_practice", str(path))

    return create


def test_a_practice_out_of_a_file_can_invite(create):
    out, _, code = create()

    assert (out, code) == ("harbour: is ready to invite.\n", 0)
    people.invited(Practice.objects.get())


def test_what_is_missing_is_said(create):
    out, _, _ = create(members=[DANA], hours="")

    assert out == ("harbour: still needs the hours in which forms are read; two alert contacts.\n")


def test_the_same_file_again_changes_nothing(create):
    create()
    create()

    counts = [model.objects.count() for model in (Practice, Membership, CrisisLine)]
    assert counts == [1, 2, 2]


def test_what_is_in_the_file_no_more_has_its_default_again(create):
    create(short_path=True, members=[DANA | {"title": "duty clinician"}, ERIN])
    create()

    assert Practice.objects.get().short_path is False
    assert set(Membership.objects.values_list("title", flat=True)) == {""}


def test_alert_contacts_can_change_places(create):
    create()
    create(members=[DANA | {"alert_order": 2}, ERIN | {"alert_order": 1}])

    names = [one.user.username for one in Membership.objects.alert_contacts()]
    assert names == ["erin", "dana"]


def test_a_member_who_is_in_the_file_no_more_has_left(create):
    create()
    create(members=[ERIN])

    assert [one.user.username for one in Membership.objects.filter(active=True)] == ["erin"]
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slug": ""}, "slug: This field cannot be blank."),
        ({"time_zone": "London"}, "time_zone: is no time zone."),
        ({"alert_limit": "soon"}, "alert_limit: “soon” value must be an integer."),
        ({"also_asks": ["n99"]}, "also_asks: can't ask n99. There is: "),
        ({"also_asks": "n17"}, "also_asks: is not a list."),
        ({"alert_limt": 3}, "alert_limt: is not one of alert_limit, "),
        ({"members": [{"username": "zoe"}]}, "members[0].username: no user has this name."),
        ({"members": [DANA, ERIN | {"role": "boss"}]}, "members[1].role: Value 'boss' is not"),
        ({"members": [DANA, ERIN | {"alert_order": 1}]}, "members[1]: Membership with this"),
        ({"members": [DANA | {"role": "coordinator"}]}, "members[0].alert_order: only a"),
        ({"members": "dana"}, "members: is not a list of tables. Begin each with [[members]]."),
        ({"crisis_lines": [LINE | {"call": ""}]}, "crisis_lines[0].call: give a number"),
        ({"crisis_lines": [{"name": "X", "call": "1"}]}, "crisis_lines[0].checked_on: This field"),
    ],
)
def test_one_fault_is_named_and_nothing_changes(create, changes, said):
    create()
    before = everything()

    _, err, code = create(**changes)

    assert code == 2
    assert f"practice.toml: {said}" in err
    assert everything() == before


def everything():
    kept = (Practice, Membership, CrisisLine)
    return [row for model in kept for row in model.objects.order_by("pk").values()]


def test_a_file_that_is_not_there_or_no_toml_is_named(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("slug = ")

    assert "/nowhere.toml: No such file" in run("create_practice", "/nowhere.toml")[1]
    assert "broken.toml: Invalid value (at " in run("create_practice", str(broken))[1]
