from django.urls import include, path  # noqa: F401  the README's lines use it

from tests.hosts import readme

urlpatterns = []
exec(readme.lines("urlpatterns"))
