"""A Summary as bytes and back: the same Summary gives the same bytes everywhere."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reports.domain.summary import Summary


def canonical(summary: Summary) -> bytes:
    """Sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        summary, default=_written, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return text.encode()


def _written(one: Any) -> dict[str, Any]:
    """A field that is None by default is left out while it is: it may be younger than the data."""
    optional = _optional(one.__class__)
    return {key: v for key, v in vars(one).items() if v is not None or key not in optional}


@cache
def _optional(kind: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind) if field.default is None)


def from_json(data: bytes) -> Summary:
    summary: Summary = _restored(Summary, json.loads(data))
    return summary


def _restored(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        kept = (f.name for f in fields(kind) if f.name in value)  # the others have a default
        return kind(**{name: _restored(hints[name], value[name]) for name in kept})
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        present = next(k for k in inner if k is not NoneType)
        return None if value is None else _restored(present, value)
    if origin is tuple:
        return tuple(_restored(inner[0], item) for item in value)
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
