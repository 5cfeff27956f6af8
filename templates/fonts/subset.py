"""Makes the subsets of Noto Sans for Chinese and Korean from the files of their packages.

usage: subset.py FOLDER, which holds NotoSansSC_400Regular.ttf and those of TC and KR.
Needs fonttools. The subsets are written beside this file.
"""

import pathlib
import sys

from fontTools import subset


def table(codec, rows, cells):
    """The characters that a two-byte code has in some rows and cells."""
    pairs = (bytes([row, cell]) for row in rows for cell in cells)
    return {c for pair in pairs for c in pair.decode(codec, "ignore") if ord(c) >= 0x80}


def span(first, last):
    return {chr(c) for c in range(first, last + 1)}


# CJK punctuation, full-width forms, dashes and quotation marks.
PUNCTUATION = span(0x3000, 0x301F) | span(0xFF01, 0xFF5E) | span(0x2010, 0x2027)
SETS = {
    "SC": ("GB2312", table("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))),
    "TC": (
        "Big5",
        table("big5", range(0xA1, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
    ),
    "KR": ("Hangul", span(0xAC00, 0xD7A3) | span(0x3131, 0x3163)),
}

source = pathlib.Path(sys.argv[1])
for family, (name, characters) in SETS.items():
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    font = subset.load_font(source / f"NotoSans{family}_400Regular.ttf", options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters | PUNCTUATION)))
    subsetter.subset(font)
    target = pathlib.Path(__file__).parent / f"NotoSans{family}_400Regular_{name}.ttf"
    subset.save_font(font, target, options)
