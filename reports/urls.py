from django.urls import path

from reports import views

app_name = "feltsense_reports"
urlpatterns = [
    path("reports/<uuid:pk>/", views.detail, name="detail"),
    path("reports/<uuid:pk>/file/", views.file, name="file"),
    path("reports/<uuid:pk>/retry/", views.retry, name="retry"),
]
