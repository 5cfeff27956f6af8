"""Prints the titles of the headings of the first two ranks, a line each, in the order in which
a screen reader hears them; those of the second rank two blanks in."""

from verdict import load, run

pikepdf = load("pikepdf")


RANKS = {"/H1": "", "/H2": "  "}


def judge(path):
    found = []
    with pikepdf.open(path) as pdf:
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if not isinstance(node, pikepdf.Dictionary):
                continue
            if node.get("/S") in RANKS:
                found.append(RANKS[str(node.get("/S"))] + str(node.get("/T", "")))
            kids = node.get("/K", [])
            waiting += reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids])
    return "\n".join(found)


run(judge, "PDF")
