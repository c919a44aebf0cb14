"""Forms of other people, written short, and what we make of them."""

from intake.domain.fhir.importing import imported

MIN, MAX = (f"http://hl7.org/fhir/StructureDefinition/{m}Value" for m in ("min", "max"))
MOST = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs"
EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def option(code, display, value=None):
    extension = [{"url": ORDINAL, "valueDecimal": value}] if value is not None else []
    coding = {"system": "urn:x", "code": code, "display": display}
    return {"valueCoding": coding} | ({"extension": extension} if extension else {})


def opt_out(code):
    return {"valueCoding": {"system": "urn:feltsense:reserved", "code": code, "display": code}}


def item(link, kind="choice", **more):
    return {"linkId": link, "type": kind, "text": f"What of {link}?"} | more


def nested(depth):
    one = item("1", "text")
    for n in range(depth):
        one = item(f"g{n}", "group", item=[one])
    return one


TWO = [option("a", "Not at all", 0), option("b", "Several days (2 to 6)", 1)]
ON_A, ON_B = (
    [{"question": "1", "operator": "=", "answerCoding": {"code": code}}] for code in ("a", "b")
)


def form(*items, **more):
    return {"resourceType": "Questionnaire", "status": "active", "title": "Two items",
            "copyright": "Free to use.", "item": list(items)} | more  # fmt: skip


def reads(*items, **more):
    found = imported(form(*items, **more), slug="two")
    return found.definition["questions"], found
