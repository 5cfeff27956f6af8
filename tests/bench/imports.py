"""How fast exports are read, beside a script: imports.py CRR FOLDER.

The script does in Python what one would write for it: it reads the same files with the module
`csv`, joins them and writes the same lists as JSON, a file for each client. It checks nothing.
Each figure is the median of cold processes in turns: seconds, seconds of all cores together,
whose ratio is told, and the greatest resident memory in MB.
"""

import csv
import json
import pathlib
import statistics
import subprocess
import sys

CLIENTS = 514
STAYS = 1_000_000
ROWS = 100_000

EXPORT = "ExportID,ExportDate,CSVVersion\n1,2026-11-18 14:05:00,2026 v1.0\n"
ORGANIZATION = "OrganizationID,OrganizationName,DateDeleted\n7,Harbor Bridge Outreach,\n"
CLIENT = (
    "PersonalID,FirstName,LastName,NameDataQuality,SSN,SSNDataQuality,DOB,DOBDataQuality,Sex,"
    "VeteranStatus,DateDeleted"
)
ENROLLMENT = "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,RelationshipToHoH,MoveInDate,DateDeleted"
EXIT = "ExitID,EnrollmentID,PersonalID,ExitDate,Destination,DateDeleted"


def day(i):
    return f"{2006 + i % 20}-{i % 12 + 1:02}-{i % 28 + 1:02}"


def export(folder, people):
    """An export of so many people, each with so many stays."""
    folder.mkdir()
    projects = ["ProjectID,OrganizationID,ProjectName,ProjectType,DateDeleted"]
    projects += [f"{70 + i},7,Shelter {i},{i % 2}," for i in range(20)]
    files = {"Client.csv": [CLIENT], "Enrollment.csv": [ENROLLMENT], "Exit.csv": [EXIT]}
    clients, stays, exits = files.values()
    n = 0
    for p, n_stays in enumerate(people):
        clients.append(f"P{p},Ana{p},Example{p},1,,99,19{p % 90 + 10}-02-03,1,0,0,")
        for i in range(n_stays):
            n += 1
            stays.append(f"E{n},P{p},{70 + n % 20},{day(i)},H{n},1,,")
            exits.append(f"X{n},E{n},P{p},{day(i)},410,")
    files |= {"Project.csv": projects}
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n")
    (folder / "Export.csv").write_text(EXPORT)
    (folder / "Organization.csv").write_text(ORGANIZATION)


def tables(folder, n):
    """One client's tables, of which one has so many rows."""
    folder.mkdir()
    id_ = "3AF9017C2"
    (folder / "profile.csv").write_text(
        f"Clients Unique Identifier,Clients First Name,Clients Last Name\n{id_},Ana,Example\n"
    )
    rows = [f"{id_},{i},Shelter {i % 20},{day(i)},{day(i)},Harbor Bridge Outreach" for i in range(n + 1)]
    header = (
        "Clients Unique Identifier,Enrollments Enrollment ID,Programs Name,Enrollments Project Start Date,"
        "Enrollments Project Exit Date,Enrolling Agency Name"
    )
    (folder / "enrollments.csv").write_text("\n".join([header, *rows]) + "\n")


def scripted(folder, to, wanted):
    """The script: `python imports.py scripted FOLDER TO [CLIENT]`."""
    folder, to = pathlib.Path(folder), pathlib.Path(to)
    to.mkdir(parents=True, exist_ok=True)

    def rows(name):
        with open(folder / name, newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)

    if not (folder / "Client.csv").exists():
        both = {name: list(rows(name)) for name in ("profile.csv", "enrollments.csv")}
        (to / "client.json").write_text(json.dumps(both))
        return
    projects = {it["ProjectID"]: it for it in rows("Project.csv")}
    clients = {it["PersonalID"]: dict(it, stays=[]) for it in rows("Client.csv")}
    exits = {it["EnrollmentID"]: it for it in rows("Exit.csv")}
    for it in rows("Enrollment.csv"):
        clients[it["PersonalID"]]["stays"].append(it | projects[it["ProjectID"]] | exits.get(it["EnrollmentID"], {}))
    for id_, it in clients.items():
        if wanted in (None, id_):
            (to / f"{id_}.json").write_text(json.dumps(it))


def run(command, folder):
    """Runs a command: seconds, those of all cores together, and memory."""
    done = subprocess.run(
        ["/usr/bin/time", "-f", "%e %U %S %M", *command], cwd=folder, capture_output=True, text=True, check=True
    )
    wall, user, system, memory = map(float, done.stderr.split()[-4:])
    return wall, user + system, memory / 1024


def main():
    crr, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    export(folder / "all", [3] * CLIENTS)
    export(folder / "one", [STAYS])
    export(folder / "many", [20] * (STAYS // 20))
    tables(folder / "tables", ROWS)
    hmis = ["import", "hmis-csv"]
    at = ["--client", "3AF9017C2", "--exported-at", "2026-11-18"]
    ways = [
        (f"{CLIENTS} clients, all of them", 7, [*hmis, "all", "--all"], ["all"]),
        (f"one client of {STAYS:,} stays", 3, [*hmis, "one", "--client", "P0"], ["one", "P0"]),
        (f"a client of 20 stays among {STAYS:,}", 3, [*hmis, "many", "--client", "P7"], ["many", "P7"]),
        (f"tables of {ROWS:,} rows", 5, ["import", "tables", "tables", *at], ["tables"]),
    ]
    print("an export to extracts; the script reads and joins, and checks nothing\n")
    print("what                                | crr s | CPU s |   MB | script CPU s | ratio |   MB")
    print("----------------------------------- | ----- | ----- | ---- | ------------ | ----- | ----")
    for what, rounds, ours, theirs in ways:
        name, *client = theirs
        to = ["--to", f"{name}-extracts", "--plain", "--yes", "--replace", "--quiet"]
        script = [sys.executable, "-B", __file__, "scripted", name, f"{name}-scripted", *client]
        found = [(run([str(crr), *ours, *to], folder), run(script, folder)) for _ in range(rounds)]
        wall, cpu, memory = (statistics.median(it[0][i] for it in found) for i in range(3))
        _, of_script, scripts = (statistics.median(it[1][i] for it in found) for i in range(3))
        print(
            f"{what:35} | {wall:5.2f} | {cpu:5.2f} | {memory:4.0f} | {of_script:12.2f} "
            f"| {of_script / cpu:5.1f} | {scripts:4.0f}"
        )


if sys.argv[1] == "scripted":
    scripted(*sys.argv[2:4], *(sys.argv[4:5] or [None]))
else:
    main()
