"""Other ways to the same record, as a person would script them: peers.py CRR FOLDER.

WeasyPrint and headless Chromium print an HTML page with the same facts in the same tables;
7-Zip locks what they print. Each figure is the median of cold processes in turns. The pages
are plainer than ours: no timeline, no worksheet, no boxes.
"""

import html
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import pikepdf

PASSPHRASE = "cactus-ladder-mellow-orbit-pebble-violin"
SAMPLE = pathlib.Path(__file__).parents[2] / "data" / "samples" / "typical-adult"
SIZES = ((12, 7), (200, 5), (2000, 3))
STYLE = """
@page { size: letter; margin: 0.8in }
body { font: 12pt "Source Sans 3", sans-serif }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; border-bottom: 1px solid #c3cdd2; padding: 3pt; font-size: 11pt }
section { break-before: page }
"""
SECTIONS = (
    ("Client Profile", "profile"),
    ("Release of Information", "release_of_information"),
    ("Contact Information", "contact_information"),
    ("Enrollment History", "enrollments"),
    ("Client Documentation", "documents"),
)


def page(extract):
    """The record as HTML with headings and real tables."""
    parts = [f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>My record</title><style>{STYLE}</style>"]
    parts.append("<h1>My record</h1><p>What homeless services have written down about you.</p>")
    for title, key in SECTIONS:
        parts.append(f"<section><h1>{title}</h1><table>")
        rows = extract[key]
        if isinstance(rows, dict):
            pairs = [(name, value) for name, value in rows.items() if not isinstance(value, (list, dict))]
            parts += [f"<tr><th scope=row>{name}</th><td>{html.escape(str(value))}</td></tr>" for name, value in pairs]
        else:
            names = [name for name in rows[0] if name != "client_id"]
            parts.append("<thead><tr>" + "".join(f"<th scope=col>{name}</th>" for name in names) + "</tr></thead>")
            for row in rows:
                cells = "".join(f"<td>{html.escape(str(row[name]))}</td>" for name in names)
                parts.append(f"<tr>{cells}</tr>")
        parts.append("</table></section>")
    return "".join(parts)


def main():
    crr, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    request = (SAMPLE / "request.toml").read_text("utf-8")
    zip_only = request.replace('# formats = ["zip", "pdf"]', 'formats = ["zip"]')
    assert zip_only != request
    (folder / "request.toml").write_text(zip_only, "utf-8")
    extract = json.loads((SAMPLE / "extract.json").read_text("utf-8"))
    stays = extract["enrollments"]
    print("medians of cold processes: page, then zip with AES-256\n")
    print("enrollments | program    |   ms | ratio |  MB | PDF kB | tagged")
    print("----------- | ---------- | ---- | ----- | --- | ------ | ------")
    for n, rounds in SIZES:
        extract["enrollments"] = [
            dict(stays[i % len(stays)], enrollment_id=f"E-{i}") for i in range(n)
        ]
        (folder / "extract.json").write_text(json.dumps(extract), "utf-8")
        (folder / "record.html").write_text(page(extract), "utf-8")
        ways = {
            "crr": [
                [str(crr), "build", "request.toml", "--extract", "extract.json", "--at", "2026-11-20",
                 "--passphrase-out", "passphrase", "--quiet"],
            ],
            "WeasyPrint": [
                [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", "-q", "record.html", "weasyprint.pdf"],
                seven("weasyprint"),
            ],
            "Chromium": [
                ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", "--no-first-run", f"--user-data-dir={folder}/chromium",
                 "--no-pdf-header-footer", "--print-to-pdf=chromium.pdf", "record.html"],
                seven("chromium"),
            ],
        }
        times = {name: [] for name in ways}
        memory = dict.fromkeys(ways, 0.0)
        for _ in range(rounds):
            # Each time it is a new desk: nothing is built twice.
            shutil.rmtree(folder / "out", ignore_errors=True)
            (folder / "passphrase").unlink(missing_ok=True)
            for name, commands in ways.items():
                start = time.monotonic()
                for command in commands:
                    memory[name] = max(memory[name], run(command, folder))
                times[name].append(1000 * (time.monotonic() - start))
        ours = statistics.median(times["crr"])
        unpack = ["7z", "x", "-y", f"-p{passphrase(folder)}", "out/2026-0142/2026-0142.zip", "record.pdf"]
        run(unpack, folder)
        for name in ways:
            pdf = folder / ("record.pdf" if name == "crr" else f"{name.lower()}.pdf")
            with pikepdf.open(pdf) as opened:
                tagged = "/StructTreeRoot" in opened.Root
            ms, size = statistics.median(times[name]), pdf.stat().st_size / 1000
            print(
                f"{n:11} | {name:10} | {ms:4.0f} | {ms / ours:5.1f} | {memory[name]:3.0f} | {size:6.0f} | {'yes' if tagged else 'no'}"
            )


def passphrase(folder):
    """The second word of the one line that a build writes."""
    return (folder / "passphrase").read_text("utf-8").split("\t")[1]


def seven(name):
    return ["7z", "a", "-tzip", "-mem=AES256", f"-p{PASSPHRASE}", f"{name}.zip", f"{name}.pdf"]


def run(command, folder):
    """Runs a command; returns its greatest resident memory in MB."""
    done = subprocess.run(
        ["/usr/bin/time", "-f", "%M", *command], cwd=folder, capture_output=True, text=True, check=True
    )
    return float(done.stderr.split()[-1]) / 1024


main()
