"""Writes requests and extracts of fictional people: make.py N FOLDER.

Each differs from the others in everything that a record tells: name and birth date, stays,
forms, papers, contacts, and their days. Only what a county has few of comes back: its
agencies, projects and kinds of papers. The same N gives the same people.
"""

import datetime
import json
import pathlib
import random
import sys

SAMPLE = pathlib.Path(__file__).parents[2] / "data" / "samples" / "typical-adult"
EXPORTED = datetime.date(2026, 11, 18)
HOME = "Harbor Bridge Outreach"
SYLLABLES = "an be cor del em fa gri hol is jun ka lor mi nor ol pe quin ra sol tam".split()
PLACES = "Alder Birch Cedar Dune Elm Fern Grove Heron Iris Jasper Kestrel Lupine".split()
KINDS = [
    (0, "Family Shelter"), (1, "Nightly Shelter"), (2, "Steps to Home"), (3, "Apartments"),
    (4, "Street Outreach"), (6, "Case Management"), (11, "Day Room"), (12, "Keep Your Home"),
    (13, "Rapid Rehousing"), (14, "Coordinated Entry"),
]
DESTINATIONS = [101, 116, 204, 215, 302, 312, 313, 410, 411, 421, 422, 435, 8, 9, 17, 99]
PAPERS = [
    ("Personal Identification", "California ID card"),
    ("Personal Identification", "Social Security card"),
    ("Personal Identification", "Birth certificate"),
    ("Homeless Verification", "Homeless Verification Form"),
    ("Release of Information", "Signed consent to share information"),
    ("Income Verification", "Pay stub"),
    ("Benefits", "CalFresh award letter"),
    ("Housing", "Lease"),
    ("Housing", "Housing application"),
]


def word(rng, n=2):
    return "".join(rng.choice(SYLLABLES) for _ in range(n)).capitalize()


def day(rng, first, last):
    return first + datetime.timedelta(days=rng.randint(0, (last - first).days))


def agency(rng):
    return f"{rng.choice(PLACES)} {rng.choice(['Center', 'Collective', 'Services'])}"


def enrollments(rng, client):
    start = datetime.date(2017, 1, 2)
    for i in range(12):
        kind, name = rng.choice(KINDS)
        entry = day(rng, start, EXPORTED)
        is_open = rng.random() < 0.2
        leave = None if is_open else day(rng, entry, min(EXPORTED, entry + datetime.timedelta(700)))
        place = rng.choice(PLACES)
        yield {
            "client_id": client,
            "enrollment_id": f"E-{i}",
            "project_name": f"{place} {name}",
            "project_type": kind,
            "agency": HOME if i == 0 else agency(rng),
            "relationship_to_hoh": rng.choice([1, 1, 1, 2, 3, 5]),
            "entry_date": str(entry),
            "move_in_date": str(day(rng, entry, leave or EXPORTED)) if kind in (3, 13) else None,
            "exit_date": leave and str(leave),
            "destination": leave and rng.choice(DESTINATIONS),
        }


def documents(rng, client):
    for i, (category, name) in enumerate(rng.sample(PAPERS, 8)):
        added = day(rng, datetime.date(2017, 1, 2), EXPORTED)
        yield {
            "client_id": client,
            "document_id": f"D-{i}",
            "category": category,
            "name": f"{name}, {added:%B %Y}",
            "added_on": str(added),
            "agency": agency(rng),
            "program_eligibility": rng.random() < 0.5,
        }


def releases(rng, client):
    for _ in range(2):
        start = day(rng, datetime.date(2017, 1, 2), EXPORTED)
        yield {
            "client_id": client,
            "permission": True,
            "start_date": str(start),
            "end_date": str(start.replace(day=min(start.day, 28), year=start.year + 3)),
            "documentation": rng.choice(["Signed Paper Document", "Attached PDF"]),
            "location": None,
            "agency": agency(rng),
        }


def contacts(rng, client):
    name = word(rng).lower()
    street = f"{rng.randint(1, 999)} {word(rng)} Avenue, Sampletown, CA 90000"
    values = [
        ("phone", f"(657) 555-01{rng.randint(0, 99):02}"),
        ("phone", f"(714) 555-01{rng.randint(0, 99):02}"),
        ("email", f"{name}@example.org"),
        ("address", street),
    ]
    for kind, value in values:
        updated = str(day(rng, datetime.date(2024, 1, 2), EXPORTED))
        yield {"client_id": client, "kind": kind, "value": value, "note": None, "updated_on": updated}


def extract(sample, client, rng):
    profile = sample["profile"] | {
        "client_id": client,
        "first_name": word(rng),
        "middle_name": word(rng),
        "last_name": f"{word(rng, 3)}-{word(rng)}",
        "alias": word(rng, 1),
        "ssn": f"***-**-{rng.randint(1, 9999):04}",
        "dob": str(day(rng, datetime.date(1940, 1, 1), datetime.date(2004, 1, 1))),
        "sex": rng.choice([0, 1]),
        "race_ethnicity": rng.sample(["Asian", "HispanicLatinao", "White", "BlackAfAmerican"], 2),
        "veteran_status": 0,
    }
    return sample | {
        "client_id": client,
        "profile": profile,
        "release_of_information": list(releases(rng, client)),
        "enrollments": list(enrollments(rng, client)),
        "documents": list(documents(rng, client)),
        "contact_information": list(contacts(rng, client)),
    }


def main():
    n, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    request = (SAMPLE / "request.toml").read_text("utf-8")
    sample = json.loads((SAMPLE / "extract.json").read_text("utf-8"))
    for name in ("requests", "extracts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for i in range(n):
        client, ticket = f"69E4{i:05}", f"2026-{i:05}"
        text = request.replace("69E44770D", client).replace("2026-0142", ticket)
        (folder / "requests" / f"{ticket}.toml").write_text(text, "utf-8")
        text = json.dumps(extract(sample, client, random.Random(i)), ensure_ascii=False)
        (folder / "extracts" / f"{client}.json").write_text(text, "utf-8")


main()
