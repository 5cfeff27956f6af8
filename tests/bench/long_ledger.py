"""A desk that has released 20,000 tickets: long_ledger.py CRR FOLDER.

One package is built; its line of the ledger is repeated under other tickets, each with the
digest of the line before, so that the chain holds. Each figure is the median of processes
started cold, in turns with the same command at a desk of one ticket.
"""

import hashlib
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

SAMPLE = pathlib.Path(__file__).parents[2] / "data" / "samples" / "typical-adult"
N = 20_000
ROUNDS = 7
BUILD = ["build", "next.toml", "--extract", "extract.json", "--at", "2026-11-20", "--passphrase-out", "passphrase"]


def desk(crr, folder, n):
    """A desk with so many tickets that are done, and a request that is not."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("request.toml", "extract.json"):
        shutil.copy(SAMPLE / name, folder)
    run([crr, *BUILD[:1], "request.toml", *BUILD[2:]], folder)
    ledger = folder / "out" / "ledger.jsonl"
    first = json.loads(ledger.read_text("utf-8"))
    lines, previous = [], "0" * 64
    for i in range(n):
        ticket = first["ticket"] if i == 0 else f"long-{i}"
        entry = dict(first, n=i + 1, ticket=ticket, previous=previous)
        lines.append(json.dumps(entry, separators=(",", ":"), ensure_ascii=False))
        previous = hashlib.sha256(lines[-1].encode()).hexdigest()
    ledger.write_text("\n".join(lines) + "\n", "utf-8")
    head = {"ledger": "ledger.jsonl", "n": n, "digest": previous}
    (folder / "out" / "desk.head").write_text(json.dumps(head, separators=(",", ":")) + "\n", "utf-8")
    # A package lies there for each.
    package = folder / "out" / first["ticket"]
    for i in range(1, n):
        (folder / "out" / f"long-{i}").mkdir()
        shutil.copy(package / "receipt.json", folder / "out" / f"long-{i}")


def run(command, folder):
    """Wall time in seconds."""
    start = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - start


def main():
    crr, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    desks = {1: folder / "one", N: folder / "many"}
    for n, place in desks.items():
        desk(crr, place, n)
    commands = {
        "ledger verify": ["ledger", "verify"],
        "status": ["status", ".", "--at", "2026-11-20"],
        "build of the next ticket": BUILD,
    }
    print(f"seconds, medians of {ROUNDS}\n")
    print(f"command                  | 1 ticket | {N:,} tickets")
    print("------------------------ | -------- | --------------")
    for name, command in commands.items():
        times = {n: [] for n in desks}
        for i in range(ROUNDS):
            for n, place in desks.items():
                request = (place / "request.toml").read_text("utf-8")
                (place / "next.toml").write_text(request.replace("2026-0142", f"next-{i}"), "utf-8")
                times[n].append(run([crr, *command], place))
        one, many = (statistics.median(times[n]) for n in desks)
        print(f"{name:24} | {one:8.3f} | {many:14.3f}")


main()
