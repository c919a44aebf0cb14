"""A small packet: enough of each kind of question to fill every part of a summary."""

from intake.domain.questionnaire import Band, Condition, Option, Question, Questionnaire, Scale

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
        question(
            "m7",
            "When was the last change?",
            "Dose change",
            (),
            type="repeat",
            questions=(
                question("date", "When?", "When", (), type="month"),
                question("direction", "Up or down?", "Up or down", choices("Up", "Down")),
            ),
        ),
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
