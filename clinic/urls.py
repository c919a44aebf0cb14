from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "intake.views.refused.bad_request"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="feltsense_screening:queue")),
    path("accounts/", include("allauth.urls")),
    path("", include("intake.urls")),
    path("", include("screening.urls")),
    path("", include("reports.urls")),
]
