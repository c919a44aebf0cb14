"""The two guards of MIDDLEWARE: one serves every host, the other needs allauth and says so."""

import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from intake import middleware


def test_a_host_without_allauth_can_use_the_content_policy(monkeypatch, rf):
    for name in [name for name in sys.modules if name.partition(".")[0] == "allauth"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "allauth", None)  # an import of it fails
    guard = importlib.reload(middleware).ContentSecurityPolicyMiddleware(lambda _: HttpResponse())
    request = rf.get("/queue/")
    request.resolver_match = type("Match", (), {"app_names": ["feltsense_screening"]})

    assert guard(request).headers["Content-Security-Policy"] == middleware.POLICY


def test_a_second_factor_without_allauth_is_refused_in_words(settings):
    settings.INSTALLED_APPS = [one for one in settings.INSTALLED_APPS if one != "allauth.mfa"]

    with pytest.raises(ImproperlyConfigured, match=r"allauth\.mfa to INSTALLED_APPS"):
        middleware.SecondFactorMiddleware(lambda _: HttpResponse())
