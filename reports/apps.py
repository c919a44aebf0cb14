from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "feltsense_reports"
    verbose_name = "Feltsense reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reports import checks, receivers  # noqa: F401  registers checks and wiring
