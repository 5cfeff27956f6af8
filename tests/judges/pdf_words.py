"""Asks PDFium whether a record in another language says what the English one says: every
text of the catalog that stands in the English record stands, in its own words and in
order, in the other.

Texts that are filled in are left out. PDFium gives a ligature of lam and alef the wrong way
round, a bracket between words that run from right to left mirrored, such a line's Latin
words in visual order, and a letter beside a zero-width non-joiner on the wrong side of it or
not at all; so for Arabic and Farsi every word without that sign has to be there, and most
texts whole, compared after putting each run of lams and alefs in one order.
"""

import pathlib
import re
import tomllib
import unicodedata

from verdict import Fault, load, run

pdfium = load("pypdfium2")
pikepdf = load("pikepdf")

FROM_RIGHT = ("ar", "fa")
WHOLE = 0.75  # of the texts that run from right to left
SHORT = 3  # letters: shorter texts are found by chance
# Where a page is left empty is for the length of the record to say; `pdf_paper.py` reads it there.
NOT_ALWAYS = ("page-empty",)
LAMS = re.compile("[لاأإآ]+")


def judge(catalogs, language, english_pdf, pdf):
    english, own = (catalog(catalogs, it) for it in ("en", language))
    english_words = words_of(english_pdf, english)
    english_text, pages = folded(english_words), folded(words_of(pdf, own))
    faults, whole, count = [], 0, 0
    for key, said in english.items():
        if key in NOT_ALWAYS or "{" in said or len(said) <= SHORT or folded(said) not in english_text:
            continue
        # "To", "Other" are found in longer words, or in what an agency wrote.
        if len(said) < 12 and not stands_alone(said, english_words):
            continue
        count += 1
        is_whole = folded(own[key]) in pages
        whole += is_whole
        if language in FROM_RIGHT:
            words = [it for it in own[key].split() if re.fullmatch("[؀-ۿ]{3,}", it)]
            missing = [it for it in words if folded(it) not in pages]
            if missing:
                faults.append(f"{key}: {len(missing)} words are not there")
        elif not is_whole:
            faults.append(f"{key} is not there")
    faults += voices(pdf, language)
    if count < 60:
        faults.append(f"only {count} texts were looked for")
    if whole < WHOLE * count:
        faults.append(f"only {whole} of {count} texts are whole")
    if faults:
        raise Fault("\n".join(faults))
    return f"{language}: {whole} of {count} texts whole"


def voices(path, language):
    """What a screen reader is not told to read with the voice of its own language.

    The cover has a line in each; names of agencies and programs stand in English.
    """
    tags = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
    wanted = {tags.get(it, it) for it in ("en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar")}
    with pikepdf.open(path) as pdf:
        found = {str(it.Lang) for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and "/Lang" in it}
        document = str(pdf.Root.get("/Lang"))
    faults = [f"no text is marked as {it}" for it in sorted(wanted - found)]
    if document != tags.get(language, language):
        faults.append(f"the document is marked as {document}")
    return faults


def stands_alone(said, text):
    """Whether a short English text is a line of its own."""
    return re.search(rf"(?m)^\W*{re.escape(said)}\W*$", text) is not None


def catalog(folder, language):
    path = pathlib.Path(folder) / language / "pages.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words_of(path, words):
    """The text of all pages; what stands at the foot would part a text that goes over a page."""
    with pdfium.PdfDocument(path) as pdf:
        return "\n".join(above(sheet.get_textpage(), words["footer-private"]) for sheet in pdf)


def above(page, foot):
    found = page.search(foot).get_next()
    if found is None:
        return page.get_text_bounded()
    start, count = found
    tops = [page.get_charbox(start + i)[3] for i in range(count)]
    return page.get_text_bounded(bottom=max(tops) + 1)


def folded(text):
    """Letters and signs without blanks, marks of direction, and the order of lam and alef."""
    text = unicodedata.normalize("NFKC", text)
    text = LAMS.sub(lambda it: "".join(sorted(it.group())), text)
    hidden = ("Cf", "Cc", "Cn")
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in hidden)


run(judge, "CATALOGS LANGUAGE ENGLISH.pdf PDF")
