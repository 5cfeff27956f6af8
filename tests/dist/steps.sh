# What `week` and `places` share; read with `.`. Sets up an empty folder and the steps.
#
# Whoever reads it has the arguments FOLDER SAMPLES PROGRAM... and has set `name`.
#
# The program may be a command with words before it (`wine crr.exe`). Needs nothing but a shell
# and the tools that every Debian has.
set -eu
folder=$1 samples=$(cd "$2" && pwd)
shift 2
steps=0

# Says where it went wrong, with what the program said.
fail() {
    echo "$name: $1" >&2
    sed 's/^/    /' "$here/out.txt" "$here/err.txt" >&2
    exit 1
}

# `step CODE ARGUMENTS…` runs the program, which has to end with this code.
step() {
    wanted=$1
    shift
    code=0
    sh "$here/program" "$@" >"$here/out.txt" 2>"$here/err.txt" </dev/null || code=$?
    [ "$code" -eq "$wanted" ] || fail "crr $* ended with $code, not $wanted"
    steps=$((steps + 1))
}

# `says TEXT`: the last step said it, on either stream.
says() {
    cat "$here/out.txt" "$here/err.txt" | tr -d '\r' | tr -s ' \n' ' ' | grep -qF -- "$1" ||
        fail "no word of: $1"
}

# `there FILE…`: the last step has written them.
there() { for it in "$@"; do [ -s "$it" ] || fail "$it is not there"; done; }

# No working file was left in a folder of packages.
is_tidy() { if ls -A "$1" | grep -q '^\.'; then fail "working files were left in $1"; fi; }

rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
here=$(pwd)
: >out.txt
: >err.txt
# The program's words, kept whole whatever is in them.
{
    printf 'exec'
    for it in "$@"; do printf " '%s'" "$(printf %s "$it" | sed "s/'/'\\\\''/g")"; done
    printf ' "$@"\n'
} >program
day="--at 2026-11-20"
