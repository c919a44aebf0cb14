"""The cases of the rules on medicines; those of the others stand in rule_cases.py."""

from tests.screening.domain.packets import answers, listed, medicine, phq9

TRUE, FALSE, MISSING = "true", "false", "missing"
SERTRALINE = medicine(m3="2025-01", m4="yes", m6="no")
NO_MEDICINE = answers(m0="no")
UNNAMED = answers(m0="skipped")


def since(onset, *rows, **given):
    return listed(*rows, o1=onset, **given)


def low_score(*rows, points=(1,) * 9, **given):
    return {**listed(*rows, **given), **phq9(*points)}


MEDICINE_CASES = {
    "M+1": {
        TRUE: [
            since("2025-06", SERTRALINE),
            since("not_sure", SERTRALINE),  # now is enough
            since("2025-06", medicine(m3="2025-06", m4="no", m5="2025-08")),  # in that very month
            since("2025-06", medicine(m3="2024", m4="no", m5="2026")),
            since("2025-06", medicine("melatonin", m4="yes"), SERTRALINE),
            since("2025-06", medicine("Zoloft", m4="yes")),  # a brand
            since("2025-06", medicine("diazepam", m4="yes")),  # reported
        ],
        FALSE: [
            NO_MEDICINE,
            since("2025-06", medicine("melatonin", m3="2025-01", m4="yes")),
            since("2025-06", medicine(m3="2025-07", m4="no", m5="2025-09")),
            since("2025-06", medicine(m3="2024-01", m4="no", m5="2025-05")),
        ],
        MISSING: [
            UNNAMED,
            {},
            answers(m0="yes"),
            since("2025-06", medicine("a green pill", m4="yes")),
            since("2025-06", medicine("skipped", m4="yes")),
            since("2025-06", {"m4": "yes"}),
            since("2025-06", medicine(m3="2025-01", m4="skipped")),
            since("2025-06", medicine(m3="not_sure", m4="no", m5="2025-08")),
            since("2025", medicine(m3="2025", m4="no", m5="2025")),
            since("as_long_as_i_can_remember", medicine(m3="2020", m4="no", m5="2021")),
            since("skipped", medicine(m3="2020", m4="no", m5="2021")),
        ],
    },
    "M+2": {
        TRUE: [
            since("2025-02", SERTRALINE),  # one month
            since("2025-07", SERTRALINE),  # six
            since(
                "2025-07",
                medicine(m3="2020", m6="went_up", m7=[{"date": "2025-05", "direction": "up"}]),
            ),
        ],
        FALSE: [
            since("2025-08", SERTRALINE),  # seven
            since("2024-12", SERTRALINE),
            since("2025-08", medicine(m3="2020", m6="no")),
            NO_MEDICINE,
            since("2022-08", medicine(m3="2024", m6="no")),
        ],
        MISSING: [
            since("not_sure", SERTRALINE),
            since("2025-01", SERTRALINE),  # the same month: order not known
            since("2025-03", medicine(m3="not_sure", m6="no")),
            since("2025-03", medicine(m3="2025", m6="no")),
            since("2025-03", medicine(m3="2024", m6="no")),  # three to fourteen months
            since("2025", SERTRALINE),
            since("as_long_as_i_can_remember", SERTRALINE),
            since("2025-09", medicine(m3="2025-01")),  # m6 may hide a rise
            since("2025-09", medicine(m3="2025-01", m6="went_up")),
            since("2025-09", medicine(m3="2025-01", m6="both", m7="not_sure")),
            UNNAMED,
            {},
        ],
    },
    "M+3": {
        TRUE: [
            listed(medicine(m9="weaker_or_flat")),
            listed(medicine(m9="same"), medicine("lithium", m9="weaker_or_flat")),
        ],
        FALSE: [listed(medicine(m9="same")), listed(medicine(m9="stronger")), NO_MEDICINE],
        MISSING: [
            listed(medicine()),
            listed(medicine(m9="not_sure")),
            listed(medicine(m9="same"), medicine("lithium", m9="prefer_not_to_say")),
            {},
        ],
    },
    "M+4": {
        TRUE: [listed(medicine(m11="came_back"))],
        FALSE: [listed(medicine(m11="same")), listed(medicine(m11="not_applicable")), NO_MEDICINE],
        MISSING: [listed(medicine()), listed(medicine(m11="not_sure")), UNNAMED],
    },
    "M+5": {
        TRUE: [
            answers(n2="often", n3="almost_always"),
            answers(n18=["joy", "anger"]),
            answers(n2="never", n3="never", n18=["fear_or_worry", "joy"]),
        ],
        FALSE: [
            answers(n2="often", n3="sometimes", n18=["joy", "love"]),
            answers(n2="never", n3="often", n18=["none"]),
            answers(n2="never", n3="often", n18=["sadness", "anger"]),
        ],
        MISSING: [
            answers(n2="often", n3="skipped", n18=["joy"]),
            answers(n2="never", n3="often"),
            answers(n2="never", n3="often", n18="prefer_not_to_say"),
            {},
        ],
    },
    "M+6": {
        TRUE: [
            low_score(SERTRALINE, n1="often"),  # 9, the edge
            low_score(SERTRALINE, n12="almost_always", n1="never"),
            low_score(SERTRALINE, n1="often", points=(1,) * 8),  # prorated to 9
        ],
        FALSE: [
            low_score(SERTRALINE, n1="often", points=(2, *(1,) * 8)),
            low_score(SERTRALINE, n1="never", n2="never", n3="sometimes", n12="rarely"),
            low_score(medicine(m4="no"), n1="often"),
            low_score(medicine("melatonin", m4="yes"), n1="often"),
            {**NO_MEDICINE, **phq9(*[1] * 9), **answers(n1="often", m0="no")},
        ],
        MISSING: [
            low_score(SERTRALINE, n1="often", points=(1,) * 6),
            low_score(SERTRALINE, n1="never"),
            low_score(medicine(), n1="often"),
            {},
        ],
    },
    "M+7": {
        TRUE: [listed(medicine(m13="yes_less"))],
        FALSE: [listed(medicine(m13="no")), NO_MEDICINE],
        MISSING: [listed(medicine(m13="prefer_not_to_say")), listed(medicine())],
    },
    "M+8": {
        TRUE: [{"numbness_signs": {"n17": "often"}}],
        FALSE: [{"numbness_signs": {"n17": "sometimes"}}],
        MISSING: [{"numbness_signs": {"n17": "skipped"}}, {}],
    },
    "M-1": {
        TRUE: [
            since("2024-12", SERTRALINE),
            since("2023", SERTRALINE, medicine("lithium", m3="2024", m6="no")),
            since(
                "2024-12",
                medicine(m3="2025-01", m6="both", m7=[{"date": "2025-05", "direction": "up"}]),
            ),
        ],
        FALSE: [
            NO_MEDICINE,
            since("2025-02", SERTRALINE),
            since("2025-02", SERTRALINE, medicine("lithium", m3="not_sure")),
            since("2025-02", medicine(m3="2025-04", m6="no"), SERTRALINE),
        ],
        MISSING: [
            since("2025-01", SERTRALINE),  # the same month
            since("2024-12", SERTRALINE, medicine("lithium", m3="not_sure", m6="no")),
            since("2024-12", medicine(m3="2025-01", m6="went_up")),
            since("2024-12", medicine(m3="not_sure", m6="no")),
            since("as_long_as_i_can_remember", SERTRALINE),
            {},
        ],
    },
    "M-2": {
        TRUE: [NO_MEDICINE],
        FALSE: [answers(m0="yes")],
        MISSING: [answers(m0="not_sure"), UNNAMED, {}],
    },
    "M-3": {
        TRUE: [
            listed(medicine(m3="2025-01", m9="same")),
            listed(medicine(m3="2025", m9="same"), medicine("melatonin", m9="weaker_or_flat")),
            listed(medicine(m3="2025", m9="same"), medicine("a green pill", m9="same")),
        ],
        FALSE: [
            NO_MEDICINE,
            listed(medicine(m3="2025-01", m9="weaker_or_flat")),
            listed(medicine(m9="weaker_or_flat")),
            listed(medicine(m3="2025", m9="same"), medicine("lithium", m9="stronger")),
        ],
        MISSING: [
            listed(medicine(m3="2025-01")),
            listed(medicine(m3="not_sure", m9="same")),  # no dated member
            listed(medicine("melatonin", m3="2025-01", m9="same")),  # none with evidence
            listed(medicine(m3="2025", m9="same"), medicine("a green pill", m9="stronger")),
            {},
        ],
    },
    "M-4": {
        TRUE: [
            listed(medicine(m4="no", m5="2026-04", m11="same")),  # seven months
            listed(medicine(m4="no", m5="2024", m11="same")),
        ],
        FALSE: [
            NO_MEDICINE,
            listed(medicine(m4="no", m5="2026-05", m11="same")),  # six
            listed(medicine(m4="yes")),
            listed(medicine(m4="no", m5="2020-01", m11="came_back")),
            listed(medicine(m4="no", m5="2020-01", m11="not_applicable")),
        ],
        MISSING: [
            listed(medicine(m4="no", m5="2020-01")),
            listed(medicine(m4="no", m5="not_sure", m11="same")),
            listed(medicine(m4="no", m5="2026", m11="same")),
            listed(medicine(m4="skipped", m11="same")),
            {},
        ],
    },
    "M!": {
        TRUE: [
            answers(o6=["stopped_a_medicine", "someone_died"]),
            listed(medicine(m12="often"), o6=["breakup"]),
        ],
        FALSE: [{**answers(o6=["breakup"]), **NO_MEDICINE}],
        MISSING: [answers(o6="prefer_not_to_say"), {**answers(o6=["breakup"]), **UNNAMED}, {}],
    },
}
