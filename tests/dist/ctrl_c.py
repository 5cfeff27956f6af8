"""Stops a batch by one Ctrl-C, and builds the rest: `ctrl_c.py FOLDER PROGRAM...`

The first Ctrl-C lets the builds that were begun end: every package that is there is whole, and
so is the ledger. Run again, the batch completes what is left.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
N = 24
PATIENCE = 600  # seconds; a build takes less than one


def main() -> None:
    folder, program = Path(sys.argv[1]), sys.argv[2:]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make = [sys.executable, ROOT / "tests/scale/make.py", str(N), str(folder)]
    subprocess.run(make, check=True)
    build = ["build", "requests", "--extracts", "extracts", "--at", "2026-11-20"]
    build += ["--passphrase-out", "list"]
    run = subprocess.Popen(
        [*program, *build], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    began = time.monotonic()
    while not packages(folder) and run.poll() is None:
        if time.monotonic() - began > PATIENCE:
            run.kill()
            sys.exit("no package came")
        time.sleep(0.02)
    interrupt(run)
    said = run.communicate(timeout=PATIENCE)[0].decode("utf-8", "replace")
    n = len(packages(folder))
    print(said.strip()[-400:])
    print(f"ended with {run.returncode} and {n} of {N} packages")
    left = [it.name for it in (folder / "out").iterdir() if it.name.startswith(".")]
    if left:
        sys.exit(f"working files were left: {left}")
    if run.returncode == 0 or n == N:
        sys.exit("it was not stopped")
    for words in (["ledger", "verify"], build, ["ledger", "verify"]):
        subprocess.run([*program, *words], cwd=folder, check=True, timeout=PATIENCE)
    if len(packages(folder)) != N:
        sys.exit("the second run did not build what was left")
    print("the second run built the rest")


def interrupt(run: subprocess.Popen) -> None:
    """The signal goes to the program itself: Wine makes a Ctrl-C of it."""
    os.kill(run.pid, signal.SIGINT)


def packages(folder: Path) -> list[Path]:
    return [it.parent for it in folder.glob("out/[!.]*/receipt.json")]


if __name__ == "__main__":
    main()
