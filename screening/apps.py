from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    label = "feltsense_screening"
    verbose_name = "Feltsense screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from screening import checks, receivers  # noqa: F401  registers checks and wiring
