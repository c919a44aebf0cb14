"""What a test sends to the pages of the form, and what is stored then."""

from intake.models import Response


def words(response):
    return response.content.decode()


def stored(slug):
    response = Response.objects.filter(slug=slug).first()
    return response.values() if response else {}


def sends(client, key, **answers):
    return client.post(f"/intake/step/{key}/", {k.replace("_", "-"): v for k, v in answers.items()})


def item9(client, code="more_than_half_the_days"):
    return client.post("/intake/step/phq9-9/", {"phq9-9": code})
