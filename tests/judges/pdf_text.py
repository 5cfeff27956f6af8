"""Prints the text that PDFium, the engine of Chrome and Edge, finds in the PDF."""

from verdict import load, run

pdfium = load("pypdfium2")


def judge(path):
    with pdfium.PdfDocument(path) as pdf:
        pages = [sheet.get_textpage().get_text_range() for sheet in pdf]
    return "\f".join(pages).replace("\r\n", "\n")


run(judge, "PDF")
