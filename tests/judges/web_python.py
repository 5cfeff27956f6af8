"""A second implementation of the page's lock, on Python's own cryptography.

`web_python.py open PAGE PASSFILE FOLDER` takes the members out of a page of ours, from
nothing but what SECURITY.md says of the format. `web_python.py make PAGE PASSFILE FOLDER`
writes a page that ours must open, around the members in FOLDER.
"""

import base64
import hashlib
import json
import os
import pathlib
import re
import unicodedata

from verdict import Fault, load, run

aead = load("cryptography.hazmat.primitives.ciphers.aead")
exceptions = load("cryptography.exceptions")

NAMES = ["cover.pdf", "record.pdf", "record.html"]
KEYS = ["format", "kdf", "iterations", "salt", "cipher", "iv"]
PAGE = '<html><script type="application/json" id="{}">{}</script>' + 2 * (
    '<script type="application/json" id="{}">"{}"</script>'
)


def judge(verb, page, passfile, folder):
    typed = pathlib.Path(passfile).read_text(encoding="utf-8").split("\n")[0]
    return {"open": take, "make": make}[verb](pathlib.Path(page), typed, pathlib.Path(folder))


def key_of(typed, lock):
    folded = re.sub("[^a-z0-9]", "", unicodedata.normalize("NFKC", typed).lower())
    salt = base64.b64decode(lock["salt"], validate=True)
    return hashlib.pbkdf2_hmac("sha256", folded.encode(), salt, lock["iterations"], 32)


def take(page, typed, folder):
    text = page.read_text(encoding="utf-8")
    block = {
        name: re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text)[1]
        for name in ("lock", "data", "check")
    }
    lock = json.loads(block["lock"])
    if list(lock) != KEYS or lock["iterations"] != 1_000_000:
        raise Fault(f"other parameters: {lock}")
    digest = hashlib.sha256(f"{block['lock']}\n{block['data']}".encode()).digest()
    if base64.b64decode(json.loads(block["check"])) != digest:
        raise Fault("the check does not fit")
    sealed = base64.b64decode(json.loads(block["data"]), validate=True)
    iv, bound = base64.b64decode(lock["iv"]), block["lock"].encode()
    if len(iv) != 12 or len(base64.b64decode(lock["salt"])) != 16:
        raise Fault("salt or initialisation vector of another length")
    cipher = aead.AESGCM(key_of(typed, lock))
    plain = cipher.decrypt(iv, sealed, bound)
    flipped = bytes([sealed[0] ^ 1]) + sealed[1:]
    for what, *changed in (
        ("a changed sign", iv, flipped, bound),
        ("other parameters", iv, sealed, bound.replace(b"1000000", b"1000001")),
    ):
        try:
            cipher.decrypt(*changed)
        except exceptions.InvalidTag:
            continue
        raise Fault(f"{what} is not noticed")
    table, rest = plain.split(b"\n", 1)
    for name, size in json.loads(table):
        (folder / name).write_bytes(rest[:size])
        rest = rest[size:]
    if rest:
        raise Fault(f"{len(rest)} bytes too many")
    return "opened"


def make(page, typed, folder):
    members = [(name, (folder / name).read_bytes()) for name in NAMES]
    salt, iv = os.urandom(16), os.urandom(12)
    values = ["client-record-page/1", "PBKDF2-HMAC-SHA256", 1_000_000, salt, "AES-256-GCM", iv]
    shown = [base64.b64encode(it).decode() if isinstance(it, bytes) else it for it in values]
    lock = dict(zip(KEYS, shown))
    bound = json.dumps(lock, separators=(",", ":"))
    table = json.dumps([[name, len(it)] for name, it in members]).encode()
    plain = table + b"\n" + b"".join(it for _, it in members)
    sealed = aead.AESGCM(key_of(typed, lock)).encrypt(iv, plain, bound.encode())
    data = base64.b64encode(sealed).decode()
    check = hashlib.sha256(f'{bound}\n"{data}"'.encode()).digest()
    page.write_text(
        PAGE.format("lock", bound, "data", data, "check", base64.b64encode(check).decode()),
        encoding="utf-8",
    )
    return "made"


run(judge, "VERB PAGE PASSFILE FOLDER")
