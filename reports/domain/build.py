"""Facts in, Summary out: fixed templates filled with answers; nothing is inferred."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from intake.domain.answers import Answers
from intake.domain.language import gettext as _
from intake.domain.questionnaire import Questionnaire
from reports.domain import appendix, safety, sections
from reports.domain.explanations import explanations
from reports.domain.facts import (
    Alert,
    Intake,
    Late,
    Patient,
    Practice,
    Shown,
    Signature,
    Version,
)
from reports.domain.scores import scores
from reports.domain.summary import Explanation, Form, Header, Provenance, Status, Summary
from reports.domain.wording import (
    age,
    day,
    iso,
    moment,
    moment_with_offset,
    repaired,
    repaired_text,
)
from screening.domain import book as books
from screening.domain.book import AnsweredAt, Book


def build(  # noqa: PLR0913  what a summary is built from is this much, all by name
    *,
    practice: Practice,
    patient: Patient,
    intake: Intake,
    questionnaires: Sequence[Questionnaire],
    answers: Answers,
    interpretation: Mapping[str, Any],
    version: Version,
    answered_at: AnsweredAt | None = None,
    alerts: Sequence[Alert] = (),
    shown: Sequence[Shown] = (),
    late: Sequence[Late] = (),
    signature: Signature | None = None,
) -> Summary:
    """`interpretation` is what `screen` prints; times are shown in the practice's zone."""
    facts: Any = repaired(answers)
    book = books.read(questionnaires=questionnaires, answers=facts, answered_at=answered_at or {})
    explained = explanations(interpretation, book)
    return Summary(
        header=_header(practice, patient, intake, version),
        status=_status(practice, intake, signature),
        safety=safety.block(
            practice=practice,
            book=book,
            signals=interpretation["signals"],
            alerts=alerts,
            shown=shown,
            late=late,
        ),
        markers=sections.markers(interpretation["markers"], book),
        brief=sections.brief(book),
        scores=scores(interpretation["scores"], questionnaires, book),
        signs=sections.signs(book),
        work=sections.work(book),
        medicines=sections.medicines(book, _sent_on(practice, intake, version)),
        dates=sections.dates(interpretation, book),
        overlap=_(
            "Explanations can overlap. This list repeats the patient's answers;"
            " it does not weigh them."
        ),
        explanations=explained,
        changes=sections.changes(interpretation, book, practice),
        words=sections.own_words(book, practice),
        not_answered=sections.not_answered(book),
        provenance=_provenance(practice, version, questionnaires, interpretation),
        appendix=appendix.parts(
            book, practice, _used_by(explained, interpretation["signals"], book)
        ),
    )


def _header(practice: Practice, patient: Patient, intake: Intake, version: Version) -> Header:
    born = patient.birth_date
    today = version.made_at.astimezone(practice.timezone).date()
    at = intake.appointment_at
    return Header(
        practice=repaired_text(practice.name),
        title=_("Emotional numbness: intake summary"),
        name=repaired_text(f"{patient.family_name}, {patient.given_name}".strip(", ")),
        birth_date=day(born) if born else "",
        age=age(born, today) if born else None,
        record_number=repaired_text(patient.record_number),
        appointment=moment(at, practice.timezone) if at else "",
        recipient=repaired_text(intake.recipient),
        paper=practice.paper,
        language=practice.language,
        birth_date_iso=born.isoformat() if born else None,
    )


def _status(practice: Practice, intake: Intake, signature: Signature | None) -> Status:
    sent = intake.submitted_at
    sent_words = _("Not sent by the patient")
    if sent:
        sent_words = _("Sent %(at)s") % {"at": moment(sent, practice.timezone)}
    sent_at_iso = iso(sent, practice.timezone) if sent else None
    if signature is None:
        words = _("Not yet reviewed by a clinician")
        return Status(signed=False, words=words, sent=sent_words, sent_at_iso=sent_at_iso)
    who = (signature.name, signature.role, signature.registration)
    signer = repaired_text(", ".join(part for part in who if part))
    at = moment_with_offset(signature.at, practice.timezone)
    return Status(
        signed=True,
        words=_("Signed by %(name)s") % {"name": signer},
        sent=sent_words,
        signer=signer,
        at=at,
        attestation=signature.attestation,
        outcome=repaired_text(signature.outcome),
        note=repaired_text(signature.note),
        sent_at_iso=sent_at_iso,
    )


def _sent_on(practice: Practice, intake: Intake, version: Version) -> str:
    """The month up to which the chart runs, as YYYY-MM."""
    local = (intake.submitted_at or version.made_at).astimezone(practice.timezone)
    return f"{local:%Y-%m}"


def _provenance(
    practice: Practice,
    version: Version,
    questionnaires: Sequence[Questionnaire],
    interpretation: Mapping[str, Any],
) -> Provenance:
    return Provenance(
        document=version.document,
        version=version.number,
        made_at=moment_with_offset(version.made_at, practice.timezone),
        made_at_iso=iso(version.made_at, practice.timezone),
        ruleset=_ruleset(interpretation["ruleset"]),
        forms=tuple(
            Form(slug=form.slug, version=form.version, sha256=form.sha256)
            for form in questionnaires
        ),
        how=_how(),
        not_covered=tuple(interpretation["not_covered"]),
    )


def _how() -> tuple[str, ...]:
    return (
        _(
            "Scores follow the published rules of each instrument. Sentences are fixed templates"
            " filled with the patient's answers. No machine-learning model is used."
        ),
        _(
            "Answers are self-reported and were not checked. Dates are as remembered. The numbness"
            " and burnout questions are an interview aid: not a scale, no cut-off."
        ),
        _("Free text is quoted, not read by a machine."),
    )


def _ruleset(ruleset: Any) -> str:
    """A version, or a version and the hash of its file."""
    if isinstance(ruleset, str):
        return ruleset
    return " ".join(str(part)[:12] for part in ruleset.values())


def _used_by(
    explained: Sequence[Explanation], signals: Sequence[Mapping[str, Any]], book: Book
) -> dict[str, list[str]]:
    """Answer name to the codes of the signals and rules that rest on it, each once."""
    used: defaultdict[str, list[str]] = defaultdict(list)
    for signal in safety.fired(signals):
        for name in book.names(*safety.questions(signal)):
            used[name].append(signal["code"])
    for one in explained:
        for statement in one.statements:
            for name in statement.names:
                if statement.rule not in used[name]:
                    used[name].append(statement.rule)
    return used


def document_id(seed: bytes) -> str:
    """A short name for a document that no database row names yet."""
    return hashlib.sha256(seed).hexdigest()[:12]
