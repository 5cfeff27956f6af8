"""Draws one page with PDFium, as coarsely as a poor camera would, and reads its QR code."""

from verdict import Fault, load, run

pdfium = load("pypdfium2")
zxing = load("zxingcpp")
load("PIL")

DPI = 100


def judge(path, page):
    with pdfium.PdfDocument(path) as pdf:
        image = pdf[int(page) - 1].render(scale=DPI / 72).to_pil()
    codes = zxing.read_barcodes(image, formats=zxing.BarcodeFormat.QRCode)
    if len(codes) != 1:
        raise Fault(f"page {page} has {len(codes)} readable QR codes, not one")
    return codes[0].text


run(judge, "PDF PAGE")
