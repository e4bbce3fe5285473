# shellcheck shell=bash
# What the scripts of this folder share: paths, messages, timing, the toolchain's environment.
# Sourced, never run. Works with bash 3.2, so that macOS needs no newer one.

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
CACHE=${CRITICAL_CHAINS_CACHE:-$HOME/.cache/critical-chains}
PINNED_RUST=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' "$REPO/rust-toolchain.toml")
WASM_TARGET=wasm32v1-none
# The name under which rustup knows Debian's compiler, and where that toolchain's files are.
DEBIAN_TOOLCHAIN=debian
DEBIAN_SYSROOT=$CACHE/debian-toolchain
# Remembers `scripts/setup --toolchain …`, so that later runs keep to it.
TOOLCHAIN_CHOICE=$CACHE/toolchain-choice

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
# A target folder outside the checkout makes the Wasm builder lose the workspace without this.
export WASM_BUILD_WORKSPACE_HINT=${WASM_BUILD_WORKSPACE_HINT:-$REPO}
# shellcheck disable=SC2034 # for the scripts that source this file
BIN_DIR=$CARGO_TARGET_DIR/debug

# --- messages -----------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }

# fail WHAT REMEDY: one line that says what is wrong and how to mend it.
fail() {
    printf 'error: %s. %s\n' "$1" "$2" >&2
    exit 1
}

# Every script's --help is its own opening comment.
help_and_exit() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
    exit 0
}

# --- time ---------------------------------------------------------------------------------------

now_ms() {
    local now=${EPOCHREALTIME:-}
    if [ -z "$now" ]; then
        printf '%s000\n' "$(date +%s)"
    else
        now=${now/[.,]/}
        printf '%s\n' "${now%???}"
    fi
}

# format_ms MILLISECONDS: "0.4 s", "48 s", "12 min 05 s".
format_ms() {
    local ms=$1
    if [ "$ms" -lt 10000 ]; then
        printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
    elif [ "$ms" -lt 120000 ]; then
        printf '%d s' $((ms / 1000))
    else
        printf '%d min %02d s' $((ms / 60000)) $((ms / 1000 % 60))
    fi
}

# bounded SECONDS COMMAND…: ends the command after that time, where the system has `timeout`.
bounded() {
    local limit=$1
    shift
    if command -v timeout >/dev/null; then
        timeout "$limit" "$@"
    else
        "$@"
    fi
}

# wait_for SECONDS COMMAND…: repeats the command until it succeeds or the deadline passes.
wait_for() {
    local deadline=$(($(now_ms) + $1 * 1000))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(now_ms)" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}

# --- processes ----------------------------------------------------------------------------------

# stop_process PID: asks it to end and waits; insists after 15 seconds.
stop_process() {
    local pid=$1
    kill "$pid" 2>/dev/null || return 0
    if ! wait_for 15 process_ended "$pid"; then
        kill -9 "$pid" 2>/dev/null || true
    fi
    wait "$pid" 2>/dev/null || true
}

process_ended() { ! kill -0 "$1" 2>/dev/null; }

# The command that in_background started last, if it has not been waited for.
BACKGROUND_PID=

# in_background COMMAND…: starts it as the leader of a process group, so that all it starts can be
# ended with it.
in_background() {
    set -m
    "$@" </dev/null &
    BACKGROUND_PID=$!
    set +m
}

# Waits for the command that in_background started, and returns its status.
wait_background() {
    local status=0
    wait "$BACKGROUND_PID" || status=$?
    BACKGROUND_PID=
    return "$status"
}

# Ends the command that in_background started, with all it started. For the traps of scripts.
end_background() { [ -z "$BACKGROUND_PID" ] || kill -- "-$BACKGROUND_PID" 2>/dev/null || true; }

# take_lock FOLDER WHAT: makes the folder, or fails because WHAT is at work elsewhere. Whoever takes
# it removes it.
take_lock() {
    local pid
    mkdir -p "$(dirname "$1")"
    until mkdir "$1" 2>/dev/null; do
        pid=$(cat "$1/pid" 2>/dev/null || true)
        if [ -z "$pid" ] || ! process_ended "$pid"; then
            fail "$2 is at work already${pid:+ (process $pid)}" "Wait for its end; if there is none, remove $1."
        fi
        # What held it has ended without a chance to remove it.
        rm -rf "$1"
    done
    say "$$" >"$1/pid"
}

# with_progress LOG COMMAND…: on a terminal the command speaks for itself; elsewhere its output goes
# to LOG and a line every half minute says how far cargo is.
with_progress() {
    local log=$1 start status=0 beat
    shift
    start=$(now_ms)
    beat=$((start + 30000))
    if [ -t 1 ] && [ -t 2 ]; then
        "$@" || status=$?
        return "$status"
    fi
    in_background "$@" >"$log" 2>&1
    while ! process_ended "$BACKGROUND_PID"; do
        sleep 0.2
        if [ "$(now_ms)" -ge "$beat" ]; then
            say "      … $(how_far "$log"), $(format_ms $(($(now_ms) - start)))"
            beat=$((beat + 30000))
        fi
    done
    wait_background || status=$?
    return "$status"
}

how_far() {
    case $(tail -n 1 "$1") in
        *'Blocking waiting'*) say 'another cargo is at work in the same folder' ;;
        *) say "$(grep -cE '^ +(Compiling|Checking) ' "$1") crates" ;;
    esac
}

# --- Rust ---------------------------------------------------------------------------------------

rustup_toolchains() { printf '%s\n' "${RUSTUP_HOME:-$HOME/.rustup}/toolchains"; }

# The folder of a toolchain that is exactly the pinned version; under whatever name.
find_pinned_toolchain() {
    local root dir
    root=$(rustup_toolchains)
    for dir in "$root/$PINNED_RUST"-* "$root/$PINNED_RUST"; do
        [ -x "$dir/bin/rustc" ] && printf '%s\n' "$dir" && return 0
    done
    for dir in "$root"/*; do
        [ -x "$dir/bin/rustc" ] || continue
        case $("$dir/bin/rustc" --version 2>/dev/null) in
            "rustc $PINNED_RUST "*) printf '%s\n' "$dir" && return 0 ;;
        esac
    done
    return 1
}

has_wasm_libraries() {
    local sysroot=$1 crate
    for crate in core alloc compiler_builtins; do
        compgen -G "$sysroot/lib/rustlib/$WASM_TARGET/lib/lib$crate-*.rlib" >/dev/null || return 1
    done
}

# Debian's libraries are good as long as the compiler that built them is the one installed.
debian_libraries_ready() {
    [ -x /usr/bin/rustc ] && has_wasm_libraries "$DEBIAN_SYSROOT" &&
        [ -x "$DEBIAN_SYSROOT/lib/rustlib/$(debian_host)/bin/rust-lld" ] &&
        # An older setup linked to Debian's cargo here.
        [ ! -L "$DEBIAN_SYSROOT/bin/cargo" ] &&
        [ "$(cat "$DEBIAN_SYSROOT/version" 2>/dev/null)" = "$(/usr/bin/rustc -vV)" ]
}

debian_toolchain_linked() {
    [ "$(readlink "$(rustup_toolchains)/$DEBIAN_TOOLCHAIN")" = "$DEBIAN_SYSROOT" ]
}

debian_host() { /usr/bin/rustc -vV | sed -n 's/^host: //p'; }

# Prints how the runtime's Wasm will be built: rustup, debian, given (by the caller's environment),
# or nothing when it cannot be.
wasm_way() {
    local pinned choice=auto
    [ -z "${WASM_BUILD_TOOLCHAIN:-}" ] || { say given && return 0; }
    [ -r "$TOOLCHAIN_CHOICE" ] && choice=$(cat "$TOOLCHAIN_CHOICE")
    pinned=$(find_pinned_toolchain) || return 1
    if [ "$choice" != debian ] && has_wasm_libraries "$pinned"; then
        say rustup
    elif [ "$choice" != rustup ] && debian_libraries_ready && debian_toolchain_linked; then
        say debian
    else
        return 1
    fi
}

# Exports what cargo needs for the toolchains that are here. Call it after setup.
use_toolchain() {
    local pinned
    pinned=$(find_pinned_toolchain) ||
        fail "Rust $PINNED_RUST is not installed" 'Run scripts/setup.'
    case ${pinned##*/} in
        "$PINNED_RUST" | "$PINNED_RUST"-*) ;;
        *) export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-${pinned##*/}} ;;
    esac
    case $(wasm_way) in
        rustup | given) ;;
        debian) export WASM_BUILD_TOOLCHAIN=$DEBIAN_TOOLCHAIN ;;
        *) fail "no compiler here has the target $WASM_TARGET" 'Run scripts/setup.' ;;
    esac
}
