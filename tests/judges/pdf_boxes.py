"""Asks PDFium for the tight box of each glyph: none may leave the paper's safe area, and
no two pieces of text may lie on each other.

A piece is what one text-showing operator draws, so two cells that collide on one line are
found as well as two lines. Neighbours in reading order may touch (kerning, Arabic joins).
Not seen: the same text drawn twice in one place, which PDFium takes for bold.
The record's text is never printed, only where it stands.
"""

import ctypes
from typing import NamedTuple

from verdict import Fault, load, run

pdfium = load("pypdfium2")
raw = load("pypdfium2.raw")

INSET = 18.0  # points (a quarter inch): what office printers cannot print on
OVERLAP = 0.15  # of the smaller glyph's area
NEIGHBOURS = 2  # positions in reading order
SLIVER = 2.0  # points: how far an Arabic letter reaches over the next one on its line
ROUNDING = 0.01  # points
MOST = 20


class Glyph(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    index: int
    piece: int
    is_arabic: bool

    def area(self):
        return (self.right - self.left) * (self.top - self.bottom)


def judge(path):
    faults, count = [], 0
    with pdfium.PdfDocument(path) as pdf:
        pages = len(pdf)
        for number, sheet in enumerate(pdf, 1):
            found = glyphs(sheet.get_textpage())
            count += len(found)
            found_faults = outside(found, sheet.get_mediabox()) + overlapping(found)
            faults += [f"page {number}: {fault}" for fault in found_faults]
    if faults:
        more = [f"and {len(faults) - MOST} more"] if len(faults) > MOST else []
        raise Fault("\n".join(faults[:MOST] + more))
    return f"{pages} pages, {count} glyphs, none outside or overlapping"


def glyphs(text):
    """The glyphs of a page that leave ink, by their tight boxes."""
    found = []
    for index in range(text.count_chars()):
        piece = raw.FPDFText_GetTextObject(text, index)
        if not piece or chr(raw.FPDFText_GetUnicode(text, index)).isspace():
            continue
        box = text.get_charbox(index)
        code = raw.FPDFText_GetUnicode(text, index)
        is_arabic = 0x0600 <= code <= 0x06FF or 0xFB50 <= code <= 0xFEFF
        glyph = Glyph(*box, index, ctypes.addressof(piece.contents), is_arabic)
        if glyph.right > glyph.left and glyph.top > glyph.bottom:
            found.append(glyph)
    return found


def outside(found, media_box):
    """One fault for each piece of text that leaves the safe area."""
    left, bottom, right, top = media_box
    slack = INSET - ROUNDING
    out = {}
    for glyph in found:
        if (
            glyph.left < left + slack
            or glyph.bottom < bottom + slack
            or glyph.right > right - slack
            or glyph.top > top - slack
        ):
            out[glyph.piece] = union(out.get(glyph.piece), glyph[:4])
    return [f"{rectangle(box)} is outside the safe area" for box in out.values()]


def overlapping(found):
    """One fault for each two pieces of text that lie on each other."""
    hits = {}
    found = sorted(found)
    reaching = []  # the glyphs to the left that may reach into the next one
    for one in found:
        reaching = [other for other in reaching if other.right > one.left]
        for other in reaching:
            if one.piece == other.piece or abs(one.index - other.index) <= NEIGHBOURS:
                continue
            shared = (
                max(one.left, other.left),
                max(one.bottom, other.bottom),
                min(one.right, other.right),
                min(one.top, other.top),
            )
            width, height = shared[2] - shared[0], shared[3] - shared[1]
            if one.is_arabic and other.is_arabic and width <= SLIVER:
                continue
            if height <= 0 or width * height <= OVERLAP * min(one.area(), other.area()):
                continue
            pair = (min(one.piece, other.piece), max(one.piece, other.piece))
            hits[pair] = union(hits.get(pair), shared)
        reaching.append(one)
    return [f"{rectangle(box)} holds text on other text" for box in hits.values()]


def union(box, other):
    """The least rectangle around both."""
    if box is None:
        return other
    return (*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:]))


def rectangle(box):
    """Left, bottom, right, top in points, from the page's lower left corner."""
    return "[" + " ".join(f"{value:.1f}" for value in box) + "]"


run(judge, "PDF…")
