"""Parses the message with Python's `email`: MESSAGE LOCKED. It is a draft that names nobody,
that carries the locked file byte for byte, and that tells nothing of the machine or the hour."""

import datetime
import email
import email.policy
import pathlib
import re

from verdict import Fault, run

HEADERS = {"Subject", "Message-ID", "Date", "X-Unsent", "MIME-Version", "Content-Type", "From"}


def judge(path, locked):
    raw = pathlib.Path(path).read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    faults = [str(it) for it in message.defects]
    faults += [f"header {it}" for it in set(message.keys()) - HEADERS]
    if any(len(line) > 998 for line in raw.split(b"\r\n")):
        faults.append("a line is longer than RFC 5322 allows")
    if b"\n" in raw.replace(b"\r\n", b""):
        faults.append("a line end is not CRLF")
    date = message["Date"].datetime
    if date.timetz() != datetime.time(tzinfo=datetime.timezone.utc):
        faults.append(f"dated {date}")
    if not re.fullmatch(r"<[0-9a-f]{32}@record-request\.invalid>", message["Message-ID"].strip()):
        faults.append("its number says more than a number")
    if not re.fullmatch(r"[0-9a-f]{32}", message.get_boundary()):
        faults.append("its boundary says more than a boundary")
    text, *files = list(message.iter_parts())
    faults += [str(it) for part in message.walk() for it in part.defects]
    if text.get_content_type() != "text/plain" or text.get_content_charset() != "utf-8":
        faults.append("its text is no plain text")
    if [it.get_filename() for it in files] != [pathlib.Path(locked).name]:
        faults.append(f"it carries {[it.get_filename() for it in files]}")
    if files[0].get_payload(decode=True) != pathlib.Path(locked).read_bytes():
        faults.append("what it carries is not the locked file")
    if faults:
        raise Fault("\n".join(faults))
    return f"{message['Subject']}\n{text['Content-Language']}\n{text.get_content()}".replace("\r\n", "\n")


run(judge, "MESSAGE LOCKED")
