"""Staff accounts are made by the practice, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: Any) -> bool:
        return False
