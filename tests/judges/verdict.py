"""What the judges share: how a module is loaded, and how a verdict is given."""

import importlib
import pathlib
import sys

BAD, USAGE, MISSING = 1, 2, 77


class Fault(Exception):
    """The file is bad; the message says why, in one line for each reason."""


def load(name):
    """Imports a module that may not be installed here."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        leave(MISSING, f"the Python module {error.name} is missing")


def run(judge, usage):
    """Calls `judge` with the arguments, prints what it returns, exits with the verdict.

    Where the usage ends in an ellipsis, any number of files is judged, each by itself.
    """
    arguments = sys.argv[1:]
    many = usage.endswith("…")
    if not arguments if many else len(arguments) != len(usage.split()):
        leave(USAGE, f"usage: {pathlib.Path(sys.argv[0]).name} {usage}")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    faults = []
    for case in [[it] for it in arguments] if many else [arguments]:
        name = f"{case[0]}: " if len(arguments) > 1 and many else ""
        try:
            print(f"{name}{judge(*case)}")
        except Fault as fault:
            faults += [f"{name}{line}" for line in str(fault).splitlines()]
        except Exception as error:  # a judge that stumbles has not said "good"
            faults.append(f"{name}{type(error).__name__}: {error}")
    if faults:
        leave(BAD, "\n".join(faults))


def leave(status, message):
    """Says why on stderr, and exits."""
    judge = pathlib.Path(sys.argv[0]).stem
    for line in message.splitlines() or [""]:
        print(f"{judge}: {line}", file=sys.stderr)
    sys.exit(status)
