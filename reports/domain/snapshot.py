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
    compact = (",", ":")
    text = json.dumps(summary, default=vars, sort_keys=True, ensure_ascii=False, separators=compact)
    return text.encode()


def from_json(data: bytes) -> Summary:
    summary: Summary = _restored(Summary, json.loads(data))
    return summary


def _restored(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{f.name: _restored(hints[f.name], value[f.name]) for f in fields(kind)})
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
