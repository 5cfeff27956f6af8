"""Runs a command and watches it: watch.py COMMAND… Once a second: resident memory, open
descriptors. Prints a line for each tenth of the time, and whether memory stayed flat: the
greatest of the second half at most a tenth above that of the first."""

import os
import pathlib
import subprocess
import sys
import time


def main():
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    seen = []
    start = time.monotonic()
    while child.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
            kilobytes = int(status.split("VmRSS:")[1].split()[0])
            seen.append((kilobytes / 1024, len(os.listdir(f"/proc/{child.pid}/fd"))))
        except (OSError, IndexError):
            pass  # it has just ended
        time.sleep(1)
    for tenth in range(10):
        part = seen[len(seen) * tenth // 10 : len(seen) * (tenth + 1) // 10]
        if part:
            memory, files = max(it[0] for it in part), max(it[1] for it in part)
            print(f"{tenth + 1:2} tenths: {memory:5.0f} MB, {files:3} descriptors")
    print(f"{time.monotonic() - start:.0f} s, exit {child.returncode}")
    # The first tenth fills caches.
    warm = seen[len(seen) // 10 :]
    halves = warm[: len(warm) // 2], warm[len(warm) // 2 :]
    flat = all(
        max(it[i] for it in halves[1]) <= 1.1 * max(it[i] for it in halves[0]) for i in (0, 1)
    )
    print("flat" if flat else "NOT flat")
    sys.exit(child.returncode or not flat)


main()
