"""Writes requests and extracts of fictional people: make.py N FOLDER."""

import pathlib
import sys

SAMPLE = pathlib.Path(__file__).parents[2] / "data" / "samples" / "typical-adult"


def main():
    n, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    request = (SAMPLE / "request.toml").read_text("utf-8")
    extract = (SAMPLE / "extract.json").read_text("utf-8")
    for name in ("requests", "extracts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for i in range(n):
        client, ticket = f"69E4{i:05}", f"2026-{i:05}"
        text = request.replace("69E44770D", client).replace("2026-0142", ticket)
        (folder / "requests" / f"{ticket}.toml").write_text(text, "utf-8")
        text = extract.replace("69E44770D", client)
        (folder / "extracts" / f"{client}.json").write_text(text, "utf-8")


main()
