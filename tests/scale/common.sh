# What both engines have in common: a folder of requests, the program, and what has to hold
# when all shards are done. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
crr=${CRR:-$root/target/release/crr}
n=${N:-48}
shards=${SHARDS:-4}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_requests() {
    python3 "$root/tests/scale/make.py" "$n" "$work"
    cd "$work"
    mkdir lists
}

# Builds one shard of this folder.
build_shard() {
    "$crr" build requests --extracts extracts --at 2026-11-20 --shard "$1/$shards" \
        --out "out-$1" --passphrase-out "lists/$1" --quiet
}

# One ledger, one folder, every package opened with the passphrase of its list.
check_all() {
    "$crr" ledger merge out-*/ledger.jsonl --to merged.jsonl --quiet
    mkdir out
    mv out-*/2026-* out/
    mv merged.jsonl out/ledger.jsonl
    "$crr" ledger verify
    cat lists/* > list
    local built=0
    for folder in out/2026-*; do
        "$crr" verify "$folder" --passphrase-file list --quiet
        built=$((built + 1))
    done
    [ "$built" -eq "$n" ] || { echo "$built packages of $n" >&2; exit 1; }
    echo "$1: $n packages in $shards shards, one ledger, every package opened"
}
