"""Page 2, what supports page 1: explanations, signs, changes, own words, gaps, how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.domain.language import gettext as _
from intake.domain.language import ngettext
from reports.domain.summary import (
    Changes,
    Explanation,
    NotAnswered,
    Provenance,
    Quote,
    Statement,
    Summary,
)
from reports.domain.wording import more_in_appendix, not_covered
from reports.pdf.blocks import Block, flowing, linked, links_to, section, slug, stacked
from reports.pdf.styles import QUIET, REFERENCE, SMALL, SMALL_QUIET, SMALL_STRONG, TINY, VOICE

TITLE_COLUMN = 84.0
GAP = 10.0
SHARES = (0, 0.46, 0.74, 1)  # edges of the cells of an explanation; most is said under "Fits"
CITED = 4  # answers linked from a line; the appendix lists them all


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much page 2 shows; every cell has the same limit, so nothing is selected."""

    statements: int  # in one cell
    lines: int  # of one statement
    listed: bool  # signs one below the other, or in a row
    quotes: int
    quote_lines: int
    changes: int
    gaps: int  # lines


LIMITS = (
    Limits(statements=9, lines=8, listed=True, quotes=6, quote_lines=4, changes=8, gaps=3),
    Limits(statements=9, lines=8, listed=False, quotes=6, quote_lines=4, changes=8, gaps=3),
    Limits(statements=7, lines=6, listed=False, quotes=5, quote_lines=3, changes=8, gaps=2),
    Limits(statements=5, lines=5, listed=False, quotes=4, quote_lines=3, changes=6, gaps=2),
    Limits(statements=4, lines=4, listed=False, quotes=3, quote_lines=3, changes=6, gaps=2),
    Limits(statements=3, lines=4, listed=False, quotes=3, quote_lines=2, changes=5, gaps=1),
    Limits(statements=2, lines=3, listed=False, quotes=2, quote_lines=2, changes=4, gaps=1),
    Limits(statements=1, lines=3, listed=False, quotes=2, quote_lines=2, changes=3, gaps=1),
    Limits(statements=1, lines=2, listed=False, quotes=1, quote_lines=2, changes=2, gaps=1),
    Limits(statements=0, lines=1, listed=False, quotes=1, quote_lines=1, changes=1, gaps=1),
)


def blocks(summary: Summary, width: float, limits: Limits, boxes: str) -> list[Block]:
    """`boxes` is the line about characters that the fonts lack, or empty."""
    parts = [
        explanations(summary, width, limits),
        side_by_side(summary, width, limits),
        changes(summary.changes, width, limits) if summary.changes else None,
        own_words(summary.words, width, limits),
        how_made(summary.provenance, width, boxes),
    ]
    return [part for part in parts if part]


def explanations(summary: Summary, width: float, limits: Limits) -> Block:
    block = section(_("What the answers show"), summary.overlap, width, "explanations", ruled=False)
    columns = [TITLE_COLUMN + share * (width - TITLE_COLUMN) for share in SHARES]
    y = block.height
    with block.element("Table"):
        with block.row():
            with block.head("Column"):
                block.lines(0, y - 2, [_("Explanation")], TINY)
            titles = (_("Fits"), _("Does not fit"), _("Not answered"))
            for x, title in zip(columns[:-1], titles, strict=True):
                with block.head("Column"):
                    block.lines(x, y - 2, [title], TINY)
        y += 9
        for one in summary.explanations:
            block.rule(y)
            with block.row():
                y = _explanation(block, y + 2, one, columns, limits) + 2
    block.rule(y)
    return block


def _explanation(
    block: Block, y: float, one: Explanation, columns: Sequence[float], limits: Limits
) -> float:
    """`columns` are the edges of its three cells."""
    with block.head("Row"):
        bottom = block.text(0, y, one.title, SMALL_STRONG, width=TITLE_COLUMN - 8)
    cells = ((one.fits, "+"), (one.does_not_fit, "–"), (one.not_answered, "?"))
    for (x, end), (statements, mark) in zip(pairwise(columns), cells, strict=True):
        with block.cell():
            bottom = max(bottom, _cell(block, (x, y), statements, mark, end - x - GAP, limits))
    return bottom


def _cell(
    block: Block,
    at: tuple[float, float],
    statements: Sequence[Statement],
    mark: str,
    width: float,
    limits: Limits,
) -> float:
    x, y = at
    if not statements:
        return block.text(x, y, "–", TINY, width=width, beside=SMALL)
    for statement in statements[: limits.statements]:
        block.target(f"rule-{slug(statement.rule)}", y)
        lines = SMALL.fit(statement.text, width - 9, limits.lines)
        with block.element("P"):
            block.lines(x, y, [mark], SMALL_STRONG)
            y = linked(block, (x + 9, y), lines, SMALL, _cited(statement), width - 9)
    left_out = len(statements) - limits.statements
    if left_out > 0:
        first = statements[limits.statements]
        target = f"full-{slug(first.rule)}"
        block.link(x + 9, y, more_in_appendix(left_out), REFERENCE, target)
        y += SMALL.leading
    return y


def _cited(statement: Statement) -> list[tuple[str, str]]:
    rule = (statement.rule, f"full-{slug(statement.rule)}")
    return [rule, *links_to(statement.names, CITED)]


def side_by_side(summary: Summary, width: float, limits: Limits) -> Block:
    """Numbness signs at the left, work and gaps at the right."""
    half = (width - 20) / 2
    left = _signs(summary, half, limits)
    right = stacked([_work(summary, half), _gaps(summary.not_answered, half, limits)], 8)
    block = Block(width)
    block.place(left, 0, 0)
    block.place(right, half + 20, 0)
    return block


def _signs(summary: Summary, width: float, limits: Limits) -> Block:
    block = section(_("Numbness signs"), _("Last two weeks; not a scale"), width, "signs")
    y = block.height
    if not summary.signs:
        block.text(0, y, _("No sign was answered"), QUIET, width=width)
    for group in summary.signs:
        block.text(0, y, group.frequency, SMALL_STRONG, width=66, most=2)
        signs = [(sign.label, sign.answer) for sign in group.signs]
        for items in [[sign] for sign in signs] if limits.listed else [signs]:
            y = flowing(block, (70, y), items, SMALL, width - 70)
        y += 2
    return block


def _work(summary: Summary, width: float) -> Block:
    block = section(_("Work, study or caring"), _("No verdict"), width, "work")
    y = block.height
    if not summary.work:
        block.text(0, y, _("Not in this form"), QUIET, width=width)
    for sign in summary.work:
        lines = SMALL.fit(sign.label, width - 110)
        with block.paragraph():
            block.text(0, y, sign.said, SMALL_STRONG, width=76, most=1)
            y = linked(block, (80, y), lines, SMALL, [(sign.answer, sign.answer)], width - 80)
    return block


def _gaps(gaps: NotAnswered, width: float, limits: Limits) -> Block:
    block = section(_("Not answered"), _("By kind; all in the appendix"), width, "gaps")
    y = block.height
    kinds = (
        (_("Skipped"), gaps.skipped),
        (_("Prefer not to say"), gaps.preferred_not),
        (_("Not sure"), gaps.not_sure),
        (_("Not reached"), gaps.not_reached),
    )
    for title, items in kinds:
        words = f"{len(items)}: {'; '.join(gap.label for gap in items)}" if items else _("None")
        lines = SMALL.fit(words, width - 80, limits.gaps)
        references = links_to([gap.answer for gap in items[:1]])
        with block.paragraph():
            block.lines(0, y, [title], SMALL_STRONG)
            y = linked(block, (80, y), lines, SMALL, references, width - 80)
    return block


def changes(changed: Changes, width: float, limits: Limits) -> Block:
    block = section(
        _("Changed answers"), _("Since %(date)s") % {"date": changed.since}, width, "changes"
    )
    y = block.height
    if not changed.items:
        block.text(0, y, _("No answer differs"), QUIET, width=width)
    for item in changed.items[: limits.changes]:
        lines = SMALL_STRONG.fit(item.now, width * 0.33 - 30)
        answer = [(item.answer, item.answer)]
        with block.paragraph():
            block.text(0, y, item.label, SMALL, width=width * 0.4 - 8, most=1)
            block.text(width * 0.4, y, item.then, SMALL_QUIET, width=width * 0.27 - 8, most=1)
            y = linked(block, (width * 0.67, y), lines, SMALL_STRONG, answer, width)
    left_out = len(changed.items) - limits.changes
    if left_out > 0:
        block.link(0, y, more_in_appendix(left_out), REFERENCE, "all-changes")
    return block


def own_words(quotes: Sequence[Quote], width: float, limits: Limits) -> Block:
    block = section(_("Own words"), _("Word for word; not read by a machine"), width, "words")
    y = block.height
    if not quotes:
        block.text(0, y, _("Nothing was written"), QUIET, width=width)
    for quote in quotes[: limits.quotes]:
        lines = TINY.fit(" ".join(part for part in (quote.question, quote.on) if part), width - 40)
        y = linked(block, (0, y), lines, TINY, [(quote.answer, quote.answer)], width)
        words = f"“{' '.join(quote.text.split())}”"
        with block.element("BlockQuote"):
            y = block.text(0, y, words, VOICE, width=width, most=limits.quote_lines) + 3
    if len(quotes) > limits.quotes:
        first = quotes[limits.quotes].answer
        words = more_in_appendix(len(quotes) - limits.quotes)
        block.link(0, y, words, REFERENCE, first)
        block.height = y + REFERENCE.leading
    return block


def how_made(provenance: Provenance, width: float, boxes: str) -> Block:
    block = section(
        _("How this was made"),
        _("Rules %(version)s") % {"version": provenance.ruleset},
        width,
        "made",
    )
    words = list(provenance.how)
    if boxes:
        words.append(boxes)
    if provenance.not_covered:
        words.append(not_covered(provenance.not_covered))
    block.text(0, block.height, " ".join(words), SMALL_QUIET, width=width, most=6)
    return block


def boxes_line(boxes: str) -> str:
    if not boxes:
        return ""
    words = ngettext(
        "The fonts of this document lack %(number)d character used in a name or an answer: a box □"
        " stands for it, and copying the text gives the true character.",
        "The fonts of this document lack %(number)d characters used in a name or an answer: a box □"
        " stands for each, and copying the text gives the true character.",
        len(boxes),
    )
    return words % {"number": len(boxes)}
