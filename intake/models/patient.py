"""A patient of one practice. Everything that names the person is sealed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models

from intake.fields import SealedField, blind_index
from intake.models.practice import CLINICIAN, COORDINATOR, Practice


class PatientQuerySet(models.QuerySet["Patient"]):
    def with_record_number(self, *, practice: Practice, record_number: str) -> PatientQuerySet:
        index = blind_index(scope=str(practice.pk), value=record_number)
        return self.filter(practice=practice, record_number_index=index)


class Patient(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="patients")
    family_name = SealedField()
    given_name = SealedField()
    birth_date_text = SealedField()  # ISO 8601
    phone = SealedField(null=True)
    email = SealedField(null=True)
    record_number = SealedField()
    record_number_index = models.CharField(max_length=32)
    created_at = models.DateTimeField()

    objects = PatientQuerySet.as_manager()
    visible_to = frozenset({CLINICIAN, COORDINATOR})
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_intake"
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_patient_per_record_number",
                fields=["practice", "record_number_index"],
            )
        ]

    def __str__(self) -> str:
        return f"patient {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Derived here and nowhere else, so that the index can't drift from what it finds.
        scope = str(self.practice_id)
        self.record_number_index = blind_index(scope=scope, value=self.record_number)
        super().save(*args, **kwargs)

    @property
    def birth_date(self) -> date:
        return date.fromisoformat(self.birth_date_text)

    @property
    def listed_name(self) -> str:
        return f"{self.family_name}, {self.given_name}"

    def age(self, *, on: date) -> int:
        born = self.birth_date
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
