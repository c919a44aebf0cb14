"""Every question and answer as printed: word for word, in order, numbered A1, A2, ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake.domain.fhir.exporting import grouped
from intake.domain.language import gettext as _
from intake.domain.questionnaire import Questionnaire
from reports.domain.facts import Practice
from reports.domain.summary import Answer, Part
from reports.domain.values import values
from reports.domain.wording import moment
from screening.domain.book import Book, Form, Line


def parts(book: Book, practice: Practice, used_by: Mapping[str, Sequence[str]]) -> tuple[Part, ...]:
    """The appendix; `used_by` says which rules rest on which answer, by its name."""
    return tuple(_part(form, practice, used_by) for form in book.forms)


def _part(form: Form, practice: Practice, used_by: Mapping[str, Sequence[str]]) -> Part:
    of = form.questionnaire
    lead = of.stem or _shared_lead(of)
    groups = {q.id: group for group, questions in grouped(of) for q in questions}
    return Part(
        slug=of.slug,
        title=of.title,
        version=of.version,
        lead=lead,
        preamble=of.preamble or None,
        citation=of.citation,
        licence=of.licence,
        notice=of.notice,
        answers=tuple(
            _answer(line, lead, groups, practice, tuple(used_by.get(line.name, ())))
            for line in form.lines
        ),
    )


def _shared_lead(form: Questionnaire) -> str:
    leads = {question.lead for question in form.questions} - {""}
    return leads.pop() if len(leads) == 1 else ""


def _answer(
    line: Line,
    lead: str,
    groups: Mapping[str, str],
    practice: Practice,
    rules: tuple[str, ...],
) -> Answer:
    sentence = line.question.sentence
    wording = line.question.text if line.question.lead == lead else sentence
    question = f"{line.about}: {wording}" if line.about else wording
    return Answer(
        name=line.name,
        id=line.question.id,
        question=question,
        said=f"{line.said} ({_ruled_out()})" if line.state == "ruled_out" else line.said,
        value=_score(line),
        at=when(line, practice),
        state=line.state,
        quoted=line.is_quote,
        rules=rules,
        wording=sentence if sentence != question else None,
        loinc=line.question.loinc,
        within=line.repeat or groups[line.question.id] or None,
        row=line.row + 1 if line.repeat else None,
        values=tuple(values(line.question, line.value)),
    )


def _ruled_out() -> str:
    return _("ruled out by a later answer, not read by the rules")


def when(line: Line, practice: Practice) -> str:
    return moment(line.at, practice.timezone) if line.at else ""


def _score(line: Line) -> int | None:
    option = line.question.option(line.value) if isinstance(line.value, str) else None
    return option.score if option else None
