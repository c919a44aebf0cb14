"""What clinicians type. The services decide; these only give the text its shape."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import Alert, ContactAttempt, Review

OTHER = "other"


class FindForm(forms.Form):
    """Sent by POST: a name does not belong in an address."""

    q = forms.CharField(max_length=200)


class TakeOverForm(forms.Form):
    REASONS = (
        ("asked", _("They asked me to")),
        ("away", _("Due soon, and they are away")),
        (OTHER, _("Another reason")),
    )
    why = forms.ChoiceField(
        choices=REASONS, error_messages={"required": _("Choose why you take it over.")}
    )
    words = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("why") == OTHER and not given.get("words"):
            self.add_error("words", str(_("Say in a few words why you take it over.")))
        return given

    @property
    def reason(self) -> str:
        """In words, for the trail."""
        said = str(dict(self.REASONS)[self.cleaned_data["why"]])
        return self.cleaned_data["words"] or said


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        choices=ContactAttempt.CHANNELS,
        error_messages={"required": _("Choose how you tried to reach the patient.")},
    )
    outcome = forms.ChoiceField(
        choices=ContactAttempt.OUTCOMES,
        error_messages={"required": _("Choose what came of the attempt.")},
    )


class CloseForm(forms.Form):
    reason = forms.CharField(
        max_length=2000, error_messages={"required": _("Say why the alert can be closed.")}
    )


class AlertsForm(forms.Form):
    """The alerts that the page showed as open: one raised since then is not meant."""

    alerts = forms.ModelMultipleChoiceField(Alert.objects.none())

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alerts"].queryset = review.intake.alerts.all()  # type: ignore[attr-defined]


class ContactForAllForm(AlertsForm, ContactForm):
    pass


class CloseAllForm(AlertsForm, CloseForm):
    pass


class DecisionForm(forms.Form):
    """Everything may be empty while it is a draft; signing asks for the rest."""

    outcome = forms.CharField(max_length=40, required=False)
    note = forms.CharField(max_length=20_000, required=False, strip=False)
    attested = forms.BooleanField(required=False)
    seen = forms.CharField(max_length=64, required=False)
    password = forms.CharField(max_length=1000, required=False, strip=False)
