"""The fonts of a site that prints every script."""

import pytest

from tests.reports.pdf.scripts import DEBIAN, FILES


@pytest.fixture
def fonts(settings):
    """Sets `fonts` to files of Debian packages; without them the test is a shown skip."""
    if missing := [name for name in FILES if not (DEBIAN / name).is_file()]:
        pytest.skip(f"no {missing[0]}: install fonts-noto-core fonts-droid-fallback fonts-dejavu")
    reports = {"fonts": [str(DEBIAN / name) for name in FILES]}
    settings.FELTSENSE = settings.FELTSENSE | {"reports": reports}
