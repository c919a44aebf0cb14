"""A practice is arranged as a file of its own says: limits, hours, members, crisis lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction

from intake import audit
from intake.models import CrisisLine, Membership, Practice

NOT_TOLD = {"active", "order", "sandbox"}  # follow from the file, or are not for it
LISTS = ("members", "crisis_lines")


class NotArranged(Exception):
    """Nothing was changed: one line per fault, `where: what is wrong`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


@transaction.atomic
def arrange(*, told: Mapping[str, Any], actor: audit.Actor, at: datetime) -> Practice:
    """The practice of this slug as `told`, made where there is none. Raises NotArranged.

    A member who is not told of leaves; a crisis line that is not told of is shown no more.
    """
    practice = Practice.objects.filter(slug=told.get("slug")).first() or Practice()
    own = {key: value for key, value in told.items() if key not in LISTS}
    faults = list(_write(practice, own, where=""))
    if not faults:
        audit.take_turn(practice_id=practice.pk)
        lists = {name: told.get(name, []) for name in LISTS}
        faults += [_not_tables(name) for name, given in lists.items() if not _is_tables(given)]
    if not faults:
        faults += _members(practice, lists["members"])
        faults += _lines(practice, lists["crisis_lines"])
    if faults:
        raise NotArranged(faults)
    audit.record("intake.practice_arranged", practice, practice_id=practice.pk, actor=actor, at=at)
    return practice


def _is_tables(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, Mapping) for one in given)


def _not_tables(name: str) -> str:
    return f"{name}: is not a list of tables. Begin each with [[{name}]]."


def _members(practice: Practice, told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    practice.memberships.update(active=False, alert_order=None)  # until the file names them
    for number, member in enumerate(told):
        where = f"members[{number}]."
        user = _user(member.get("username"))
        if user is None:
            yield f"{where}username: no user has this name. Make the account on your site first."
            continue
        row = practice.memberships.filter(user=user).first()
        row = row or Membership(practice=practice, user=user)
        row.active = True
        given = {key: value for key, value in member.items() if key != "username"}
        yield from _write(row, given, where=where)


def _user(name: Any) -> Any:
    users = get_user_model()
    return users.objects.filter(**{users.USERNAME_FIELD: name}).first()


def _lines(practice: Practice, told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    practice.crisis_lines.all().delete()
    for order, line in enumerate(told):
        row = CrisisLine(practice=practice, order=order)
        yield from _write(row, line, where=f"crisis_lines[{order}].")


def _write(row: models.Model, told: Mapping[str, Any], *, where: str) -> Iterator[str]:
    """Save the row as told, defaults for the rest, or say what is wrong with it."""
    fields = {field.name: field for field in row._meta.fields if _is_told(field)}
    if unknown := sorted(told.keys() - fields):
        yield f"{where}{unknown[0]}: is not one of {', '.join(sorted(fields))}"
        return
    for name, field in fields.items():
        setattr(row, name, told.get(name, field.get_default()))
    try:
        row.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            place = where.rstrip(".") if name == "__all__" else f"{where}{name}"
            yield f"{place}: {' '.join(messages)}"
    else:
        row.save()


def _is_told(field: Any) -> bool:
    return not (field.primary_key or field.is_relation or field.name in NOT_TOLD)
