"""How long a deed takes."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 7
Deed = Callable[[], object]


def fastest(deed: Deed, *, times: int = TIMES) -> float:
    """Milliseconds of the fastest of several, after one that warms up."""
    deed()
    return min(timed(deed) for _ in range(times)) * 1000


def timed(deed: Deed) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun
