"""Measures how hard the client's words are to read: English by the Flesch-Kincaid grade,
Spanish by the Fernández Huerta scale (60 to 70 is ordinary, 80 and above easy). For the other
languages there is no sound measure.

All texts of a sentence or more count, with a short word in place of what is filled in.
"""

import pathlib
import re
import tomllib

from verdict import Fault, load, run

textstat = load("textstat")

# The whole of the English words, and the worst text of a dozen words or more (grades).
MOST, MOST_OF_ONE, LONG = 6.0, 10.0, 12
# The whole of the Spanish words (Fernández Huerta).
LEAST = 80.0


def judge(catalogs):
    folder = pathlib.Path(catalogs)
    english = sentences(folder / "en")
    textstat.set_lang("en_US")
    grade = textstat.flesch_kincaid_grade(" ".join(english.values()))
    faults = [f"English: grade {grade}"] if grade > MOST else []
    for key, text in english.items():
        if len(text.split()) >= LONG and textstat.flesch_kincaid_grade(text) > MOST_OF_ONE:
            faults.append(f"{key}: grade {textstat.flesch_kincaid_grade(text)}")
    textstat.set_lang("es")
    ease = textstat.fernandez_huerta(" ".join(sentences(folder / "es").values()))
    faults += [f"Spanish: {ease}"] if ease < LEAST else []
    if faults:
        raise Fault("\n".join(faults))
    return f"English grade {grade}, Spanish {ease}"


def sentences(folder):
    """The texts of four words or more, each ended as a sentence."""
    found = {}
    for name in ("pages.toml", "opening.toml"):
        for key, text in tomllib.loads((folder / name).read_text(encoding="utf-8")).items():
            text = re.sub(r"\{\w+\}", "it", text)
            if len(text.split()) >= 4:
                found[key] = text if text[-1] in ".?!" else f"{text}."
    return found


run(judge, "CATALOGS")
