"""Makes the subsets of Noto Sans for Chinese and Korean from the files of their packages, and
from those one small face for the help lines.

usage: subset.py [FOLDER], which holds NotoSansSC_400Regular.ttf and those of TC and KR;
without it the face for the help lines alone is made. Needs fonttools. All is written beside
this file.
"""

import pathlib
import sys
import tomllib

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont


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

HERE = pathlib.Path(__file__).parent


def small(file, target, characters, name_ids):
    """Writes a font with some characters alone."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = name_ids
    options.name_languages = ["*"]
    options.notdef_outline = True
    font = subset.load_font(file, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    subset.save_font(font, target, options)


def noto(family):
    return HERE / f"NotoSans{family}_400Regular_{SETS[family][0]}.ttf"


def help_lines():
    """One face with the letters of the help lines in Chinese and Korean: without it every page
    would need three large ones. What both ways of writing Chinese have is drawn as in simplified
    Chinese, or where the text says that it is traditional, as there (feature `locl`)."""
    lines = tomllib.loads((HERE.parent / "i18n/languages.toml").read_text("utf-8"))
    target = HERE / "HelpLines_400Regular.ttf"
    parts = {}
    for family, language in (("SC", "zh-Hans"), ("TC", "zh-Hant"), ("KR", "ko")):
        text = lines[language]["name"] + lines[language]["help"]
        characters = {c for c in text if ord(c) > 0x2E7F}
        small(noto(family), target, characters, ["*"])
        parts[family] = TTFont(target)
    face = parts["SC"]
    cmap = face.getBestCmap()
    twice = []
    for family in ("TC", "KR"):
        part = parts[family]
        for code, name in part.getBestCmap().items():
            glyph = part["glyf"][name]
            assert not glyph.isComposite(), name
            added = f"{family}{code:04X}"
            face["glyf"][added] = glyph
            for table in ("hmtx", "vmtx"):
                face[table][added] = part[table][name]
            if code in cmap:
                twice.append((cmap[code], added))
            else:
                cmap[code] = added
    for table in face["cmap"].tables:
        table.cmap = dict(cmap)
    pairs = "".join(f"sub {one} by {other};" for one, other in sorted(twice))
    addOpenTypeFeaturesFromString(
        face,
        f"lookup traditional {{ {pairs} }} traditional;"
        # A sign alone is of no script.
        + "feature locl {"
        + "".join(
            f"script {script}; language ZHT exclude_dflt; lookup traditional;"
            for script in ("DFLT", "hani")
        )
        + "} locl;",
        tables=["GSUB"],
    )
    for record in list(face["name"].names):
        text = {1: "Help Lines", 3: "HelpLines-Regular", 4: "Help Lines", 6: "HelpLines-Regular"}
        if record.nameID in text:
            face["name"].setName(
                text[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
        elif record.nameID not in (0, 2, 5, 13, 14):
            face["name"].removeNames(record.nameID)
    del face["STAT"]
    # The same file on every day.
    face.recalcTimestamp = False
    face.save(target)


if len(sys.argv) > 1:
    source = pathlib.Path(sys.argv[1])
    for family, (_, characters) in SETS.items():
        file = source / f"NotoSans{family}_400Regular.ttf"
        small(file, noto(family), characters | PUNCTUATION, ["*"])
help_lines()
