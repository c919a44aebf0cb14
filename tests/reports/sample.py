"""Synthetic people and a small packet: enough of each kind of question to fill every part."""

from datetime import UTC, date, datetime, timedelta, timezone

from intake.domain.questionnaire import Band, Condition, Option, Question, Questionnaire, Scale
from reports.domain.build import build
from reports.domain.facts import (
    Alert,
    Contact,
    Intake,
    Patient,
    Practice,
    Previous,
    Shown,
    Signature,
    Version,
)

S5 = tuple(
    Option(code=code, label=label)
    for code, label in (
        ("never", "Never"),
        ("rarely", "Rarely"),
        ("sometimes", "Sometimes"),
        ("often", "Often"),
        ("almost_always", "Almost always"),
    )
)
S4 = tuple(
    Option(code=code, label=label)
    for code, label in (
        ("not_at_all", "Not at all"),
        ("a_little", "A little"),
        ("quite_a_bit", "Quite a bit"),
        ("a_lot", "A lot"),
    )
)
FREQUENCY = tuple(
    Option(code=code, label=label, score=score)
    for score, (code, label) in enumerate(
        (
            ("not_at_all", "Not at all"),
            ("several_days", "Several days"),
            ("more_than_half_the_days", "More than half the days"),
            ("nearly_every_day", "Nearly every day"),
        )
    )
)
YES_NO = (Option(code="yes", label="Yes"), Option(code="no", label="No"))


def choices(*labels):
    return tuple(Option(code=label.lower().replace(" ", "_"), label=label) for label in labels)


def question(id, text, label, options=S5, **more):
    kind = more.pop("type", "choice")
    return Question(id=id, text=text, label=label, type=kind, options=options, **more)


def form(slug, title, *questions, **more):
    return Questionnaire(
        slug=slug,
        version="1",
        kind=more.pop("kind", "own"),
        title=title,
        short=more.pop("short", title),
        language="en",
        questions=questions,
        sha256="ab" * 32,
        **more,
    )


LEAD = "In the past 2 weeks, ..."
SIGN_TEXTS = {
    "n1": ("how often did you feel far away from your own feelings?", "Far from own feelings"),
    "n2": ("when good things came, how often did you feel little or nothing?", "Little when good"),
    "n3": ("when sad things came, how often did you feel little or nothing?", "Little when sad"),
    "n4": ("when things were not fair, how often did you feel no anger?", "No anger"),
    "n5": ("how often was it hard to care when someone was hurt?", "Hard to care"),
    "n7": ("how often did you feel empty or hollow inside?", "Empty or hollow"),
    "n8": ("how often did you go through the day like a machine?", "Like a machine"),
    "n12": ("how often did you get no joy from things you used to like?", "No joy"),
    "n13": ("how often did you seem to see yourself from outside?", "Outside own body"),
    "n14": ("how often did people or things seem unreal?", "World unreal"),
    "n15": ("how often did it feel like watching your life through glass?", "Through glass"),
}
MEDICINE = Question(
    id="medicines",
    text="Your medicines",
    label="Medicine",
    type="repeat",
    enable_when=(Condition(question="m0", is_any_of=frozenset({"yes"})),),
    questions=(
        question("m1", "What is it called?", "Name", (), type="text"),
        question("m3", "When did you start it?", "Start", (), type="month"),
        question("m4", "Do you still take it?", "Still taken", YES_NO),
        question(
            "m5",
            "When did you stop?",
            "Stop",
            (),
            type="month",
            enable_when=(Condition(question="m4", is_any_of=frozenset({"no"})),),
        ),
        question("m6", "Has your dose changed?", "Dose", choices("No", "Went up", "Went down")),
        question("m7", "When was the last change?", "Dose change", (), type="repeat"),
        question(
            "m9",
            "After that, did your feelings change?",
            "After start",
            choices("Weaker or flat", "Same", "Stronger"),
        ),
    ),
)
PHQ_TEXTS = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family"
    " down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so"
    " fidgety or restless that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
)
BANDS = tuple(
    Band(id=id, label=label, least=least, most=most, source="Kroenke 2001")
    for id, label, least, most in (
        ("minimal", "Minimal", 0, 4),
        ("mild", "Mild", 5, 9),
        ("moderate", "Moderate", 10, 14),
        ("moderately_severe", "Moderately severe", 15, 19),
        ("severe", "Severe", 20, 27),
    )
)
PHQ9 = form(
    "phq9",
    "Patient Health Questionnaire-9 (PHQ-9)",
    *(
        question(
            f"phq9-{number}",
            text,
            f"Item {number}",
            FREQUENCY,
            scored=True,
            safety=number == 9,
        )
        for number, text in enumerate(PHQ_TEXTS, start=1)
    ),
    kind="instrument",
    short="PHQ-9",
    stem="Over the last 2 weeks, how often have you been bothered by any of the following"
    " problems?",
    notice="Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues,"
    " with an educational grant from Pfizer Inc. No permission required to reproduce, translate,"
    " display or distribute.",
    citation="Kroenke K, Spitzer RL, Williams JBW. J Gen Intern Med 2001;16:606-613.",
    scales=(
        Scale(
            id="phq9",
            title="PHQ-9",
            combine="sum",
            items=tuple(f"phq9-{n}" for n in range(1, 10)),
            least=0,
            most=27,
            bands=BANDS,
            change=5,
            change_source="5 points, Kroenke and colleagues",
        ),
    ),
)
SIGNS = form(
    "numbness_signs",
    "What you notice",
    *(question(id, text, label, lead=LEAD) for id, (text, label) in SIGN_TEXTS.items()),
    question(
        "n18",
        "Which feelings are weaker than they used to be?",
        "Weaker feelings",
        choices("Joy", "Sadness", "Anger", "Love", "None"),
        type="choices",
    ),
)
ONSET = form(
    "onset",
    "When it began",
    question(
        "o1",
        "When did you first notice this?",
        "First noticed",
        (),
        type="month",
        also=(Option(code="as_long_as_i_can_remember", label="As long as I can remember"),),
    ),
    question(
        "o2",
        "How long has it lasted this time?",
        "Lasted",
        (Option(code="3_12_months", label="3-12 months"),),
    ),
    question(
        "o5", "In the past month, has it changed?", "Past month", choices("Better", "Worse", "Same")
    ),
)
MEDICINES = form(
    "medicines",
    "Medicines",
    question("m0", "Have you used any medicine in the past 12 months?", "Any medicine", YES_NO),
    MEDICINE,
)
WORK = form(
    "burnout_or_numbness",
    "Work and rest",
    question(
        "b1",
        "Where do you feel numb?",
        "Where",
        choices("Mostly at work", "Mostly at home", "Everywhere"),
    ),
    question("b4", "How often does your work leave you drained?", "Drained by work"),
    question("b5", "How often do you feel cold or bitter about your work?", "Cold about work"),
    question("b6", "How often do you feel you do your work well?", "Does work well"),
    question("b7", "Has your load grown?", "Load grown", YES_NO),
    question(
        "b7-since",
        "When did it start?",
        "Load since",
        (),
        type="month",
        enable_when=(Condition(question="b7", is_any_of=frozenset({"yes"})),),
    ),
)
EFFECT = form(
    "effect_on_life",
    "Effect on life",
    question("f1", "being close to people?", "Being close to people", S4),
    question("f2", "your work or study?", "Work or study", S4),
    question("f4", "making choices?", "Making choices", S4),
)
HOPE = form(
    "hope_loss_stress_body",
    "Hope and loss",
    question("h1", "how often did you feel that things will never get better?", "Hopelessness"),
    question("g1", "Has someone close to you died?", "Loss", choices("No", "Yes")),
)
GOALS = form(
    "goals",
    "What you hope for",
    question("v1", "What would you most like to feel again?", "Wish", (), type="text"),
    question(
        "v2",
        "What do you want from this visit?",
        "From this visit",
        choices("Find out why", "My medicines", "Therapy"),
        type="choices",
    ),
    question("v3", "What should your doctor know first?", "First", (), type="text"),
)
PACKET = (SIGNS, ONSET, MEDICINES, WORK, EFFECT, PHQ9, HOPE, GOALS)

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
EARLIER = Previous(
    answers={
        "numbness_signs": {"n1": "sometimes", "n2": "almost_always", "n7": "rarely"},
        "phq9": {"phq9-9": "not_at_all", "phq9-1": "several_days"},
    },
    submitted_at=datetime(2025, 8, 12, 9, 0, tzinfo=UTC),
)


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
