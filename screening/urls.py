from django.urls import path

from screening.views import alerts, claims, reading, waiting

app_name = "feltsense_screening"
urlpatterns = [
    path("queue/", waiting.waiting, name="queue"),
    path("queue/find/", waiting.find, name="find"),
    path("queue/next/", claims.next_review, name="next"),
    path("reviews/<uuid:pk>/", reading.review, name="review"),
    path("reviews/<uuid:pk>/claim/", claims.claim, name="claim"),
    path("reviews/<uuid:pk>/release/", claims.release, name="release"),
    path("reviews/<uuid:pk>/take-over/", claims.take_over, name="take_over"),
    path("reviews/<uuid:pk>/next/", claims.leave_for_next, name="leave_for_next"),
    path("reviews/<uuid:pk>/draft/", reading.save_draft, name="save_draft"),
    path("reviews/<uuid:pk>/sign/", reading.sign, name="sign"),
    path(
        "reviews/<uuid:pk>/alerts/contact/", alerts.log_contact_for_all, name="log_contact_for_all"
    ),
    path("reviews/<uuid:pk>/alerts/close/", alerts.close_all, name="close_all"),
    path("alerts/<uuid:pk>/acknowledge/", alerts.acknowledge, name="acknowledge"),
    path("alerts/<uuid:pk>/contact/", alerts.log_contact, name="log_contact"),
    path("alerts/<uuid:pk>/close/", alerts.close_alert, name="close_alert"),
    path("jobs/<uuid:pk>/retry/", waiting.retry, name="retry"),
]
