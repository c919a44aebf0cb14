"""For each rule answers that make it true, false and missing. The first of each is the plainest."""

from tests.screening.domain.medicine_cases import (
    FALSE,
    MEDICINE_CASES,
    MISSING,
    SERTRALINE,
    TRUE,
)
from tests.screening.domain.packets import answers, gad7, listed, medicine, of_total, phq9


def cbi_work(frequency, degree, items):
    """Item 7 is turned round: "sometimes" is the same from both ends."""
    said = {f"cbi-w-{n}": degree if n < 4 else frequency for n in range(1, items + 1)}
    return {**answers(b0="paid_work"), "cbi_work": said}


def exposed(*items):
    given = {f"pcptsd5-{n}": item for n, item in enumerate(items, 1)}
    return {"pc_ptsd_5": {"pcptsd5-exposure": "yes", **given}}


def pcl5(total, **given):
    """Points that add up to the total, as early as can be; then what is given besides."""
    names = ("not_at_all", "a_little_bit", "moderately", "quite_a_bit", "extremely")
    points = [max(0, min(4, total - 4 * n)) for n in range(20)]
    return {"pcl5": {f"pcl5-{n}": names[p] for n, p in enumerate(points, 1)} | given}


def numb(often):
    """The eleven core signs, so many of them often."""
    signs = (1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 15)
    said = ("often" if place < often else "rarely" for place in range(len(signs)))
    return {"numbness_signs": {f"n{sign}": one for sign, one in zip(signs, said, strict=True)}}


CASES = {
    **MEDICINE_CASES,
    "B+1": {
        TRUE: [answers(b1="mostly_at_work")],
        FALSE: [answers(b1="everywhere")],
        MISSING: [answers(b1="not_sure"), {}],
    },
    "B+2": {
        TRUE: [answers(b2="much_better")],
        FALSE: [answers(b2="a_little_better"), answers(b2="i_get_no_days_off")],
        MISSING: [answers(b2="skipped"), {}],
    },
    "B+3": {
        TRUE: [answers(b3="most_times")],
        FALSE: [answers(b3="sometimes")],
        MISSING: [answers(b3="prefer_not_to_say"), {}],
    },
    "B+4": {
        TRUE: [answers(b4="often"), answers(b4="almost_always")],
        FALSE: [answers(b4="sometimes")],
        MISSING: [answers(b4="skipped"), {}],
    },
    "B+5": {
        TRUE: [answers(b5="often")],
        FALSE: [answers(b5="rarely")],
        MISSING: [answers(b5="skipped"), {}],
    },
    "B+6": {
        TRUE: [answers(b6="never"), answers(b6="rarely")],
        FALSE: [answers(b6="sometimes")],
        MISSING: [answers(b6="skipped"), {}],
    },
    "B+7": {
        TRUE: [
            answers(b7="yes", b7_since="2025-02", o1="2025-03"),
            answers(b8="the_heavy_load"),
            answers(b7="yes", b7_since="2024", o1="2025-03", b8="skipped"),
        ],
        FALSE: [
            answers(b7="yes", b7_since="2025-04", o1="2025-03", b8="about_the_same_time"),
            answers(b7="no", b8="the_numb_feeling"),
        ],
        MISSING: [
            answers(b7="yes", b7_since="2025-03", o1="2025-03", b8="about_the_same_time"),
            answers(b7="yes", b7_since="not_sure", o1="2025-03", b8="about_the_same_time"),
            answers(b7="skipped", o1="2025-03", b8="about_the_same_time"),
            answers(b7="no", b8="not_sure"),
            {},
        ],
    },
    "B+8": {
        TRUE: [cbi_work("sometimes", "somewhat", 7)],
        FALSE: [cbi_work("seldom", "low_degree", 6)],
        MISSING: [cbi_work("always", "very_high_degree", 3), answers(b0="paid_work")],
    },
    "B-1": {
        TRUE: [answers(b1="everywhere"), answers(b1="mostly_at_home")],
        FALSE: [answers(b1="mostly_at_work")],
        MISSING: [answers(b1="not_sure"), {}],
    },
    "B-2": {
        TRUE: [answers(b2="the_same"), answers(b2="worse")],
        FALSE: [answers(b2="a_little_better")],
        MISSING: [answers(b2="i_get_no_days_off"), answers(b2="skipped"), {}],
    },
    "B-3": {
        TRUE: [answers(b3="no"), answers(b3="rarely")],
        FALSE: [answers(b3="sometimes")],
        MISSING: [answers(b3="skipped"), {}],
    },
    "B-4": {
        TRUE: [answers(b0="retired"), answers(b0="none"), answers(b0="looking_for_work")],
        FALSE: [answers(b0="paid_work"), answers(b0="study"), answers(b0="caring_for_someone")],
        MISSING: [answers(b0="prefer_not_to_say"), {}],
    },
    "B-5": {
        TRUE: [
            answers(b8="the_numb_feeling"),
            answers(b7="yes", b7_since="2025-04", o1="2025-03", b8="not_sure"),
        ],
        FALSE: [
            answers(b7="no", b8="the_heavy_load"),
            answers(b7="yes", b7_since="2025-02", o1="2025-03", b8="about_the_same_time"),
        ],
        MISSING: [
            answers(b7="no", b8="not_sure"),
            answers(b7="yes", b7_since="2025", o1="2025-03", b8="the_heavy_load"),
            answers(b7="yes", o1="as_long_as_i_can_remember", b7_since="2025", b8="the_heavy_load"),
            {},
        ],
    },
    "D+1": {
        TRUE: [phq9(3, 3, 3, 1, 0, 0, 0, 0, 0), phq9(*[3] * 7)],
        FALSE: [phq9(3, 3, 3, 0, 0, 0, 0, 0, 0)],
        MISSING: [phq9(3, 3, 3, 3), {}],
    },
    "D+2": {
        TRUE: [phq9(2, 0), phq9(0, 3), phq9(None, 2)],
        FALSE: [phq9(1, 1)],
        MISSING: [phq9(1, None), {}],
    },
    "D+3": {
        TRUE: [phq9(2, 0, 2, 2, 2, 2, 0, 0, 0), phq9(0, 3, 2, 2, 2, 0, 0, 0, 1)],
        FALSE: [phq9(2, 0, 2, 2, 2, 0, 0, 0, 0), phq9(1, 1, 3, 3, 3, 3, 3, 3, 3)],
        MISSING: [phq9(2, 0, 2, 2, 2, None, 0, 0, 0), {}],
    },
    "D+4": {
        TRUE: [answers(h1="often"), answers(h1="almost_always")],
        FALSE: [answers(h1="sometimes")],
        MISSING: [answers(h1="prefer_not_to_say"), {}],
    },
    "D+5": {
        TRUE: [phq9(0, 0, 0, 0, 0, 2)],
        FALSE: [phq9(0, 0, 0, 0, 0, 1)],
        MISSING: [phq9(3), {}],
    },
    "D+6": {
        TRUE: [answers(o7="once"), answers(o7="more_than_once")],
        FALSE: [answers(o7="no"), answers(o7="always_like_this")],
        MISSING: [answers(o7="skipped"), {}],
    },
    "D-1": {
        TRUE: [phq9(1, 1, 1, 1, 0, 0, 0, 0, 0)],
        FALSE: [phq9(1, 1, 1, 1, 1, 0, 0, 0, 0)],
        MISSING: [phq9(0, 0, 0, 0, 0, 0, 0, 0), {}],
    },
    "D-2": {
        TRUE: [phq9(3, 0, 3, 3, 3, 0)],
        FALSE: [phq9(0, 1, 0, 0, 0, 0), phq9(0, 0, 0, 0, 0, 1)],
        MISSING: [phq9(0, 0), {}],
    },
    "D-3": {
        TRUE: [answers(b3="most_times", b1="mostly_at_work")],
        FALSE: [answers(b3="most_times", b1="everywhere"), answers(b3="no", b1="mostly_at_work")],
        MISSING: [answers(b3="most_times", b1="not_sure"), {}],
    },
    "T+1": {
        TRUE: [exposed("yes", "yes", "yes", "no", "no"), exposed(*["yes"] * 5)],
        FALSE: [exposed("yes", "yes", "no", "no", "no"), answers(pcptsd5_exposure="no")],
        MISSING: [exposed("yes", "yes", "yes"), answers(pcptsd5_exposure="skipped"), {}],
    },
    "T+2": {
        TRUE: [exposed("no", "no", "no", "yes", "no")],
        FALSE: [exposed("yes", "yes", "yes", "no", "yes"), answers(pcptsd5_exposure="no")],
        MISSING: [exposed("yes", "yes", "yes"), answers(pcptsd5_exposure="skipped"), {}],
    },
    "T+3": {
        TRUE: [
            answers(n13="never", n14="often", n15="rarely"),
            answers(n14="almost_always", t2="yes"),
        ],
        FALSE: [answers(n13="sometimes", n14="never", n15="rarely")],
        MISSING: [answers(n13="never", n14="never"), {}],
    },
    "T+4": {
        TRUE: [answers(o6=["something_scary_or_violent"])],
        FALSE: [answers(o6=["breakup"]), answers(o6=["nothing_i_can_think_of"])],
        MISSING: [answers(o6="prefer_not_to_say"), {}],
    },
    "T+5": {
        TRUE: [answers(t1="often")],
        FALSE: [answers(t1="sometimes")],
        MISSING: [answers(t1="skipped"), {}],
    },
    "T+6": {
        TRUE: [pcl5(31, **{"pcl5-14": "not_at_all"}), answers(pcl5_14="quite_a_bit")],
        FALSE: [pcl5(28, **{"pcl5-14": "moderately"})],
        MISSING: [answers(pcl5_1="extremely", pcl5_14="moderately"), {}],
    },
    "T-1": {
        TRUE: [answers(pcptsd5_exposure="no")],
        FALSE: [answers(pcptsd5_exposure="yes")],
        MISSING: [answers(pcptsd5_exposure="skipped"), {}],
    },
    "T-2": {
        TRUE: [exposed("no", "no", "no", "no", "yes"), exposed(*["no"] * 5)],
        FALSE: [exposed("yes", "yes", "no", "no", "no"), answers(pcptsd5_exposure="no")],
        MISSING: [exposed("no", "no", "no"), {}],
    },
    "T-3": {
        TRUE: [answers(n13="never", n14="rarely", n15="never")],
        FALSE: [answers(n13="never", n14="sometimes")],
        MISSING: [answers(n13="never", n14="never"), {}],
    },
    "T!": {
        TRUE: [answers(n14="sometimes", t2="no")],
        FALSE: [
            answers(n14="sometimes", t2="yes"),
            answers(n13="never", n14="rarely", n15="never"),
        ],
        MISSING: [answers(n14="sometimes", t2="not_sure"), answers(n14="sometimes"), {}],
    },
    "S+1": {
        TRUE: [
            answers(auditc_1="monthly_or_less", auditc_2="3_4", auditc_3="less_than_monthly"),
            answers(auditc_1="4_or_more_a_week", auditc_2="10_or_more", auditc_3="weekly"),
        ],
        FALSE: [
            answers(auditc_1="never"),
            answers(auditc_1="monthly_or_less", auditc_2="3_4", auditc_3="never"),
        ],
        MISSING: [answers(auditc_1="4_or_more_a_week", auditc_2="10_or_more"), {}],
    },
    "S+2": {
        TRUE: [answers(l5="more"), answers(l5="same", l6="yes", l6_since="2024", o1="2025-03")],
        FALSE: [
            answers(l5="same", l6="no"),
            answers(l5="less", l6="yes", l6_since="2025-04", o1="2025-03"),
        ],
        MISSING: [
            answers(l5="same", l6="yes", l6_since="2025", o1="2025-03"),
            answers(l5="same", l6="skipped"),
            {},
        ],
    },
    "S+3": {
        TRUE: [answers(l7="sometimes"), answers(l7="often")],
        FALSE: [answers(l7="never")],
        MISSING: [answers(l7="prefer_not_to_say"), {}],
    },
    "S+4": {
        TRUE: [answers(l8="yes")],
        FALSE: [answers(l8="no"), answers(l8="never_a_week_without"), answers(l8="not_applicable")],
        MISSING: [answers(l8="not_sure"), answers(l8="skipped"), {}],
    },
    "S+5": {
        TRUE: [answers(l6b="yes"), listed(medicine("tramadol", m4="yes"), l6b="no")],
        FALSE: [
            answers(l6b="no", m0="no"),
            listed(medicine("tramadol", m4="no"), l6b="no"),
            listed(SERTRALINE, l6b="no"),
        ],
        MISSING: [
            answers(l6b="skipped", m0="no"),
            listed(medicine("a green pill", m4="yes"), l6b="no"),
            listed(medicine("tramadol", m4="skipped"), l6b="no"),
            {},
        ],
    },
    "S-1": {
        TRUE: [answers(auditc_1="never", l6="no", l6b="no")],
        FALSE: [answers(auditc_1="never", l6="yes", l6b="no"), answers(l6b="yes")],
        MISSING: [answers(auditc_1="never", l6="no"), answers(l6="no", l6b="no"), {}],
    },
    "S-2": {
        TRUE: [answers(l8="no")],
        FALSE: [answers(l8="yes"), answers(l8="never_a_week_without")],
        MISSING: [answers(l8="skipped"), {}],
    },
    "S-3": {
        TRUE: [
            answers(l6="yes", l6_since="2025-04", l6b="no", o1="2025-03"),
            answers(l6="yes", l6_since="2025-04", l6b="yes", l6b_since="2026", o1="2025-03"),
        ],
        FALSE: [
            answers(l6="yes", l6_since="2025-02", l6b="no", o1="2025-03"),
            answers(l6="no", l6b="no", o1="2025-03"),  # never true of nothing
        ],
        MISSING: [
            answers(l6="yes", l6_since="2025-04", l6b="yes", o1="2025-03"),
            answers(l6="yes", l6_since="2025-04", l6b="skipped", o1="2025-03"),
            answers(l6="yes", l6_since="2025-03", l6b="no", o1="2025-03"),
            {},
        ],
    },
    "G+1": {
        TRUE: [answers(g1="over_a_year_ago", g2="yes")],
        FALSE: [answers(g1="no"), answers(g1="in_the_past_6_months", g2="no")],
        MISSING: [answers(g1="in_the_past_6_months", g2="not_sure"), answers(g1="skipped"), {}],
    },
    "G+2": {
        TRUE: [answers(o6=["breakup"]), answers(o6=["new_medicine", "illness_or_injury"])],
        FALSE: [answers(o6=["new_medicine"])],
        MISSING: [answers(o6="prefer_not_to_say"), {}],
    },
    "G+3": {
        TRUE: [answers(o5="better")],
        FALSE: [answers(o5="same"), answers(o5="worse")],
        MISSING: [answers(o5="not_sure"), {}],
    },
    "G!": {
        TRUE: [answers(g1="over_a_year_ago", g2="yes"), answers(g1="6_12_months_ago", g2="yes")],
        FALSE: [
            answers(g1="in_the_past_6_months", g2="yes"),
            answers(g1="over_a_year_ago", g2="no"),
        ],
        MISSING: [answers(g1="over_a_year_ago", g2="not_sure"), {}],
    },
    "G-1": {
        TRUE: [answers(g1="no", o6=["new_medicine"])],
        FALSE: [answers(g1="no", o6=["breakup"]), answers(g1="over_a_year_ago")],
        MISSING: [answers(g1="no", o6="skipped"), {}],
    },
    "G-2": {
        TRUE: [answers(g1="over_a_year_ago", g2="no")],
        FALSE: [answers(g1="over_a_year_ago", g2="yes"), answers(g1="no")],
        MISSING: [answers(g1="over_a_year_ago", g2="not_sure"), {}],
    },
    "A+1": {
        TRUE: [gad7(*of_total(10, 7))],
        FALSE: [gad7(*of_total(9, 7))],
        MISSING: [gad7(3, 3, 3, 3, 3, 3), {}],
    },
    "A+2": {
        TRUE: [answers(a1="often")],
        FALSE: [answers(a1="rarely")],
        MISSING: [answers(a1="skipped"), {}],
    },
    "A+3": {
        TRUE: [answers(n11="almost_always")],
        FALSE: [answers(n11="sometimes")],
        MISSING: [answers(n11="skipped"), {}],
    },
    "A-1": {
        TRUE: [gad7(*of_total(4, 7))],
        FALSE: [gad7(*of_total(5, 7))],
        MISSING: [gad7(0, 0, 0, 0, 0, 0), {}],
    },
    "O1": {
        TRUE: [answers(o1="as_long_as_i_can_remember"), answers(o7="always_like_this")],
        FALSE: [answers(o1="2025-03", o7="no")],
        MISSING: [answers(o1="not_sure"), {}],
    },
    "O2": {
        TRUE: [answers(o9="it_is_partly_a_relief"), answers(o9="both")],
        FALSE: [answers(o9="it_bothers_me")],
        MISSING: [answers(o9="skipped"), {}],
    },
    "O3": {TRUE: [answers(n19="yes")], FALSE: [answers(n19="no")], MISSING: [{}]},
    "O4": {
        TRUE: [answers(l1="under_5"), answers(l1="9_or_more")],
        FALSE: [answers(l1="7_8")],
        MISSING: [answers(l1="skipped"), {}],
    },
    "O5": {
        TRUE: [answers(l3="yes")],
        FALSE: [answers(l3="no")],
        MISSING: [answers(l3="not_sure"), {}],
    },
    "O6": {
        TRUE: [answers(z1=["epilepsy"]), answers(z1=["thyroid", "hormones"])],
        FALSE: [answers(z1=["none"])],
        MISSING: [answers(z1="prefer_not_to_say"), {}],
    },
    "O7": {
        TRUE: [answers(z2="yes")],
        FALSE: [answers(z2="no"), answers(z2="not_applicable")],
        MISSING: [answers(z2="prefer_not_to_say"), {}],
    },
    "O8": {
        TRUE: [answers(z3="yes")],
        FALSE: [answers(z3="no")],
        MISSING: [answers(z3="not_sure"), {}],
    },
    "O9": {
        TRUE: [phq9(*[0] * 9) | numb(1), phq9(*[0] * 5, *[1] * 4) | numb(11)],
        FALSE: [phq9(*[0] * 9) | numb(0), phq9(*[0] * 4, *[1] * 5) | numb(6)],
        MISSING: [phq9(*[0] * 6) | numb(6), phq9(*[0] * 9), {}],
    },
}
