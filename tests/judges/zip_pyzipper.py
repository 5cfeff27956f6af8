"""Opens the zip with pyzipper, and reads from its headers what a stranger could.

Good means: the passphrase opens it and a wrong one does not; the members are exactly
cover.pdf, record.pdf and record.txt, each AES-256 in the AE-2 form of WinZip's specification, whose
CRC field is 0 wherever it stands (a true CRC would be a fingerprint of the plain text);
and the headers tell nothing of the machine or the hour: one date, one mode, no comment.
"""

import pathlib
import stat
import struct
import zlib

from verdict import Fault, load, run

pyzipper = load("pyzipper")

NAMES = ["cover.pdf", "record.pdf", "record.txt"]
DATE = (1980, 1, 1, 0, 0, 0)
DOS_DATE, DOS_TIME = 0x0021, 0
MODE = 0o644
SALT = 16

# APPNOTE.TXT 4.3.7 and 4.3.9; 4.5.3 is the only extra field allowed beside AES.
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
DESCRIPTOR_MARK = b"PK\x07\x08"
HAS_DESCRIPTOR, ENCRYPTED = 0x0008, 0x0001
ZIP64, AES = 0x0001, 0x9901

# WinZip AE specification, section II: vendor version 2, "AE", strength 3 (256 bits).
AES_METHOD = 99
AE_2, VENDOR, BITS_256 = 2, b"AE", 3


def judge(zip_path, passphrase_path, out_dir):
    passphrase = pathlib.Path(passphrase_path).read_bytes().rstrip(b"\r\n")
    blob = pathlib.Path(zip_path).read_bytes()
    with pyzipper.AESZipFile(zip_path) as archive:
        members = archive.infolist()
        names = sorted(member.filename for member in members)
        if names != NAMES:
            raise Fault(f"the members are {names}, not {NAMES}")
        if archive.comment:
            raise Fault("the archive has a comment")
        salts = [check_headers(member, blob) for member in members]
        if len(set(salts)) != len(salts):
            raise Fault("two members have the same salt")
        for member in members:
            for wrong in (None, passphrase + b"x", passphrase[:-1], passphrase.upper()):
                if wrong != passphrase:
                    check_refused(archive, member, wrong)
        out = pathlib.Path(out_dir)
        out.mkdir(parents=True, exist_ok=True)
        for member in members:
            (out / member.filename).write_bytes(archive.read(member, pwd=passphrase))
    return f"{len(members)} members, AES-256 AE-2, wrong passphrases refused"


def check_headers(member, blob):
    """Checks a member's central header, local header and data descriptor; returns its salt."""
    name = member.filename
    (mark, _, flags, method, time, date, crc, _, _, name_length, extra_length) = (
        LOCAL_HEADER.unpack_from(blob, member.header_offset)
    )
    start = member.header_offset + LOCAL_HEADER.size + name_length
    data = start + extra_length
    mode = member.external_attr >> 16

    def demand(truth, what):
        if not truth:
            raise Fault(f"{name}: {what}")

    demand(mark == b"PK\x03\x04", "no local header where the directory says")
    demand(blob[start - name_length : start] == name.encode(), "its local header has another name")
    demand(flags & member.flag_bits & ENCRYPTED, "not marked as encrypted")
    demand(method == AES_METHOD, f"method {method}, not AES")
    demand(member.date_time == DATE, f"dated {member.date_time}")
    demand((date, time) == (DOS_DATE, DOS_TIME), "its local header has another date")
    demand(member.create_system == 3, f"made on system {member.create_system}, not 3 (unix)")
    demand(stat.S_IMODE(mode) == MODE and stat.S_IFMT(mode) in (0, stat.S_IFREG), f"mode {mode:o}")
    demand(not member.comment, "has a comment")
    for place, extra in (("central", member.extra), ("local", blob[start:data])):
        fields = dict(extra_fields(extra))
        demand(AES in fields, f"no AES field in the {place} header")
        demand(fields.keys() <= {AES, ZIP64}, f"more than AES in the {place} extra field")
        version, vendor, strength, _ = struct.unpack("<H2sBH", fields[AES])
        demand(vendor == VENDOR, f"{place} vendor {vendor!r}")
        demand(version == AE_2, f"{place} header says AE-{version}, not AE-2")
        demand(strength == BITS_256, f"{place} AES strength {strength}, not 3 (256 bits)")
    demand(member.CRC == 0, "the central CRC is not 0")
    demand(crc == 0, "the local CRC is not 0")
    if flags & HAS_DESCRIPTOR:
        end = data + member.compress_size
        end += len(DESCRIPTOR_MARK) if blob[end : end + 4] == DESCRIPTOR_MARK else 0
        demand(blob[end : end + 4] == bytes(4), "the CRC after the data is not 0")
    return blob[data : data + SALT]


def extra_fields(extra):
    """Yields the (id, bytes) pairs of an extra field."""
    while extra:
        kind, length = struct.unpack_from("<2H", extra)
        yield kind, extra[4 : 4 + length]
        extra = extra[4 + length :]


def check_refused(archive, member, wrong):
    """A wrong passphrase must fail: at the verifier or, once in 65,536, by the noise or the HMAC."""
    try:
        archive.read(member, pwd=wrong)
    except (RuntimeError, zlib.error, EOFError, pyzipper.BadZipFile):
        return
    raise Fault(f"{member.filename}: a wrong passphrase opens it")


run(judge, "ZIP PASSFILE OUTDIR")
