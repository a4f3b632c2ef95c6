"""Text of a PDF that does not show: white or invisible, with nothing behind it.

Text that was recognised in a scan is invisible too, but lies on the picture of the page; and white
text on a dark box shows. So what counts is what lies behind.
"""

from ctypes import c_uint
from functools import cached_property
from typing import Any

# Of 255: from here on a colour is white for the eye.
_WHITE = 250
# A page with more objects than this is a drawing; looking at each would take seconds.
_MAX_OBJECTS = 5_000

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


class HiddenText:
    """Which characters of a page do not show."""

    def __init__(self, text_page: Any) -> None:
        self._text_page = text_page

    def at(self, index: int) -> bool:
        """Whether the character at this index of the page's text does not show."""
        from pypdfium2 import raw

        item = raw.FPDFText_GetTextObject(self._text_page, index)
        mode = raw.FPDFTextObj_GetTextRenderMode(item) if item else None
        invisible = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
        if not invisible and not (mode == raw.FPDF_TEXTRENDERMODE_FILL and self._is_white(index)):
            return False
        try:
            left, bottom, right, top = self._text_page.get_charbox(index)
        except Exception:  # a character without a place is none that can be judged
            return False
        x, y = (left + right) / 2, (bottom + top) / 2
        behind = self._pictures if invisible else self._pictures + self._colours
        return not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in behind)

    def _is_white(self, index: int) -> bool:
        """Whether it is filled with white, or with nothing."""
        from pypdfium2 import raw

        red, green, blue, alpha = (c_uint() for _ in range(4))
        if not raw.FPDFText_GetFillColor(self._text_page, index, red, green, blue, alpha):
            return False
        white = min(red.value, green.value, blue.value) >= _WHITE
        return white or alpha.value == 0

    @cached_property
    def _pictures(self) -> list[Box]:
        from pypdfium2 import raw

        # What is drawn by a part of its own may be anything.
        return self._boxes(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)

    @cached_property
    def _colours(self) -> list[Box]:
        from pypdfium2 import raw

        return self._boxes(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)

    def _boxes(self, *kinds: int) -> list[Box]:
        """Where things of these kinds lie on the page; paths that are not filled show nothing."""
        boxes: list[Box] = []
        for number, item in enumerate(self._text_page.page.get_objects(max_depth=1)):
            if number == _MAX_OBJECTS:
                break
            if item.type in kinds and _shows(item):
                boxes.append(item.get_bounds())
        return boxes


def _shows(item: Any) -> bool:
    """Whether a thing is more than an outline or a white area."""
    from ctypes import c_int

    from pypdfium2 import raw

    if item.type != raw.FPDF_PAGEOBJ_PATH:
        return True
    mode, stroke = c_int(), c_int()
    if not raw.FPDFPath_GetDrawMode(item, mode, stroke) or mode.value == raw.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE
