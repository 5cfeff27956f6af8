"""Validates the PDF with page against PDF/UA-1 and PDF/A-2a, then looks with pikepdf at
what those profiles leave open, or might be missed: language, title, header scopes,
texts in place of figures and links, and that nothing in the file can act or hide.
"""

from verdict import Fault, load, run

page = load("page")
pikepdf = load("pikepdf")

PROFILES = ("ua1", "2a")
SCOPES = ("/Row", "/Column", "/Both")
# Keys that bring forms, scripts or other files into a document (ISO 32000-1: 12.7, 12.6.4.16, 7.11.4).
FORBIDDEN = ("/AcroForm", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF")
MOST = 12


def judge(path):
    faults = []
    for profile in PROFILES:
        report = page.validate_pdf(path, profile=profile)
        faults += [f"{profile}: {failure.rule_id} {failure.message}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            faults.append(f"{profile}: not compliant")
    with pikepdf.open(path) as pdf:
        faults += pdf.check_pdf_syntax()
        faults += document_faults(pdf)
        headers, figures, structure = structure_faults(pdf)
        faults += structure + link_faults(pdf) + forbidden_faults(pdf)
        pages = len(pdf.pages)
    if faults:
        more = [f"and {len(faults) - MOST} more"] if len(faults) > MOST else []
        raise Fault("\n".join(faults[:MOST] + more))
    return f"ua1 ok, 2a ok, {headers} TH, {figures} figures, {pages} pages"


def document_faults(pdf):
    """What the catalog and the metadata lack."""
    root = pdf.Root
    title = pdf.open_metadata().get("dc:title")
    lacks = {
        "no /Lang": text(root, "/Lang"),
        "not /Marked": root.get("/MarkInfo", {}).get("/Marked") is True,
        "no wish for a printer": [
            root.get("/ViewerPreferences", {}).get(it) for it in ("/Duplex", "/PrintScaling")
        ]
        == ["/DuplexFlipLongEdge", "/None"],
        "not /DisplayDocTitle": root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True,
        "no title": str(title or "").strip(),
    }
    return [fault for fault, good in lacks.items() if not good]


def structure_faults(pdf):
    """How many TH and Figure elements the structure tree has, and which of them lack something."""
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        return 0, 0, ["no /StructTreeRoot"]
    headers = figures = 0
    faults = []
    for element in elements(tree):
        kind = role(element, tree)
        if kind == "/TH":
            headers += 1
            if not any(str(a.get("/Scope")) in SCOPES for a in attributes(element, tree)):
                faults.append(f"TH {headers} has no Scope")
        elif kind == "/Figure":
            figures += 1
            if not text(element, "/Alt"):
                faults.append(f"Figure {figures} has no Alt")
    return headers, figures, faults


def elements(tree):
    """Yields every structure element, in reading order."""
    waiting, seen = [tree], set()
    while waiting:
        node = waiting.pop()
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        if "/S" in node:
            yield node
        waiting += [kid for kid in reversed(each(node.get("/K"))) if is_dictionary(kid)]


def role(element, tree):
    """The element's standard type, through the role map."""
    roles, kind = tree.get("/RoleMap", {}), str(element.S)
    for _ in range(len(roles)):
        if kind not in roles:
            break
        kind = str(roles[kind])
    return kind


def attributes(element, tree):
    """The attribute dictionaries of an element: its own, and those of its classes."""
    classes = tree.get("/ClassMap", {})
    found = each(element.get("/A"))
    for name in each(element.get("/C")):
        if isinstance(name, pikepdf.Name):
            found += each(classes.get(str(name)))
    return [entry for entry in found if is_dictionary(entry)]


def link_faults(pdf):
    """Links that say nothing to who cannot see them."""
    return [
        f"page {number}: a link has no Contents"
        for number, sheet in enumerate(pdf.pages, 1)
        for annotation in each(sheet.obj.get("/Annots"))
        if annotation.get("/Subtype") == "/Link" and not text(annotation, "/Contents")
    ]


def forbidden_faults(pdf):
    """Forbidden keys, wherever they stand."""
    found = set()
    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            kids = list(node)
        elif is_dictionary(node):
            kids = [value for _, value in node.items()]
            found.update(key for key in FORBIDDEN if key in node)
            if node.get("/S") == "/JavaScript":
                found.add("/JavaScript")
        else:
            continue
        # Indirect objects come by themselves, from pdf.objects.
        waiting += [kid for kid in kids if isinstance(kid, pikepdf.Object) and not kid.is_indirect]
    return [f"there is a {key}" for key in sorted(found)]


def each(value):
    """A value that may be absent, single or an array, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def is_dictionary(value):
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream))


def text(dictionary, key):
    """The text under a key, or "" where there is none."""
    return str(dictionary.get(key, "")).strip()


run(judge, "PDF…")
