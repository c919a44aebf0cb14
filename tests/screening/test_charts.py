"""One geometry, two painters: where a medicine, an onset and a score stand on a chart."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from intake.domain.questionnaire import Band
from reports.pdf import charts as paper
from screening import charts as screen
from screening.domain.chart import (
    Course,
    DoseChange,
    Step,
    course_words,
    courses,
    medicine_chart,
    score_scale,
)

WIDTH = 500.0
TODAY = "2025-11"
JANUARY_2025 = round(100 / 18 * 7, 2)
MONTH = 100 / 18  # the shortest chart shows eighteen months: June 2024 to November 2025


def middle(months_from_june_2024):
    return round(MONTH * (months_from_june_2024 + 0.5), 2)


def chart(*given, onset="2025-03", **more):
    return medicine_chart(courses=given, onset=onset, today=TODAY, **more)


def lane(**course):
    (only,) = chart(Course(name="Sertraline", **course)).lanes
    return only


def bars(lane):
    return [(bar.x, round(bar.x + bar.width, 2)) for bar in lane.bars]


def dashes(lane):
    return [(dash.x, round(dash.x + dash.width, 2)) for dash in lane.dashes]


def test_a_month_is_drawn_in_its_middle_and_a_medicine_still_taken_runs_to_the_end():
    drawn = lane(start="2024-11", still=True)

    assert bars(drawn) == [(middle(5), 100.0)]
    assert dashes(drawn) == []
    assert drawn.words == "from Nov 2024, still taken"


@pytest.mark.parametrize(
    ("course", "solid", "dashed"),
    [
        ({"start": "2024-11", "still": False, "stop": "2025-08"}, [(middle(5), middle(14))], []),
        # a year only: dashed across that year
        ({"start": "2025", "still": True}, [], [(JANUARY_2025, 100.0)]),
        ({"start": "2024", "still": True}, [(JANUARY_2025, 100.0)], [(0.0, JANUARY_2025)]),
        ({"start": "2024-11", "still": False, "stop": "2025"},
         [(middle(5), JANUARY_2025)], [(JANUARY_2025, 100.0)]),
        # no start: dashed up to the first thing known
        ({"start": "not_sure", "still": True}, [], [(0.0, 100.0)]),
        ({"start": None, "still": False, "stop": "2025-08"}, [], [(0.0, middle(14))]),
        # no end: dashed from the last thing known
        ({"start": "2024-11", "still": None}, [(middle(5), middle(5) + 0.6)], [(middle(5), 100.0)]),
        ({"start": "2024-11", "still": False, "stop": "not_sure"},
         [(middle(5), middle(5) + 0.6)], [(middle(5), 100.0)]),
        # before the chart begins
        ({"start": "2010-01", "still": True}, [(0.0, 100.0)], []),
        # dates that contradict each other are shown as not known
        ({"start": "2025-08", "still": False, "stop": "2025-02"}, [], [(middle(8), middle(14))]),
    ],
)  # fmt: skip
def test_what_is_not_known_to_the_month_is_dashed(course, solid, dashed):
    drawn = lane(**course)

    assert [pytest.approx(pair, abs=0.02) for pair in solid] == bars(drawn)
    assert [pytest.approx(pair, abs=0.02) for pair in dashed] == dashes(drawn)


def test_a_rise_makes_the_bar_thicker_and_a_drop_thinner():
    rise = lane(start="2024-11", still=True, changes=(DoseChange(date="2025-01", direction="up"),))
    drop = lane(
        start="2024-11", still=True, changes=(DoseChange(date="2025-01", direction="down"),)
    )

    assert [bar.level for bar in rise.bars] == [0.4, 1.0]
    assert [bar.level for bar in drop.bars] == [1.0, 0.4]
    assert rise.steps == (Step(x=middle(7), direction="up"),)
    assert rise.words == "from Nov 2024, dose up Jan 2025, still taken"


def test_a_change_without_a_date_is_told_in_words_only():
    drawn = lane(start="2024-11", still=True, changes=(DoseChange(date=None, direction="up"),))

    assert (len(drawn.bars), drawn.steps) == (1, ())
    assert "dose up date not known" in drawn.words


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ([], "dose up date not known, dose down date not known"),
        ([{"date": "2025-03", "direction": "up"}], "dose up Mar 2025, dose down date not known"),
        ([{"date": "2025-03"}], "dose changed Mar 2025"),  # it may be either of the two
    ],
)
def test_a_change_both_ways_is_told_both_ways(listed, words):
    (course,) = courses([{"m1": "Citalopram", "m3": "2025-01", "m4": "yes", "m6": "both",
                          "m7": listed}])  # fmt: skip

    assert course_words(course) == f"from Jan 2025, {words}, still taken"


def test_courses_are_read_from_the_answers():
    (course,) = courses(
        [{"m1": "Citalopram", "m3": "2023", "m4": "no", "m5": "2024-10", "m6": "went_down",
          "m7": [{"date": "2024-08", "direction": "down"}]}]
    )  # fmt: skip

    assert course == Course(
        name="Citalopram",
        start="2023",
        still=False,
        stop="2024-10",
        changes=(DoseChange(date="2024-08", direction="down"),),
    )


@pytest.mark.parametrize(("m6", "direction"), [("went_up", "up"), ("went_down", "down")])
def test_a_dose_change_whose_date_was_not_given_is_kept(m6, direction):
    (course,) = courses([{"m1": "Citalopram", "m6": m6}])

    assert course.changes == (DoseChange(date=None, direction=direction),)


def test_the_chart_refuses_to_guess_the_month_of_sending():
    with pytest.raises(ValueError, match="2026-11"):
        medicine_chart(courses=(), onset=None, today="yesterday")


def test_a_skipped_list_of_changes_is_no_change():
    (course,) = courses([{"m1": "skipped", "m6": "no", "m7": "skipped"}])

    assert (course.name, course.changes, course.still) == ("Not named", (), None)


@pytest.mark.parametrize(
    ("onset", "x", "width", "at"),
    [
        ("2025-03", round(MONTH * 9, 2), round(MONTH, 2), middle(9)),
        ("2025", JANUARY_2025, round(MONTH * 11, 2), None),
    ],
)
def test_the_onset_is_a_month_with_its_middle_or_a_year_without_one(onset, x, width, at):
    mark = chart(onset=onset).onset

    assert (mark.x, mark.width, mark.at) == (x, pytest.approx(width, abs=0.02), at)


@pytest.mark.parametrize("onset", [None, "not_sure", "as_long_as_i_can_remember", "skipped"])
def test_an_onset_that_is_not_a_date_has_no_mark(onset):
    assert chart(onset=onset).onset is None


def test_the_chart_reaches_six_months_before_an_early_onset():
    early = chart(Course(name="Sertraline", start="2022-06", still=True), onset="2022-07")

    assert early.onset.x > 0
    assert early.lanes[0].bars[0].x > 0
    assert early.title == "Medicines from Jan 2022 to Nov 2025"


def test_more_medicines_than_lanes_are_counted():
    many = chart(*(Course(name=f"Medicine {n}") for n in range(60)))

    assert (len(many.lanes), many.more) == (6, 54)


def test_nothing_leaves_the_chart():
    drawn = chart(
        Course(name="Old", start="1990-01", still=False, stop="1991-01"),
        Course(name="New", start="2099-01", still=True),
        onset="2099-05",
    )

    places = [p for lane in drawn.lanes for pair in (*bars(lane), *dashes(lane)) for p in pair]
    assert all(0 <= place <= 100.6 for place in [*places, drawn.onset.x])


BANDS = tuple(
    Band(id=str(least), label="", least=least, most=most, source="")
    for least, most in ((0, 4), (5, 9), (10, 14), (15, 19), (20, 27))
)


def scale(**more):
    whole = {"least": 0, "most": 27, "bands": BANDS, "value": 16, "last": 11}
    return score_scale(**{**whole, **more})


def test_a_score_stands_in_the_middle_of_its_own_cell():
    assert scale().now == round(100 * 16.5 / 28, 2)
    assert scale().last == round(100 * 11.5 / 28, 2)


def test_bands_cover_the_scale_without_gaps():
    cells = scale().cells

    assert cells[0].x == 0
    assert [round(c.x + c.width, 1) for c in cells[:-1]] == [round(c.x, 1) for c in cells[1:]]
    assert cells[-1].x + cells[-1].width == pytest.approx(100)


def test_no_published_bands_give_one_plain_cell_and_no_score_gives_no_mark():
    plain = scale(bands=(), value=None, last=None)

    assert [(cell.x, cell.width, cell.tone) for cell in plain.cells] == [(0, 100, 1)]
    assert (plain.now, plain.last) == (None, None)


class Recorder:
    """Stands where a sheet of paper would, and keeps what is painted."""

    def __init__(self):
        self.seen = []

    def __getattr__(self, kind):
        return lambda *args, **more: self.seen.append((kind, args, more))

    def of(self, kind):
        return [args for seen, args, _ in self.seen if seen == kind]


def on_paper(block):
    sheet = Recorder()
    block.draw(sheet, 0, 0)
    return sheet


def percent(x):
    return round(100 * (x - paper.LABELS) / (WIDTH - paper.LABELS), 1)


MEDICINES = (
    Course(name="Sertraline", start="2024-11", still=True,
           changes=(DoseChange(date="2025-01", direction="up"),)),
    Course(name="Propranolol", start="not_sure", still=False, stop="2025-08"),
    Course(name="Citalopram", start="2023", still=False, stop="2024-10",
           changes=(DoseChange(date="2024-08", direction="down"),)),
    Course(name="Mirtazapine", start="2025-02"),
)  # fmt: skip


def test_screen_and_paper_paint_the_same_points():
    drawn = chart(*MEDICINES)
    svg = ElementTree.fromstring(str(screen.medicine_chart(drawn)))
    sheet = on_paper(paper.medicine_chart(drawn, WIDTH))

    def across(element, *names):
        return tuple(round(float(element.get(name).rstrip("%")), 1) for name in names)

    rects = [across(r, "x", "width") for r in svg.iter("rect") if "fs-bar" in r.get("class")]
    painted = [
        (percent(x), round(100 * width / (WIDTH - paper.LABELS), 1))
        for ((x, _, width, height),) in sheet.of("box")
        if height <= paper.THICKEST
    ]
    assert len(rects) == 5
    for on_screen, printed in zip(rects, painted, strict=True):
        assert on_screen == pytest.approx(printed, abs=0.11)

    lines = [across(e, "x1", "x2") for e in svg.iter("line") if e.get("class") == "fs-dash"]
    dashed = [(percent(x), percent(end)) for x, y, end, to, *_ in sheet.of("dashed") if y == to]
    assert len(lines) == len(dashed) == 2
    for on_screen, printed in zip(lines, dashed, strict=True):
        assert on_screen == pytest.approx(printed, abs=0.11)

    (onset,) = [across(e, "x1") for e in svg.iter("line") if e.get("class") == "fs-on"]
    (marked,) = [(percent(x),) for x, y, _, to, *_ in sheet.of("dashed") if y != to]
    assert onset == pytest.approx(marked, abs=0.11)


def test_score_scales_on_screen_and_paper_have_the_same_cells_and_marks():
    svg = ElementTree.fromstring(str(screen.score_scale(scale(), name="PHQ-9")))
    sheet = on_paper(paper.score_scale(scale(), WIDTH))

    cells = [float(r.get("x").rstrip("%")) for r in svg.iter("rect")]
    assert cells == pytest.approx([100 * x / WIDTH for ((x, *_),) in sheet.of("box")], abs=0.01)
    ring = float(svg.find("circle").get("cx").rstrip("%"))
    assert ring == pytest.approx(100 * sheet.of("ring")[0][0] / WIDTH, abs=0.01)


def test_the_svg_says_in_words_what_it_shows():
    svg = ElementTree.fromstring(str(screen.medicine_chart(chart(*MEDICINES))))

    assert svg.get("role") == "img"
    assert svg.find("title").text == "Medicines from Jun 2024 to Nov 2025"
    assert "Propranolol: start not known, stopped Aug 2025" in svg.find("desc").text
    assert "Numbness began about Mar 2025" in svg.find("desc").text


def test_the_svg_has_no_style_attribute_and_escapes_what_people_type():
    name = '<script>alert(1)</script>" style="x'
    svg = str(screen.medicine_chart(chart(replace(MEDICINES[0], name=name))))

    root = ElementTree.fromstring(svg)
    assert not any("style" in element.attrib for element in root.iter())
    assert root.find("script") is None
    assert name in [element.text for element in root.iter("text")]


def test_a_score_scale_names_the_measure_and_its_numbers():
    svg = str(screen.score_scale(scale(value=None), name="PHQ-9"))

    assert "PHQ-9: no score now, 11 last time, on a scale of 0 to 27" in svg
    assert "fs-tri" not in svg
