# What the stages of `tests/dist/run` share; read with `.`.

step() { printf '\n== %s\n' "$*"; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# `need PROGRAM:PACKAGE…` installs packages of Debian whose programs or files are not there.
need() {
    local missing=()
    for it in "$@"; do
        command -v "${it%%:*}" >/dev/null || [ -e "${it%%:*}" ] || missing+=("${it##*:}")
    done
    if [ "${#missing[@]}" -gt 0 ]; then
        as_root apt-get update -q
        as_root apt-get install -qy --no-install-recommends "${missing[@]}"
    fi
}

# `tool CRATE VERSION` builds a program of Rust's own registry, once. It runs for a second: it
# need not be built well.
tool() {
    export PATH=$work/tools/bin:$PATH
    [ -x "$work/tools/bin/$1" ] && return
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_TARGET_DIR=$work/tools/target \
        cargo install --quiet --locked --root "$work/tools" --version "$2" "$1"
}

# The flags by which no path of this machine stays in a program: the source, the folder of the
# build, and the crates get names of their own.
flags() { # SOURCE TARGET-FOLDER
    echo "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
        "--remap-path-prefix=$1=/crr --remap-path-prefix=$2=/target ${MORE_FLAGS:-}"
}

# Builds the program with rustup's Rust.
compile() { # SOURCE TARGET-FOLDER TRIPLE
    step "build for $3"
    (cd "$1" && RUSTFLAGS=$(flags "$1" "$2") CARGO_TARGET_DIR=$2 \
        cargo build --locked --profile "$profile" --bin crr --target "$3")
}

# Builds the program with Debian's Rust, and the standard library from Debian's source of it:
# for systems of which no ready one is at hand.
compile_std() { # SOURCE TARGET-FOLDER TRIPLE
    step "build for $3, with Debian's $(/usr/bin/rustc --version)"
    (cd "$1" && PATH=/usr/bin:$PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
        RUSTFLAGS="$(flags "$1" "$2") --remap-path-prefix=/usr/lib/rustlib/src/rust=/rust" \
        CARGO_TARGET_DIR=$2 /usr/bin/cargo build --locked --profile "$profile" --bin crr \
        --target "$3" -Zbuild-std=std,panic_unwind)
}

# Takes a program through a week, and to odd places.
try() { # FOLDER PROGRAM...
    local folder=$1
    shift
    step "try it"
    "$@" --version
    "$root/tests/dist/week" "$folder/week" data/samples "$@"
    "$root/tests/dist/places" "$folder/places" data/samples "$@"
}

# The notices of every crate in a program, and of the standard library.
notices_of() { # TRIPLE
    local std
    std=$(rustc --print sysroot)/share/doc/rust/COPYRIGHT-library.html
    [ -e "$std" ] || std=/usr/share/doc/libstd-rust-web-dev/copyright
    local system=("$std")
    case $1 in
    *windows*) system+=(/usr/share/doc/mingw-w64-x86-64-dev/copyright
        /usr/share/doc/gcc-mingw-w64-x86-64/copyright) ;;
    *musl*) system+=(/usr/share/doc/musl-dev/copyright
        /usr/share/doc/libunwind-14-dev/copyright) ;;
    esac
    for it in "${!system[@]}"; do
        [ -e "${system[it]}" ] || { echo "no notice at ${system[it]}" >&2; return 1; }
    done
    python3 tests/dist/notices.py "$1" "${system[@]}"
}

# Fills a folder with all that goes along with a program.
fill() { # FOLDER TRIPLE PROGRAM...
    local folder=$1 triple=$2
    shift 2
    step "what goes along"
    rm -rf "$folder"
    mkdir -p "$folder"/{licenses,man,completions,sample}
    cp data/licenses/*.txt templates/fonts/OFL-*.txt "$folder/licenses"
    # What is listed there is of Linux; the notices list what is in this program.
    rm "$folder/licenses/crates.txt"
    notices_of "$triple" >"$folder/licenses/NOTICES.txt"
    cp README.md "$folder/README.txt"
    cp CHANGELOG.md "$folder/CHANGELOG.txt"
    cp src/package/SECURITY.md "$folder/SECURITY.txt"
    cp data/policy/for-it.md "$folder/FOR-IT.txt"
    cp data/samples/typical-adult/{request.toml,extract.json} "$folder/sample"
    (cd "$folder" && "$@" --quiet site --init site.toml && "$@" --quiet man man)
    for it in bash:crr.bash zsh:crr.zsh fish:crr.fish powershell:crr.ps1; do
        "$@" completions "${it%%:*}" >"$folder/completions/${it##*:}"
    done
    # They are for everybody, whoever made them.
    chmod -R u=rwX,go=rX "$folder"
}

# Packs a folder the same way whoever does it, and adds its digest to the list.
archive() { # NAME
    step "pack $1"
    (
        cd "$work"
        find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
        case $1 in
        *windows*)
            rm -f "$made/$1.zip"
            TZ=UTC python3 -m zipfile -c "$made/$1.zip" "$1"
            python3 -m zipfile -t "$made/$1.zip"
            ;;
        *)
            tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu -c "$1" |
                gzip -9n >"$made/$1.tar.gz"
            ;;
        esac
    )
    sums
}

# The digests of all that others are given.
sums() {
    (
        cd "$made"
        find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort |
            xargs -d '\n' sha256sum >SHA256SUMS
        ls -l
    )
}

# The oldest glibc that has everything a program asks for.
oldest_glibc() { # PROGRAM
    objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1
}

# What a program for another system typesets is the record that this machine's has: `print`
# writes it unlocked, on one day.
same_record() { # FOLDER PROGRAM...
    local folder=$1 own=$work/target/$linux/$profile/crr
    shift
    if [ ! -x "$own" ]; then
        echo "SKIPPED: the stage linux was not run: there is nothing to compare with"
        return
    fi
    rm -rf "$folder"
    mkdir -p "$folder"
    for it in own other; do
        local words=("$@")
        [ "$it" = other ] || words=("$own")
        mkdir "$folder/$it"
        cp data/samples/typical-adult/{request.toml,extract.json} "$folder/$it"
        (
            cd "$folder/$it"
            "${words[@]}" --quiet build request.toml --extract extract.json \
                --at 2026-11-20 --passphrase-out phrase
            "${words[@]}" --quiet print request.toml --extract extract.json \
                --at 2026-11-20 --to record.pdf --yes
        )
    done
    cmp "$folder"/{own,other}/record.pdf
    sha256sum "$folder"/{own,other}/record.pdf
}
