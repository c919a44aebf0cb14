"""Summaries that try the paper: usual, crowded and empty ones, and what people may write."""

from dataclasses import replace
from pathlib import Path

from intake import answer_files
from reports.management.commands import summarize
from tests.reports import sample


def with_words(text, **more):
    answers = {**sample.ANSWERS, "goals": {"v1": text, "v3": text}}
    return sample.summary(answers=answers, **more)


def sixty_medicines(name="Medicine"):
    rows = [
        {"m1": f"{name} {n}", "m3": "2024-05", "m4": "yes", "m6": "went_up",
         "m7": [{"date": "2025-02", "direction": "up"}]}
        for n in range(60)
    ]  # fmt: skip
    return sample.summary(answers={**sample.ANSWERS, "medicines": {"m0": "yes", "medicines": rows}})


def crowded():
    """Everything at once: every list longer than its page has room for."""
    whole = sample.interpretation()
    statements = [
        sample.line(f"M+{n}", "Numbness began after something that takes a while to tell. " * 4,
                    sample.used("o1", "2025-03"))
        for n in range(30)
    ]  # fmt: skip
    full = [
        {**one, "fits": statements, "does_not_fit": statements, "not_answered": statements}
        for one in whole["differential"]
    ]
    contacts = sample.ALERT.contacts * 40
    return sample.summary(
        patient=replace(sample.ALEX, family_name="Łukasiewicz-Nguyễn " * 12, given_name="Ж" * 300),
        practice=replace(sample.PRACTICE, name="Practice of the long name " * 9, paper="letter"),
        intake=replace(sample.INTAKE, recipient="Dr Example " * 30),
        interpretation=sample.interpretation(
            differential=full,
            scores=whole["scores"] * 9,
            timeline=whole["timeline"] * 9,
            not_covered=["X+1"] * 200,
            changes=sample.CHANGES | {"started": ["Propranolol"] * 30},
        ),
        answers={**sixty_answers(), "goals": {"v1": "long words " * 400, "v3": "w" * 5000}},
        alerts=(replace(sample.ALERT, contacts=contacts),) * 3,
        signature=replace(sample.SIGNATURE, note="A long note. " * 200, outcome="out " * 90),
    )


def sixty_answers():
    rows = [{"m1": "Medicine with a name " * 9, "m3": "not_sure", "m4": "no"} for _ in range(60)]
    return {**sample.ANSWERS, "medicines": {"m0": "yes", "medicines": rows}}


def empty():
    return sample.summary(
        answers={},
        interpretation=sample.empty_interpretation(),
        alerts=(),
        shown=(),
        intake=sample.Intake(),
    )


CASES = {
    "draft": sample.summary,
    "signed": lambda: sample.summary(signature=sample.SIGNATURE, interpretation=sample.returning()),
    "nothing answered": empty,
    "sixty medicines": sixty_medicines,
    "crowded": crowded,
    "long answer": lambda: with_words("A numb answer is information. " * 700),
}


HOSTILE = {
    "I feel <nothing> <b>at all <img src='/etc/passwd'/> &lt; ]]> \\( ) %PDF": None,
    "".join(map(chr, range(1, 9))) + "\x7fkept\x9f": "kept",
    "\u202eright to left\u202c \u2066isolated\u2069": "right to left isolated",
    "a\ud800b\udc00c": "a\ufffdb\ufffdc",
    "w" * 100_000: None,
    "e" + "\u0301" * 20_000 + " kept": "kept",
    "\n" * 20_000 + "kept": "kept",
    " " * 20_000 + "kept": "kept",
    "👩‍👩‍👧‍👦🏽 " * 500: None,
    "(Tj) ET Q BT /H1 <</Type /Action>> endstream endobj": None,
}

VIGNETTES = Path(__file__).parents[3] / "docs" / "vignettes"
SCRIPTS = (
    "Łukasik, Nguyễn Thị Ánh, Ψυχή, Чувство",
    "لا أشعر بشيء منذ 3 أشهر",
    "אני לא מרגיש כלום (PHQ-9)",
    "我什么都感觉不到",
    "मुझे कुछ महसूस नहीं होता",
    "ฉันไม่รู้สึกอะไรเลย",
    "😶 nothing 🇩🇪 👩‍👩‍👧",
)


def vignette(path):
    file = answer_files.read(str(path))
    return summarize.summary(file, now=sample.SENT)


GOLDEN = {
    **CASES,
    **{path.stem: (lambda path=path: vignette(path)) for path in sorted(VIGNETTES.glob("*.json"))},
    **{text: (lambda text=text: with_words(text)) for text in SCRIPTS},
    **{f"hostile {n}": (lambda text=text: with_words(text)) for n, text in enumerate(HOSTILE)},
}
