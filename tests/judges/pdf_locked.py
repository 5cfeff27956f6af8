"""Opens a locked PDF with PDFium and pikepdf (qpdf): the right passphrase shows the same words
and the same structure as the unlocked record, any other shows nothing; what is inside conforms
to PDF/UA-1 and does not claim to be PDF/A, which forbids encryption."""

import collections
import io
import pathlib
import re

from verdict import Fault, load, run

page = load("page")
pikepdf = load("pikepdf")
pdfium = load("pypdfium2")


def judge(locked, record, passphrase):
    right = pathlib.Path(passphrase).read_text(encoding="utf-8").split("\n")[0]
    faults = [f"{name} is let in" for name, it in wrong(right).items() if opens(locked, it)]
    if words(locked, right) != words(record, None):
        faults.append("PDFium reads other words")
    with pikepdf.open(locked, password=right) as inside, pikepdf.open(record) as plain:
        if roles(inside) != roles(plain):
            faults.append("the structure is another")
        if not inside.encryption.R == 6 or inside.encryption.bits != 256:
            faults.append("not AES-256, R 6")
        if not (inside.allow.accessibility and inside.allow.print_highres):
            faults.append("printing or reading aloud is forbidden")
        metadata = inside.Root.Metadata.read_bytes()
        copy = io.BytesIO()
        inside.save(copy, encryption=False)
    if b"pdfaid" in metadata:
        faults.append("it claims to be PDF/A")
    report = page.validate_pdf_bytes(copy.getvalue(), profile="ua1")
    faults += [f"ua1: {it.rule_id} {it.message}" for it in report.failures]
    if not report.is_compliant and not report.failures:
        faults.append("ua1: not compliant")
    raw = pathlib.Path(locked).read_bytes()
    telling = rb"StructElem|/Title|/Author|/Lang|SourceSans|/TH\b|pdfuaid|/Headers|record"
    faults += [f"{it!r} can be read" for it in set(re.findall(telling, raw))]
    if faults:
        raise Fault("\n".join(faults))
    return "the same inside; nobody else is let in"


def wrong(right):
    """Passphrases that must not open it."""
    return {
        "nobody": "",
        "a capital letter": right.capitalize(),
        "a space at the end": f"{right} ",
        "one word less": right.rsplit("-", 1)[0],
        "another": "abacus-zoom-crouton-dagger-ember-fabric",
    }


def opens(path, password):
    by_pdfium = by_qpdf = True
    try:
        pdfium.PdfDocument(path, password=password or None).close()
    except pdfium.PdfiumError:
        by_pdfium = False
    try:
        pikepdf.open(path, password=password).close()
    except pikepdf.PasswordError:
        by_qpdf = False
    return by_pdfium or by_qpdf


def words(path, password):
    with pdfium.PdfDocument(path, password=password) as pdf:
        return [sheet.get_textpage().get_text_bounded() for sheet in pdf]


def roles(pdf):
    """How often each kind of structure element occurs."""
    named = (it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and "/P" in it)
    return collections.Counter(str(it.S) for it in named if "/S" in it)


run(judge, "LOCKED RECORD PASSPHRASE")
