"""The named tests that rules are written with. Each answers yes, no or unknown, and says by what.

A rule file names a test and gives its parameters.
"""

from screening.domain.predicates import answers, medicines, scores  # noqa: F401  they register
from screening.domain.predicates.case import PREDICATES, Case

__all__ = ["PREDICATES", "Case"]
