from intake.models.audit import AuditEvent, AuditHead
from intake.models.intake import (
    AnswerChange,
    Intake,
    Invitation,
    PatientSession,
    Response,
    hash_token,
)
from intake.models.job import Heartbeat, Job
from intake.models.patient import Patient
from intake.models.practice import (
    ADMINISTRATOR,
    CLINICIAN,
    COORDINATOR,
    EVERYONE,
    CrisisLine,
    Membership,
    Practice,
    full_name,
)

__all__ = [
    "ADMINISTRATOR",
    "CLINICIAN",
    "COORDINATOR",
    "EVERYONE",
    "AnswerChange",
    "AuditEvent",
    "AuditHead",
    "CrisisLine",
    "Heartbeat",
    "Intake",
    "Invitation",
    "Job",
    "Membership",
    "Patient",
    "PatientSession",
    "Practice",
    "Response",
    "full_name",
    "hash_token",
]
