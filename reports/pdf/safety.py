"""The safety box on page 1: there whatever was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.domain.language import gettext as _
from intake.domain.language import lower_first
from reports.domain.summary import Safety, SafetyAnswer
from reports.domain.wording import more_in_appendix
from reports.pdf.blocks import Block, linked, links_to
from reports.pdf.styles import (
    BODY,
    BRICK,
    FIGURE,
    INK,
    REFERENCE,
    RULE_ID,
    SMALL,
    SMALL_QUIET,
    STRONG,
    TINY,
    WHITE,
)


def block(safety: Safety, width: float, *, answers: int, log: int) -> Block:
    box = Block(width)
    inner = width - 24
    y = _safety_heading(box, safety, inner)
    raised = [answer for answer in safety.answers if answer.code]
    for answer in raised[:answers]:
        y = _safety_answer(box, y, answer, inner)
    calm = [answer for answer in safety.answers if not answer.code]
    y = _other_answers(box, y, [*raised[answers:], *calm], inner)
    y = _log(box, y, safety, inner, log)
    height = y + 7
    colour = BRICK if safety.fired else INK
    box.add(
        lambda s, left, top: s.box(
            (left + 1, top + 1, width - 2, height - 2), line=colour, weight=2
        ),
        height,
    )
    box.add(lambda s, _left, top: s.bookmark(_("Safety"), "safety", top))
    return box


def _safety_heading(block: Block, safety: Safety, inner: float) -> float:
    if safety.fired:
        block.add(lambda s, left, top: s.box((left + 12, top + 10, 11, 11), fill=BRICK))
        with block.artifact():
            block.lines(16.1, 9.6, ["!"], replace(STRONG, colour=WHITE))
    else:
        block.add(lambda s, left, top: s.ring(left + 17.5, top + 15.5, 4.6, INK, 1.4))
    heading, title = replace(FIGURE, size=11), _("Safety")
    with block.element("H2"):
        block.lines(29, 8.6, [title], heading)
    x = 29 + heading.width(title) + 10
    return block.text(x, 9.6, safety.words, STRONG, width=inner + 12 - x) + 3


def _safety_answer(block: Block, y: float, answer: SafetyAnswer, inner: float) -> float:
    with block.paragraph():
        return _safety_line(block, y, answer, inner)


def _safety_line(block: Block, y: float, answer: SafetyAnswer, inner: float) -> float:
    block.link(12, y + BODY.baseline - REFERENCE.baseline, answer.answer, REFERENCE, answer.answer)
    at = TINY.width(answer.at)
    code = 12 + inner - at - RULE_ID.width(answer.code) - (8 if at else 0)
    said = STRONG.fit(_said(answer), code - 46)
    after = 40 + STRONG.width(said[0]) + 8
    block.lines(40, y, said, STRONG)
    block.text(code, y, answer.code, RULE_ID, width=60, most=1, beside=BODY)
    block.right(12 + inner, y, answer.at, TINY, width=at + 1, beside=BODY)
    y += BODY.leading
    if answer.question == answer.label:
        return y
    if SMALL_QUIET.width(answer.question) <= code - after - 8:
        block.text(
            after, y - BODY.leading, answer.question, SMALL_QUIET, width=code - after, beside=BODY
        )
        return y
    return block.text(40, y, answer.question, SMALL_QUIET, width=inner - 28, most=2)


def _other_answers(block: Block, y: float, answers: Sequence[SafetyAnswer], inner: float) -> float:
    if not answers:
        return y
    words = "; ".join(map(_said, answers))
    lines = SMALL_QUIET.fit(words, inner - 28, 2)
    references = links_to([answer.answer for answer in answers])
    return linked(block, (40, y), lines, SMALL_QUIET, references, inner - 28)


def _said(answer: SafetyAnswer) -> str:
    said = f"“{answer.said}”" if answer.answered else lower_first(answer.said)
    return f"{answer.label}: {said}"


def _log(block: Block, y: float, safety: Safety, inner: float, most: int) -> float:
    lines = safety.lines
    if not lines:
        words = _("No alert log in this document") if safety.fired else _("No alert was raised")
        return block.text(40, y, words, SMALL_QUIET, width=inner)
    left_out = max(0, len(lines) - most)
    if left_out:
        lines = (*lines[: most - 1], lines[-1])
    y += 2
    for line in lines:
        with block.paragraph():
            block.text(40, y, line.at, TINY, width=118, most=1, beside=SMALL)
            block.text(160, y, line.words, SMALL, width=inner - 148, most=1)
        y += SMALL.leading
    if left_out:
        block.link(160, y, more_in_appendix(left_out), REFERENCE, "log")
        y += SMALL.leading
    return y
