"""The appendix: every question and answer, every statement with its source, the log, the forms."""

from __future__ import annotations

from collections.abc import Iterator

from intake.domain.language import gettext as _
from intake.domain.language import lower_first
from reports.domain.summary import (
    Answer,
    Cited,
    Event,
    Part,
    Score,
    Statement,
    Status,
    Summary,
)
from reports.domain.wording import ended, not_covered
from reports.pdf.blocks import Block, linked, links_to, section, slug
from reports.pdf.styles import (
    REFERENCE,
    SMALL,
    SMALL_QUIET,
    SMALL_STRONG,
    TINY,
    VOICE,
    Style,
)

NUMBER, VALUE, RULES = 30.0, 34.0, 62.0
PIECE = 6  # lines of a long answer that stay together
VOICE_SAID = Style(face=VOICE.face, size=SMALL.size + 0.3, leading=SMALL.leading)


def pieces(summary: Summary, width: float, boxes: str) -> Iterator[Block]:
    """Blocks in reading order, none of them taller than a few lines."""
    yield heading(
        _("Appendix: every question and answer"),
        _("In order, word for word"),
        width,
        "answers",
        first=True,
    )
    for part in summary.appendix:
        yield part_head(part, width)
        for answer in part.answers:
            yield from answer_rows(answer, _table(part), width)
    yield heading(_("Statements and their sources"), summary.overlap, width, "statements")
    for one in summary.explanations:
        yield title(one.title, width)
        if not (one.fits or one.does_not_fit or one.not_answered):
            yield _plain(_("No statement."), width)
        for word, statements in (
            (_("Fits"), one.fits),
            (_("Does not fit"), one.does_not_fit),
            (_("Not answered"), one.not_answered),
        ):
            for statement in statements:
                yield from statement_rows(word, statement, width)
    yield from log_and_dates(summary, width)
    yield from changes(summary, width)
    yield from scores(summary, width)
    yield from about(summary, width, boxes)


def heading(words: str, note: str, width: float, name: str, *, first: bool = False) -> Block:
    block = Block(width)
    inner = section(words, note, width, name, ruled=not first)
    block.place(inner, 0, 0 if first else 12)
    block.heads = True
    return block


def title(words: str, width: float) -> Block:
    block = Block(width)
    with block.element("H3"):
        block.lines(0, 6, [words], SMALL_STRONG)
    block.rule(18)
    block.height, block.heads = 20, True
    return block


def part_head(part: Part, width: float) -> Block:
    """Title and version; licence and citation of a published instrument stand with it."""
    block = Block(width)
    with block.element("H3"):
        title = _("%(title)s, version %(version)s") % vars(part)
        y = block.text(0, 8, title, SMALL_STRONG, width=width)
    leads = (part.preamble, part.lead)
    for line in (*leads, part.notice or part.licence, part.citation):
        if line:
            style = SMALL_QUIET if line in leads else TINY
            y = block.text(0, y, line, style, width=width - RULES - VALUE - 10)
    titles = (_("No."), _("Question"), _("Answer"), _("Value"), _("Used by"))
    with block.element("Table", _table(part)), block.row():
        for x, words in zip(_columns(width), titles, strict=True):
            with block.head("Column"):
                block.lines(x, y, [words], TINY)
    y += TINY.leading
    block.rule(y + 2)
    block.add(lambda s, _left, top: s.bookmark(part.title, f"form-{part.slug}", top, 1))
    block.height, block.heads = y + 4, True
    return block


def _table(part: Part) -> str:
    return f"answers-{part.slug}"


def _columns(width: float) -> tuple[float, float, float, float, float]:
    room = width - NUMBER - VALUE - RULES
    return (0, NUMBER, NUMBER + room * 0.52, width - RULES - VALUE, width - RULES)


def answer_rows(answer: Answer, table: str, width: float) -> Iterator[Block]:
    """One answer; a long one comes in pieces, so that it may run over pages."""
    _number, asked, replied, value, _rules = _columns(width)
    question = SMALL.wrap(answer.question, replied - asked - 10)
    style = _style(answer)
    said = style.wrap(f"“{answer.said}”" if answer.quoted else answer.said, value - replied - 10)
    height = max(len(question), len(said))
    for start in range(0, height, PIECE):
        block = Block(width)
        with block.element("Table", table), block.row(answer.name):
            with block.cell("number"):
                if start == 0:
                    block.target(answer.name)
                    block.text(0, 1.5, answer.name, TINY, width=NUMBER, beside=SMALL)
            with block.cell("question"):
                block.lines(asked, 1.5, question[start : start + PIECE], SMALL)
            with block.cell("answer"):
                block.lines(replied, 1.5, said[start : start + PIECE], style)
            _value_and_rules(block, answer if start == 0 else None, width)
        if start + PIECE >= height:
            block.height += 1.5
            block.rule(block.height)
        yield block


def _style(answer: Answer) -> Style:
    if answer.quoted:
        return VOICE_SAID
    return SMALL_STRONG if answer.state == "answered" else SMALL_QUIET


def _value_and_rules(block: Block, answer: Answer | None, width: float) -> None:
    """Of the first piece of an answer; the others have the cells, empty."""
    value = str(answer.value) if answer and answer.value is not None else ""
    references = [(rule, _place(rule)) for rule in answer.rules] if answer else []
    with block.cell("value"):
        block.lines(width - RULES - VALUE, 1.5, [value], SMALL)
    with block.cell("rules"):
        if references:
            y = 1.5 + SMALL.baseline - REFERENCE.baseline
            linked(block, (width - RULES, y), [], REFERENCE, references, RULES)


def _place(rule: str) -> str:
    """Where a code leads back to: a signal to the safety block, a rule to its statement."""
    return "safety" if rule.startswith("S-") and rule[2:3].isalpha() else f"rule-{slug(rule)}"


def statement_rows(word: str, statement: Statement, width: float) -> Iterator[Block]:
    block = Block(width)
    block.target(f"full-{slug(statement.rule)}")
    block.target(f"rule-{slug(statement.rule)}")  # stands only if page 2 had no room for it
    x, room = 100.0, width - 100
    with block.paragraph():
        block.lines(0, 1.5, [statement.rule], SMALL_STRONG)
        block.lines(40, 1.5, [word], SMALL_QUIET)
        y = block.text(x, 1.5, statement.text, SMALL, width=room)
    for cited in statement.answers:
        lines = TINY.fit(_cited_words(cited), room - 30, 2)
        y = linked(block, (x, y), lines, TINY, links_to([cited.answer]), room)
    source = _("Rule version %(version)s. Source: %(source)s") % {
        "version": statement.version,
        "source": ended(statement.source or _("none named")),
    }
    if statement.caution:
        source += " " + _("Caution: %(caution)s") % {"caution": ended(statement.caution)}
    y = block.text(x, y, source, TINY, width=room)
    block.height = y + 3
    yield block


def _cited_words(cited: Cited) -> str:
    said = f"“{cited.said}”" if cited.answered else lower_first(cited.said)
    words = f"{cited.label or cited.question}: {said}"
    return f"{words}, {cited.on}" if cited.on else words


def log_and_dates(summary: Summary, width: float) -> Iterator[Block]:
    yield heading(_("Safety log"), _("Support page, alerts and contacts"), width, "log")
    lines = summary.safety.lines
    for line in lines:
        block = Block(width)
        with block.paragraph():
            block.lines(0, 1, [line.at], SMALL_QUIET)
            block.text(140, 1, _on_one_line(line.words), SMALL, width=width - 140)
        yield block
    if not lines:
        yield _plain(_("Nothing is logged in this document."), width)
    yield heading(_("All dates"), _("In order of time"), width, "all-dates")
    for event in summary.dates:
        yield _event(event, width)
    if not summary.dates:
        yield _plain(_("No date was given."), width)


def _plain(words: str, width: float, answer: str = "") -> Block:
    block = Block(width)
    lines = SMALL_QUIET.wrap(_on_one_line(words), width)
    linked(block, (0, 1), lines, SMALL_QUIET, links_to([answer]), width)
    return block


def _on_one_line(words: str) -> str:
    """What is no answer: a thousand line ends in it would leave the page."""
    return " ".join(words.split())


def _event(event: Event, width: float) -> Block:
    block = Block(width)
    rule = [(event.rule, "")] if event.interval and event.rule else []
    lines = SMALL.wrap(event.interval, width - 310)
    with block.paragraph():
        block.lines(0, 1, SMALL_QUIET.fit(event.on, 80), SMALL_QUIET)
        bottom = block.text(86, 1, event.label, SMALL, width=210)
        linked(block, (305, 1), lines, SMALL, rule + links_to(event.answers), width - 305)
    block.height = max(block.height, bottom)
    return block


def changes(summary: Summary, width: float) -> Iterator[Block]:
    if summary.changes is None:
        return
    yield heading(
        _("Changed answers"),
        _("Since %(date)s") % {"date": summary.changes.since},
        width,
        "all-changes",
    )
    for item in summary.changes.items:
        words = _("%(label)s: then “%(then)s”, now “%(now)s”") % vars(item)
        yield _plain(words, width, item.answer)


def scores(summary: Summary, width: float) -> Iterator[Block]:
    """Each score with its band, change and what they rest on."""
    yield heading(_("Scores and their sources"), _("Published rules"), width, "all-scores")
    for score in summary.scores:
        yield _score(score, width)
    if not summary.scores:
        yield _plain(_("No measure was reached."), width)


def _score(score: Score, width: float) -> Block:
    words = (score.value_words, score.band_words, score.count_words, score.change_words)
    said = "; ".join(part for part in words if part)
    block = _plain(f"{score.name}: {said}.", width)
    if score.source:
        block.text(
            0,
            block.height,
            _("Source: %(source)s") % {"source": ended(score.source)},
            TINY,
            width=width,
        )
    block.height += 3
    return block


def about(summary: Summary, width: float, boxes: str) -> Iterator[Block]:
    """Whom and what the pages before cut short: names, the note, which versions were asked."""
    made, header = summary.provenance, summary.header
    yield heading(
        _("About this document"), _("Rules %(version)s") % {"version": made.ruleset}, width, "about"
    )
    document = _("Document %(document)s, version %(version)d, made %(made_at)s.")
    yield _plain(document % vars(made), width)
    patient = _("Patient: %(name)s; record number: %(record_number)s.")
    yield _plain(patient % vars(header), width)
    practice = _("Practice: %(practice)s; for: %(recipient)s.")
    recipient = {"recipient": header.recipient or _("the record")}
    yield _plain(practice % (vars(header) | recipient), width)
    yield from _review(summary.status, width)
    for line in made.how:
        yield _plain(line, width)
    if boxes:
        yield _plain(boxes, width)
    if made.not_covered:
        yield from _long(not_covered(made.not_covered), width)
    for form in made.forms:
        words = _("%(form)s, version %(version)s") % {"form": form.slug, "version": form.version}
        yield _plain(f"{words}; sha256 {form.sha256}" if form.sha256 else words, width)


def _review(status: Status, width: float) -> Iterator[Block]:
    if not status.signed:
        yield _plain(f"{status.words}. {status.sent}.", width)
        return
    yield _plain(f"{status.words}, {status.at}: “{status.attestation}” {status.sent}.", width)
    yield from _long(_("Outcome: %(words)s") % {"words": status.outcome}, width)
    if status.note:
        yield from _long(_("Note: %(words)s") % {"words": status.note}, width)


def _long(words: str, width: float) -> Iterator[Block]:
    """Text of any length, a line at a time, so that it may run over pages."""
    for line in SMALL_QUIET.wrap(words, width):
        block = Block(width)
        block.lines(0, 1, [line], SMALL_QUIET)
        yield block
