"""Judges a JSON or TOML file by a JSON Schema: schema.py SCHEMA FILE.

By PyPI jsonschema. Exits 0 where the file fits, 1 with the places where it does not, 77
where the module is missing. Only places are printed, never values.
"""

import datetime
import json
import sys
import tomllib

try:
    import jsonschema
except ImportError:
    print("jsonschema is not installed", file=sys.stderr)
    sys.exit(77)


def read(path):
    with open(path, "rb") as file:
        if path.endswith(".toml"):
            return tomllib.load(file)
        return json.load(file)


def plain(value):
    """TOML's own dates as the texts that the schema speaks of."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    schema = read(sys.argv[1])
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    judge = kind(schema, format_checker=kind.FORMAT_CHECKER)
    faults = [
        "/" + "/".join(map(str, it.absolute_path)) + f" ({it.validator})"
        for it in judge.iter_errors(plain(read(sys.argv[2])))
    ]
    if faults:
        print("does not fit at " + ", ".join(sorted(faults)), file=sys.stderr)
        return 1
    print("fits")
    return 0


sys.exit(main())
