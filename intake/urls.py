from django.urls import path

from intake.views import answering, entering, health, medicines, supporting

app_name = "feltsense_intake"
urlpatterns = [
    path("i/<str:token>/", entering.start, name="start"),
    path("intake/", answering.resume, name="resume"),
    path("intake/birth-date/", entering.birth_date, name="birth_date"),
    path("intake/consent/", entering.consent, name="consent"),
    path("intake/medicine-names/", medicines.find_name, name="find_name"),
    path("intake/step/<slug:key>/", answering.step, name="step"),
    path("intake/step/<slug:key>/<slug:row_key>/", medicines.row, name="row"),
    path("intake/support/", supporting.support, name="support"),
    path("intake/help/", supporting.help_page, name="help"),
    path("intake/pause/", answering.pause, name="pause"),
    path("intake/check/", answering.check, name="check"),
    path("intake/done/", answering.done, name="done"),
    path("intake/stopped/", entering.stopped, name="stopped"),
    path("intake/finish/", entering.finish, name="finish"),
    path("intake/about-numbness/", supporting.handout, name="handout"),
    path("intake/about/", entering.about, name="about"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
