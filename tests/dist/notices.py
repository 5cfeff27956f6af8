"""Writes the notices of everything in the program, for one system, to standard output.

    notices.py TARGET [SYSTEM-NOTICE FILE]...

Every crate that is compiled into the program has a line in the table, and each of its license
texts once, with the crates it is of. A crate without a text of its own gets that of
`data/licenses`; where that has none, nothing is written and the end is 1. Only the standard
library of Python is used.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LICENSES = ROOT / "data/licenses"
FONTS = ROOT / "templates/fonts"
NAMED_SO = re.compile(r"(licen[cs]e|copying|notice|unlicense|copyright)", re.I)
# Which standard text is taken for a crate that brings none, the first that it offers.
OURS = ["MIT", "Apache-2.0", "0BSD", "BSD-3-Clause"]
RULE = "=" * 78


def program(target: str) -> list[dict]:
    """The packages that end up in the program, without our own."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    ran = subprocess.run(
        [*command, "--filter-platform", target], cwd=ROOT, check=True, capture_output=True
    )
    all_of_it = json.loads(ran.stdout)
    nodes = {it["id"]: it for it in all_of_it["resolve"]["nodes"]}
    root = all_of_it["resolve"]["root"]
    seen, left = {root}, [root]
    while left:
        for dep in nodes[left.pop()]["deps"]:
            is_compiled_in = any(kind["kind"] is None for kind in dep["dep_kinds"])
            if is_compiled_in and dep["pkg"] not in seen:
                seen.add(dep["pkg"])
                left.append(dep["pkg"])
    found = [it for it in all_of_it["packages"] if it["id"] in seen - {root}]
    return sorted(found, key=lambda it: (it["name"], it["version"]))


def texts(package: dict) -> list[str]:
    """The license texts that a package brings, or the standard one."""
    folder = Path(package["manifest_path"]).parent
    named = [it for it in sorted(folder.iterdir()) if NAMED_SO.match(it.name)]
    files = [it for it in named if it.is_file() and it.suffix not in (".rs", ".py")]
    for it in named:
        files += sorted(it.iterdir()) if it.is_dir() else []
    if package.get("license_file"):
        files.append(folder / package["license_file"])
    found = [it.read_text("utf-8", "replace").strip() for it in dict.fromkeys(files)]
    if found:
        return found
    offered = re.split(r"\s+OR\s+|/", package["license"])
    for name in OURS:
        if name in (it.strip() for it in offered):
            return [standard(name, package)]
    sys.exit(f"{package['name']} brings no license text, and we have none of {offered}")


def standard(name: str, package: dict) -> str:
    text = (LICENSES / f"{name}.txt").read_text("utf-8").strip()
    if name == "MIT":
        authors = ", ".join(package["authors"]) or f"the authors of {package['name']}"
        text = re.sub(r"Copyright \(c\).*", f"Copyright (c) {authors}", text, count=1)
    return text


def main() -> None:
    target, *system = sys.argv[1:]
    packages = program(target)
    by_text: dict[str, tuple[str, list[str]]] = {}
    for package in packages:
        for text in texts(package):
            key = re.sub(r"\s+", " ", text)
            by_text.setdefault(key, (text, []))[1].append(f"{package['name']} {package['version']}")
    version = next(
        line.split('"')[1]
        for line in (ROOT / "Cargo.toml").read_text("utf-8").splitlines()
        if line.startswith("version")
    )
    print(f"What is in crr {version} for {target}, and under which licenses\n{RULE}\n")
    print("crr itself: MIT or Apache-2.0, as you choose.\n")
    for package in packages:
        print(f"{package['name']} {package['version']}: {package['license']}")
    parts = [
        *((", ".join(names), text) for text, names in by_text.values()),
        *(
            (f"fonts: {it.stem.removeprefix('OFL-')}", it.read_text("utf-8").strip())
            for it in sorted(FONTS.glob("OFL-*.txt"))
        ),
        ("the words of the passphrases", (LICENSES / "word-list.txt").read_text("utf-8").strip()),
        *((Path(it).name, plain(Path(it))) for it in system),
    ]
    for names, text in parts:
        print(f"\n{RULE}\n{names}\n{RULE}\n\n{text}")


def plain(path: Path) -> str:
    """A notice of the system that the program was built on; HTML without its tags."""
    text = path.read_text("utf-8", "replace")
    if path.suffix == ".html":
        text = re.sub(r"<(style|script).*?</\1>|<[^>]*>", "", text, flags=re.S)
        text = re.sub(r"\n\s*\n\s*\n+", "\n\n", text)
    return text.strip()


if __name__ == "__main__":
    main()
