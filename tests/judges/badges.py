"""Draws a page in black and white only, at the resolution of a fax, and compares the status
badges on it: whatever the printer, no two may look alike, even with their words left out.

A badge is found by its word, which PDFium tells the place of; compared are the border and
the sign before the word.
"""

from verdict import Fault, load, run

pdfium = load("pypdfium2")
chops = load("PIL.ImageChops")

DPI = 200
# What surrounds a word, in points: the sign at its start, the border around.
BEFORE, AROUND = 20.0, 6.0
SAME = 0.04  # of the pixels


def judge(path, words):
    pictures = {}
    with pdfium.PdfDocument(path) as pdf:
        for sheet in pdf:
            text = sheet.get_textpage()
            for word in words.split("|"):
                search = text.search(word, match_case=True)
                while found := search.get_next():
                    picture = around(sheet, text, *found)
                    # The word stands elsewhere too, with nothing around it.
                    if word not in pictures or ink(picture) > ink(pictures[word]):
                        pictures[word] = picture
    missing = [word for word in words.split("|") if word not in pictures]
    if missing:
        raise Fault(f"not found: {', '.join(missing)}")
    faults = []
    names = list(pictures)
    for i, one in enumerate(names):
        for other in names[:i]:
            if likeness(pictures[one], pictures[other]) < SAME:
                faults.append(f"{one} and {other} look alike")
    if faults:
        raise Fault("\n".join(faults))
    return f"{len(pictures)} badges, no two alike"


def around(sheet, text, index, count):
    """The border and the sign left of a word, in black and white."""
    boxes = [text.get_charbox(i) for i in range(index, index + count)]
    left, bottom = min(it[0] for it in boxes), min(it[1] for it in boxes)
    top = max(it[3] for it in boxes)
    scale = DPI / 72
    picture = sheet.render(scale=scale).to_pil().convert("1")
    height = sheet.get_height()
    frame = (left - BEFORE, height - top - AROUND, left, height - bottom + AROUND)
    return picture.crop([round(it * scale) for it in frame]).resize((60, 60)).convert("1")


def ink(picture):
    return picture.convert("L").histogram()[0]


def likeness(one, other):
    """The part of the pixels in which two pictures differ."""
    difference = chops.logical_xor(one, other).convert("L")
    return sum(difference.histogram()[128:]) / (60 * 60)


run(judge, "PDF WORDS")
