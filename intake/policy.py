"""Who sees what, in one place, for pages, commands and exports of all three apps."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from django.db import models
from django.utils.module_loading import import_string

from intake.conf import conf
from intake.models import Membership

Row = TypeVar("Row", bound=models.Model)


class Policy(Protocol):
    """Swap it with FELTSENSE["intake"]["policy"]."""

    def for_actor(self, actor: Any, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """The rows `actor` may see. A row left out does not exist for that person."""
        ...


class MembershipPolicy:
    """A member sees the rows of the own practices, where the role allows that kind of row."""

    def for_actor(self, actor: Any, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        model: Any = rows.model
        practices = Membership.objects.filter(
            user_id=actor.pk, role__in=model.visible_to, active=True, user__is_active=True
        ).values("practice")
        return rows.filter(**{f"{model.practice_lookup}__in": practices})


def for_actor(actor: Any, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    policy: Policy = import_string(conf().policy)()
    return policy.for_actor(actor, rows)
