"""Alex on a phone: goes from page to page as a browser without JavaScript does."""

from typing import Any

from django.test import Client
from django.urls import resolve, reverse

from clinic.demo.visiting import fields_of
from intake.domain.packet import steps
from intake.models import Intake
from tests import people

MEDICINE = {
    "m1": "Zoloft",
    "m3": "2025-11",
    "m4": "no",
    "m5": "2026-09",
    "m6": "went_up",
    "m7": [{"date": "2026-02", "direction": "up"}],
    "m9": "weaker_or_flat",
    "m11": "came_back",
}
SAID: dict[str, Any] = {
    "m0": "yes",
    "medicines": [MEDICINE],
    "o1": "2026-04",
    "v1": "To laugh at a bad joke & mean it <really>.",
}


class Phone:
    """One phone with one cookie jar."""

    def __init__(self, intake: Intake, token: str) -> None:
        self.client, self.intake, self.token = Client(), intake, token
        self.pages = {step.key: step for step in steps(intake.questionnaires)}

    def opens_the_link(self, birth_date=people.BIRTH_DATE):
        self.client.post(reverse("feltsense_intake:start", args=[self.token]))
        date = {"day": birth_date.day, "month": birth_date.month, "year": birth_date.year}
        return self.client.post(reverse("feltsense_intake:birth_date"), date, follow=True)

    def consents(self):
        return self.client.post(reverse("feltsense_intake:consent"), follow=True)

    def sees(self, name, *args):
        response = self.client.get(reverse(f"feltsense_intake:{name}", args=args), follow=True)
        return response.content.decode()

    def posts(self, url, **fields):
        """The name of the page it leads to, and its argument."""
        response = self.client.post(url, fields)
        if response.status_code != 302:
            return "refused", response.content.decode()
        found = resolve(response.url.partition("?")[0])
        return found.url_name, response.url

    def answers(self, key, **said):
        url = reverse("feltsense_intake:step", args=[key])
        questions = self.pages[key].asks
        given = [fields_of(q, said.get(q.id, SAID.get(q.id, middle(q)))) for q in questions]
        return self.posts(
            url, **{name: value for fields in given for name, value in fields.items()}
        )

    def adds_a_medicine(self):
        url = reverse("feltsense_intake:step", args=["medicines"])
        questions = self.pages["medicines"].asks[0].questions
        given = [fields_of(q, MEDICINE[q.id]) for q in questions]
        fields = {name: value for one in given for name, value in one.items()}
        name, row = self.posts(url, add="1", **fields)
        if name == "row":
            self.posts(row, **fields)
        return self.posts(url)

    def goes_on_from(self, place, url, *, until, **said):
        """Answers every page that comes, until one of the named places."""
        while (place, url) and place not in until and url.rstrip("/").split("/")[-1] not in until:
            if place == "support":
                place, url = self.posts(url, go="on")
            elif url.rstrip("/").endswith("/medicines"):
                place, url = self.adds_a_medicine()
            else:
                assert place == "step", (place, url)
                place, url = self.answers(url.rstrip("/").split("/")[-1], **said)
        return place, url


def middle(question) -> Any:
    """An ordinary answer: the option in the middle, a few words, a month."""
    if question.type == "text":
        return f"Words for {question.id}."
    if question.type == "month":
        return "2026-01"
    code = question.options[len(question.options) // 2].code
    return [code] if question.type == "choices" else code
