from django.contrib.auth.views import LoginView
from django.urls import include, path  # noqa: F401  the README's lines use it

from tests.hosts import readme

urlpatterns = [path("login/", LoginView.as_view(template_name="admin/login.html"), name="login")]
exec(readme.lines("urlpatterns"))
