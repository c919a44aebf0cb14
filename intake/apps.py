from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"
    label = "feltsense_intake"
    verbose_name = "Feltsense intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intake import checks, logs  # noqa: F401  registers the system checks

        logs.hide_tokens()
