"""Pages look as they did when a person last looked at them, in colour and in grey."""

import pytest
from PIL import Image, ImageChops

from tests.reports.pdf import pictures

pytestmark = pytest.mark.once
PLAINLY = 64  # of 255 levels: what smoothing may change on another machine is less
TILE = 40  # pixels: a page is compared in squares, so that a single word counts
SHARE = 0.03  # of a square


@pytest.fixture(scope="module")
def document():
    return pictures.document()


def looks_alike(one, other):
    if one.size != other.size:
        return False
    changed = (
        ImageChops.difference(one, other).convert("L").point(lambda level: 255 * (level > PLAINLY))
    )
    squares = changed.resize((one.width // TILE, one.height // TILE), Image.Resampling.BOX)
    return squares.getextrema()[1] < 255 * SHARE


@pytest.mark.parametrize("mode", pictures.MODES)
@pytest.mark.parametrize("page", pictures.PAGES)
def test_a_page_looks_as_in_its_stored_picture(document, page, mode):
    """If it should look otherwise: see pictures.py, and look."""
    assert looks_alike(pictures.taken(document, page, mode), pictures.stored(page, mode))


def test_a_line_that_moved_by_two_points_is_noticed(document):
    page = pictures.taken(document, 0, "colour")
    band = (0, 200, page.width, 240)
    moved = page.copy()
    moved.paste(page.crop(band), (0, 202))

    assert not looks_alike(moved, pictures.stored(0, "colour"))


def test_a_missing_word_is_noticed(document):
    page = pictures.taken(document, 0, "colour")
    box = (42, 253, 142, 265)
    blank = page.copy()
    blank.paste(Image.new(page.mode, (100, 12), page.getpixel((42, 252))), box)

    assert not looks_alike(blank, pictures.stored(0, "colour"))
