"""The lines that the README gives a host, so that the hosts of the tests use those very lines."""

import re
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def lines(containing: str) -> str:
    """The one Python block of the README that holds these words."""
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (block,) = [block for block in blocks if containing in block]
    return block
