"""Python's own csv reads an export again: EXPORT EXTRACTS. Each client has one extract, with
the values of the export's rows."""

import csv
import json
import pathlib

from verdict import Fault, run

RACES = {
    "AmIndAKNative",
    "Asian",
    "BlackAfAmerican",
    "HispanicLatinao",
    "HispanicLatinaeo",
    "MidEastNAfrican",
    "NativeHIPacific",
    "White",
}


def judge(export, extracts):
    export, extracts = pathlib.Path(export), pathlib.Path(extracts)

    def rows(name):
        with open(export / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.DictReader(file) if not row.get("DateDeleted")]

    stays, clients = rows("Enrollment"), rows("Client")
    exits = {row["EnrollmentID"]: row for row in rows("Exit")}
    projects = {row["ProjectID"]: row for row in rows("Project")}
    agencies = {row["OrganizationID"]: row["OrganizationName"] for row in rows("Organization")}
    if len(list(extracts.iterdir())) != len(clients):
        raise Fault("another number of extracts than of clients")
    n_values = 0
    for client in clients:
        extract = json.loads((extracts / f"{client['PersonalID']}.json").read_text("utf-8"))
        profile = extract["profile"]
        pairs = [
            (profile["first_name"], client["FirstName"]),
            (profile["last_name"], client["LastName"]),
            (profile["ssn"], client["SSN"]),
            (profile["dob"], client["DOB"][:10]),
            (profile["veteran_status"], client["VeteranStatus"]),
            (sorted(profile["race_ethnicity"]), sorted(it for it in RACES if client.get(it) == "1")),
        ]
        own = {it["enrollment_id"]: it for it in extract["enrollments"]}
        wanted = [it for it in stays if it["PersonalID"] == client["PersonalID"]]
        if len(own) != len(wanted):
            raise Fault("another number of enrollments than in the export")
        for stay in wanted:
            found = own[stay["EnrollmentID"]]
            project = projects[stay["ProjectID"]]
            left = exits.get(stay["EnrollmentID"], {})
            pairs += [
                (found["entry_date"], stay["EntryDate"][:10]),
                (found["project_name"], project["ProjectName"]),
                (found["project_type"], project["ProjectType"]),
                (found["agency"], agencies[project["OrganizationID"]]),
                (found["relationship_to_hoh"], stay["RelationshipToHoH"]),
                (found["exit_date"], left.get("ExitDate", "")[:10]),
                (found["destination"], left.get("Destination", "")),
            ]
        for found, wanted in pairs:
            n_values += 1
            if not isinstance(wanted, list):
                found = "" if found is None else str(found)
            if found != wanted:
                raise Fault("a value is another than in the export")
    return f"{len(clients)} clients, {n_values} values"


run(judge, "EXPORT EXTRACTS")
