"""Looks with PDFium at how a record uses its paper and its letters: no page that is empty and
bears a number, none more than half empty but before a forced start, no letter smaller than
the edition promises, no line longer than an eye follows.

An argument is a catalog's folder, the edition and the record, with colons between.
"""

import ctypes
import pathlib
import tomllib
import unicodedata

from verdict import Fault, load, run

pdfium = load("pypdfium2")
raw = load("pypdfium2.raw")

# The least size of a letter, in points.
LEAST = {"letter": 11, "large-print": 18, "phone": 11}
# The most characters of a line (WCAG 2.1, 1.4.8), and the gap, in points, that parts columns.
MOST = 80
GAP = 14
# What is at the foot of every page, in parts of its height.
FOOT = 0.1
# The first words of a page that begins anew whatever the page before holds.
STARTS = ("glance-title", "worksheet-title", "guide-title", "profile-of")


def judge(argument):
    catalog, layout, path = argument.split(":", 2)
    words = tomllib.loads((pathlib.Path(catalog) / "pages.toml").read_text(encoding="utf-8"))
    starts = [words[it].split("{")[0].strip() for it in STARTS]
    pages = [Page(it) for it in pdfium.PdfDocument(path)]
    # Where nothing is told at a glance, the profile is the first part after the cover.
    if not any(begins(it.text, starts[:1]) for it in pages):
        starts.append(words["section-profile"])
    faults = []
    for n, page in enumerate(pages, 1):
        if page.smallest < LEAST[layout] - 0.05:
            faults.append(f"page {n}: letters of {page.smallest:.1f} points")
        if len(page.longest) > MOST:
            faults.append(f"page {n}: a line of {len(page.longest)} characters")
        if not page.text:
            following = pages[n].text if n < len(pages) else ""
            if n % 2 or not begins(following, [words["worksheet-title"]]):
                faults.append(f"page {n}: empty, and not the back of the page before the worksheet")
            if letters(page.foot) != letters(words["page-empty"]):
                faults.append(f"page {n}: empty, with a foot that does not only say why")
            continue
        following = next((it.text for it in pages[n:] if it.text), None)
        if following is not None and page.filled < 0.5 and not begins(following, starts):
            faults.append(f"page {n}: only {page.filled:.0%} of it is used")
    if faults:
        raise Fault("\n".join(faults))
    return f"{len(pages)} pages, letters of {min(it.smallest for it in pages):.1f} points at least"


def letters(text):
    """Those of a line that runs from the right come in another order, and joined."""
    return sorted(unicodedata.normalize("NFKC", "".join(text.split())))


def begins(text, starts):
    """A text that begins with one of these; of a line that runs from the right PDFium may give
    words and letters in another order."""
    line = text.splitlines()[0].strip() if text else ""
    letters = sorted(line.replace(" ", ""))
    return any(line.startswith(it) or letters == sorted(it.replace(" ", "")) for it in starts)


class Page:
    """What stands on a page above its foot."""

    def __init__(self, page):
        width, height = page.get_size()
        foot = FOOT * height
        text = page.get_textpage()
        self.text = text.get_text_bounded(bottom=foot).strip()
        self.foot = text.get_text_bounded(top=foot)
        lowest, self.smallest = height, float("inf")
        self.longest, line, at = "", "", None
        for i in range(text.count_chars()):
            letter = raw.FPDFText_GetUnicode(text, i)
            if chr(letter).isspace():
                line += " "
                continue
            size = raw.FPDFText_GetFontSize(text, i)
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(text, i, ctypes.byref(matrix))
            # The matrix tells how a letter is drawn, the size what it is called.
            self.smallest = min(self.smallest, size * abs(matrix.d or 1))
            left, bottom, right, _ = text.get_charbox(i)
            if bottom <= foot:
                continue
            lowest = min(lowest, bottom)
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            follows = at is not None and abs(at[1] - y.value) < 1 and min(
                abs(left - at[2]), abs(at[0] - right)) < GAP
            line = line + chr(letter) if follows else chr(letter)
            self.longest = max(self.longest, line, key=len)
            at = (left, y.value, right)
        used = height - lowest
        self.filled = used / (height - foot)


if __name__ == "__main__":
    run(judge, "CATALOG:EDITION:RECORD…")
