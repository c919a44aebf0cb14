"""Synthetic people and what they answered, for a small packet."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone

from reports.domain import snapshot
from reports.domain.build import build
from reports.domain.facts import (
    Alert,
    Contact,
    Intake,
    Patient,
    Practice,
    Shown,
    Signature,
    Version,
)
from tests.reports.packet import PACKET

ANSWERS = {
    "numbness_signs": {
        "n1": "often", "n2": "almost_always", "n3": "often", "n4": "sometimes", "n5": "rarely",
        "n7": "often", "n8": "almost_always", "n12": "often", "n13": "never", "n14": "skipped",
        "n15": "sometimes", "n18": ["joy", "sadness", "love"],
    },
    "onset": {"o1": "2025-03", "o2": "3_12_months", "o5": "same"},
    "medicines": {
        "m0": "yes",
        "medicines": [
            {"m1": "Sertraline", "m3": "2024-11", "m4": "yes", "m6": "went_up",
             "m7": [{"date": "2025-01", "direction": "up"}], "m9": "weaker_or_flat"},
            {"m1": "Propranolol", "m3": "not_sure", "m4": "no", "m5": "2025-08", "m6": "no",
             "m9": "same"},
            {"m1": "Citalopram", "m3": "2023", "m4": "no", "m5": "2024-10", "m6": "went_down",
             "m7": [{"date": "2024-08", "direction": "down"}]},
        ],
    },
    "burnout_or_numbness": {"b1": "everywhere", "b4": "often", "b5": "sometimes", "b6": "rarely",
                            "b7": "yes", "b7-since": "2024-12"},
    "effect_on_life": {"f1": "a_lot", "f2": "quite_a_bit", "f4": "a_little"},
    "phq9": {**{f"phq9-{n}": "more_than_half_the_days" for n in range(1, 9)},
             "phq9-2": "several_days", "phq9-9": "more_than_half_the_days"},
    "hope_loss_stress_body": {"h1": "often", "g1": "prefer_not_to_say"},
    "goals": {"v1": "To laugh at something and mean it.", "v2": ["find_out_why", "my_medicines"],
              "v3": "I am not crying all day, so people think I am fine. I go to work. I cook."
                    " It does not upset me, which is what worries me."},
}  # fmt: skip


def used(question, answer, date="2025-11-24"):
    return {"question": question, "answer": answer, "date": date}


def line(rule, text, *answers, source="Price 2009", caution="recall"):
    return {"rule": rule, "version": "1", "text": text, "answers": list(answers),
            "source": source, "caution": caution}  # fmt: skip


def nothing(hypothesis):
    return {"hypothesis": hypothesis, "fits": [], "does_not_fit": [], "not_answered": []}


def interpretation(**changed):
    medicine = {
        "hypothesis": "medicine",
        "fits": [
            line(
                "M+1",
                "Sertraline was in use in the onset month.",
                used("m1", "Sertraline"),
                used("o1", "2025-03"),
            ),
            line(
                "M+2",
                "Numbness was first noticed 2 months after a reported rise of sertraline.",
                used("m7", [{"date": "2025-01", "direction": "up"}]),
                used("o1", "2025-03"),
            ),
            line(
                "M+3",
                "After the start or rise of sertraline feelings were weaker or flat.",
                used("m9", "weaker_or_flat"),
            ),
            line(
                "M+5",
                "Little felt when good and when sad things came.",
                used("n2", "almost_always"),
                used("n3", "often"),
            ),
        ],
        "does_not_fit": [
            line("M-3", "Feelings stayed the same with propranolol.", used("m9", "same"))
        ],
        "not_answered": [line("M+4", "Propranolol: feelings after stopping.")],
    }
    burnout = {
        "hypothesis": "burnout",
        "fits": [
            line("B+4", "Work often leaves the patient drained.", used("b4", "often")),
            line("B+6", "Rarely feels that work is done well.", used("b6", "rarely")),
            line(
                "B+7",
                "The load grew 3 months before the numbness.",
                used("b7-since", "2024-12"),
                used("o1", "2025-03"),
            ),
        ],
        "does_not_fit": [line("B-1", "Feels numb everywhere.", used("b1", "everywhere"))],
        "not_answered": [],
    }
    depression = {
        "hypothesis": "depression",
        "fits": [
            line(
                "D+1",
                "PHQ-9 total 17, moderately severe, 15 to 19.",
                *(used(f"phq9-{n}", "more_than_half_the_days") for n in range(1, 10)),
                source="Kroenke 2001",
                caution="needs an interview",
            ),
            line("D+4", "Often feels that things will never get better.", used("h1", "often")),
        ],
        "does_not_fit": [],
        "not_answered": [],
    }
    grief = {**nothing("grief"),
             "not_answered": [line("G-1", "Whether someone close has died.",
                                   used("g1", "prefer_not_to_say"))]}  # fmt: skip
    whole = {
        "scores": [
            {"scale": "phq9", "value": 17, "status": "complete", "answered": 9, "of": 9,
             "band": "moderately_severe", "range": [0, 27],
             "change": {"previous": 11, "difference": 6, "threshold": 5, "met": True}},
        ],
        "signals": [
            {"code": "S-ITEM9", "state": "fired",
             "answers": [used("phq9-9", "more_than_half_the_days")]},
            {"code": "S-SKIPPED", "state": "clear",
             "answers": [used("phq9-9", "more_than_half_the_days")]},
            {"code": "S-HOPE", "state": "fired", "answers": [used("h1", "often")]},
        ],
        "markers": {"duration": "yes", "interference": "yes", "hopelessness": "yes"},
        "differential": [medicine, burnout, depression, nothing("trauma"), nothing("substance"),
                         grief, nothing("anxiety"), nothing("other")],
        "timeline": [
            {"kind": "onset", "date": "2025-03", "precision": "month",
             "label": "Numbness first noticed", "answers": [used("o1", "2025-03")]},
            {"kind": "rise", "date": "2025-01", "precision": "month",
             "label": "Sertraline, dose up",
             "answers": [used("m7", [{"date": "2025-01", "direction": "up"}])]},
            {"kind": "load", "date": "2024-12", "precision": "month", "label": "Load grew",
             "answers": [used("b7-since", "2024-12")]},
            {"kind": "start", "date": "2024-11", "precision": "month",
             "label": "Sertraline, started", "answers": [used("m3", "2024-11")]},
            {"kind": "start", "date": None, "precision": "unknown",
             "label": "Propranolol, started", "answers": [used("m3", "not_sure")]},
        ],
        "changes": None,
        "not_covered": ["B+8", "S+1", "T+6"],
        "tier": "now",
        "ruleset": {"version": "2026.1", "sha256": "cd" * 32},
    }  # fmt: skip
    return {**whole, **changed}


def empty_interpretation():
    """What the rules say of an intake in which nothing was answered."""
    empty = [nothing(one["hypothesis"]) for one in interpretation()["differential"]]
    score = {"scale": "phq9", "value": None, "status": "incomplete", "answered": 0, "of": 9,
             "band": None, "range": [0, 27], "change": None}  # fmt: skip
    return interpretation(
        scores=[score],
        signals=[],
        markers=dict.fromkeys(("duration", "interference", "hopelessness"), "unknown"),
        differential=empty,
        timeline=[],
    )


ZONE = timezone(timedelta(hours=1), "CET")
SENT = datetime(2025, 11, 24, 8, 16, tzinfo=UTC)
PRACTICE = Practice(name="Sample Street Clinic", timezone=ZONE)
ALEX = Patient(
    family_name="Sample",
    given_name="Alex",
    birth_date=date(1989, 3, 14),
    record_number="SYN-00417",
)
INTAKE = Intake(
    appointment_at=datetime(2025, 11, 25, 9, 40, tzinfo=UTC),
    submitted_at=SENT,
    recipient="Dr Example",
)
RAISED = SENT - timedelta(minutes=8)
ALERT = Alert(
    code="S-ITEM9",
    raised_at=RAISED,
    acknowledged_at=RAISED + timedelta(minutes=16),
    acknowledged_by="R. Duty",
    contacts=(
        Contact(
            at=RAISED + timedelta(hours=3),
            by="R. Duty",
            channel="Phone",
            outcome="no answer, no message left",
        ),
    ),
)
SHOWN = Shown(at=RAISED, lines=("116 123", "85258", "111", "999"))
SIGNATURE = Signature(
    name="R. Duty",
    role="duty clinician",
    registration="SYN-REG-7781",
    at=SENT + timedelta(hours=4),
    attestation="I read every answer, including the safety section.",
    outcome="Contact before the appointment",
    note="Phone after 12:00 today, before tomorrow’s appointment. Ask about item 9 and the January"
    " dose rise.",
)
CHANGES = {
    "since": "2025-08-12T09:00:00+00:00",
    "moved": [
        {"question": "n7", "before": "rarely", "after": "often"},
        {"question": "phq9-9", "before": "not_at_all", "after": "more_than_half_the_days"},
    ],
    "started": ["Propranolol"],
    "stopped": ["Fluoxetine"],
    "signals": ["S-ITEM9"],
}


def returning():
    """What the rules say where there is an earlier form."""
    return interpretation(changes=CHANGES)


def summary(**changed):
    """Alex's summary, with what a test wants otherwise."""
    whole = {
        "practice": PRACTICE,
        "patient": ALEX,
        "intake": INTAKE,
        "questionnaires": PACKET,
        "answers": ANSWERS,
        "answered_at": {"phq9": {"phq9-9": RAISED}, "hope_loss_stress_body": {"h1": SENT}},
        "interpretation": interpretation(),
        "version": Version(document="3f2a9c1d", number=1, made_at=SENT),
        "alerts": (ALERT,),
        "shown": (SHOWN,),
    }
    return build(**{**whole, **changed})


def frozen(report, summary):
    """The report as if this had been written."""
    data = snapshot.canonical(summary)
    report.summary, report.summary_sha256 = data.decode(), hashlib.sha256(data).hexdigest()
    report.save()
    return report
