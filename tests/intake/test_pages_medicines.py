"""The list of medicines, one at a time, without a script."""

import pytest

from intake.domain.questionnaire import SKIPPED
from intake.models import Response
from tests import people

pytestmark = pytest.mark.django_db

LIST = "/intake/step/medicines/"
SERTRALINE = {"m1": "Sertraline", "m3-month": "Nov", "m3-year": "2024", "m4": "yes", "add": "1"}
MORE = {"m6": "went_up", "m9": "weaker_or_flat", "m11": "not_applicable"}
CHANGE = {"m7-0-date-month": "1", "m7-0-date-year": "2025", "m7-0-direction": "up"}


@pytest.fixture
def alex(client):
    intake, token = people.invited(people.practice())
    people.enters(client, token)
    client.post("/intake/step/m0/", {"m0": "yes"})
    intake.token = token
    return intake


def words(response):
    return response.content.decode()


def listed():
    return Response.objects.get(slug="medicines").values()["medicines"]


def adds(client, **answers):
    """A medicine with all that is asked about it."""
    response = client.post(LIST, SERTRALINE | answers)
    response = client.post(response.url, MORE)
    return client.post(response.url, CHANGE)


def test_a_medicine_is_added_step_by_step(client, alex):
    more = client.post(LIST, SERTRALINE)
    assert more.url.endswith("?more=1")
    change = client.post(more.url, MORE)
    assert "When was the last change" in words(client.get(change.url))
    end = client.post(change.url, CHANGE)

    assert end.url == LIST
    assert listed() == [
        {
            **{"m1": "Sertraline", "m3": "2024-11", "m4": "yes", "m6": "went_up"},
            **{"m9": "weaker_or_flat", "m11": "not_applicable"},
            "m7": [{"date": "2025-01", "direction": "up"}],
        }
    ]


def test_what_is_left_about_a_medicine_can_be_skipped_and_what_was_typed_stays(client, alex):
    more = client.post(LIST, SERTRALINE)
    assert "Save this and skip the rest" in words(client.get(more.url))

    end = client.post(more.url, {"m6": "no", "skip": "1"})

    assert end.url == LIST
    (row,) = listed()
    assert (row["m1"], row["m6"], row["m9"]) == ("Sertraline", "no", SKIPPED)


def test_the_list_shows_when_it_was_taken_and_the_fixed_line_twice(client, alex):
    adds(client)

    page = words(client.get(LIST))

    assert "You have added 1" in page
    assert "From November 2024, still taken." in page
    assert page.count('<rect class="fs-bar"') == 2  # before the rise, and after it
    assert page.count("Please do not stop or change a medicine because of these questions.") == 2


def test_several_dose_changes_are_added_one_by_one(client, alex):
    row = client.post(client.post(LIST, SERTRALINE).url, MORE).url

    two = client.post(row, CHANGE | {"another": "m7"})
    second = {"m7-1-date-month": "", "m7-1-date-year": "2026", "m7-1-direction": "down"}
    client.post(row, CHANGE | second)

    assert two.status_code == 200
    assert 'name="m7-1-date-month"' in words(two) and 'value="1"' in words(two)
    assert listed()[0]["m7"] == [
        {"date": "2025-01", "direction": "up"},
        {"date": "2026", "direction": "down"},
    ]


def test_a_medicine_without_a_name_is_not_added(client, alex):
    response = client.post(LIST, SERTRALINE | {"m1": "", "again": "1"})

    assert response.status_code == 422
    assert "Write the name as it is on the box, or your best try." in words(response)
    assert 'value="Nov"' in words(response)


def test_what_is_left_open_is_asked_about_once(client, alex):
    first = client.post(LIST, {"m1": "Propranolol", "add": "1"})
    second = client.post(LIST, {"m1": "Propranolol", "add": "1", "again": "1"})

    assert "Two answers need a look" in words(first)
    assert second.status_code == 302
    assert listed() == [{"m1": "Propranolol", "m3": SKIPPED, "m4": SKIPPED}]


def test_typed_words_are_not_lost_by_pressing_the_other_button(client, alex):
    typed = {name: value for name, value in SERTRALINE.items() if name != "add"}

    client.post(LIST, typed)

    assert listed()[0]["m1"] == "Sertraline"


def test_a_change_drops_what_is_no_longer_asked(client, alex):
    adds(client)
    row = client.get(LIST).context["cards"][0].url
    whole = {k: v for k, v in SERTRALINE.items() if k != "add"}

    client.post(row, whole | MORE | {"m6": "no"})

    assert "m7" not in listed()[0] and listed()[0]["m6"] == "no"


def test_a_medicine_is_removed_once_however_often_it_is_pressed(client, alex):
    adds(client)
    adds(client, m1="Mirtazapine")
    first = client.get(LIST).context["cards"][0]

    for _ in range(2):
        assert client.post(LIST, {"remove": first.key}).url == LIST

    assert [row["m1"] for row in listed()] == ["Mirtazapine"]
    assert client.get(first.url).url == LIST


def test_an_empty_list_is_asked_about_once_then_skipped(client, alex):
    first = client.post(LIST, {})
    second = client.post(LIST, {"again": "1"})

    assert "Add a medicine, or choose “Skip medicines”." in words(first)
    assert second.url == "/intake/step/b0/"
    assert listed() == SKIPPED


def test_with_medicines_listed_the_form_goes_on(client, alex):
    adds(client)

    assert client.post(LIST, {}).url == "/intake/step/b0/"


def test_another_browser_sees_that_there_is_a_medicine_but_not_which(client, alex):
    adds(client)
    row = client.get(LIST).context["cards"][0]
    client.cookies.clear()
    people.enters(client, alex.token, consents=False)
    adds(client, m1="Mirtazapine")

    page = words(client.get(LIST)).partition("<datalist")[0]
    check = words(client.get("/intake/check/"))

    assert "A medicine you added earlier" in page and "Mirtazapine" in page
    assert "Sertraline" not in page and "Sertraline" not in check
    assert client.get(row.url).url == LIST
    assert [medicine["m1"] for medicine in listed()] == ["Sertraline", "Mirtazapine"]

    client.post(LIST, {"remove": row.key})
    assert [medicine["m1"] for medicine in listed()] == ["Mirtazapine"]


def test_the_check_names_each_medicine(client, alex):
    adds(client)

    page = words(client.get("/intake/check/"))

    assert "<dt>Sertraline</dt>" in page and "From November 2024, still taken." in page


def test_a_name_is_looked_up_and_taken_without_a_script(client, alex):
    found = words(client.post(LIST, {"m1": "zol", "find": "1"}))
    taken = words(client.post(LIST, {"m1": "zol", "m4": "yes", "take": "Zoloft"}))

    assert 'name="take" value="Zoloft"' in found and 'name="take" value="zolpidem"' in found
    assert 'value="Zoloft"' in taken and "fs-found" not in taken
    assert 'value="yes" checked' in taken, "what else was filled in stays"
    assert not Response.objects.filter(slug="medicines", answers__isnull=True)


def test_a_name_nobody_knows_is_kept_as_typed(client, alex):
    looked_up = words(client.post(LIST, {"m1": "Grandma's drops", "find": "1"}))
    adds(client, m1="Grandma's drops")

    assert "It is kept as you wrote it." in looked_up
    assert 'value="Grandma&#x27;s drops"' in looked_up
    assert listed()[0]["m1"] == "Grandma's drops"


def test_names_come_as_one_types_by_post_and_only_to_a_patient(client, alex):
    assert client.post("/intake/medicine-names/", {"m1": "prozac"}).json() == {"names": ["Prozac"]}
    assert client.get("/intake/medicine-names/", {"m1": "prozac"}).status_code == 405
    client.cookies.clear()
    assert client.post("/intake/medicine-names/", {"m1": "prozac"}).status_code == 403


@pytest.mark.parametrize("name", ["Zoloft", "sertraline", "SERTRALINE "])
def test_the_same_medicine_twice_gets_a_question_and_the_second_time_is_kept(client, alex, name):
    adds(client)

    asked = client.post(LIST, SERTRALINE | {"m1": name})
    kept = client.post(LIST, SERTRALINE | {"m1": name, "again": "1"})

    assert asked.status_code == 422
    assert "This one is on your list already." in words(asked)
    assert 'name="again" value="1"' in words(asked)
    assert kept.status_code == 302 and len(listed()) == 2


def test_another_medicine_gets_no_question(client, alex):
    adds(client)

    assert client.post(LIST, SERTRALINE | {"m1": "lithium"}).status_code == 302
