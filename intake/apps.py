from django.apps import AppConfig
from django.utils.translation import gettext, ngettext


class IntakeConfig(AppConfig):
    name = "intake"
    label = "feltsense_intake"
    verbose_name = "Feltsense intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intake import checks, logs  # noqa: F401  registers the system checks
        from intake.domain.language import translator

        translator.gettext, translator.ngettext = gettext, ngettext
        logs.hide_tokens()
