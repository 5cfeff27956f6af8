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
    """Calls `judge` with the arguments, prints what it returns, exits with the verdict."""
    arguments = sys.argv[1:]
    if len(arguments) != len(usage.split()):
        leave(USAGE, f"usage: {pathlib.Path(sys.argv[0]).name} {usage}")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        print(judge(*arguments))
    except Fault as fault:
        leave(BAD, str(fault))
    except Exception as error:  # a judge that stumbles has not said "good"
        leave(BAD, f"{type(error).__name__}: {error}")


def leave(status, message):
    """Says why on stderr, and exits."""
    judge = pathlib.Path(sys.argv[0]).stem
    for line in message.splitlines() or [""]:
        print(f"{judge}: {line}", file=sys.stderr)
    sys.exit(status)
