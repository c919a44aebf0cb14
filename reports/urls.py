from django.urls import path

from reports import delivery_views, views

app_name = "feltsense_reports"
urlpatterns = [
    path("reports/<uuid:pk>/", views.detail, name="detail"),
    path("reports/<uuid:pk>/read/", views.read, name="read"),
    path("reports/<uuid:pk>/file/", views.file, name="file"),
    path("reports/<uuid:pk>/retry/", views.retry, name="retry"),
    path("deliveries/<uuid:pk>/", delivery_views.delivery, name="delivery"),
    path("deliveries/<uuid:pk>/resend/", delivery_views.resend, name="resend"),
    path("deliveries/<uuid:pk>/stop/", delivery_views.stop, name="stop"),
    path("deliveries/<uuid:pk>/confirm/", delivery_views.confirm, name="confirm"),
]
