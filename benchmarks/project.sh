# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# A project of its own in $scratch, so that the user's workspace stays as it is; the pipeline is compiled beforehand. To be sourced.

scratch=$(mktemp -d "${TMPDIR:-/tmp}/dom0-iptables-benchmark.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$top/build.sh" --version >/dev/null
project=$scratch/project
mkdir -p "$project" "$scratch/cache"
cp -a "$top"/{build,build.sh,recipes,platforms,specs,patches,dom0,global.json,Directory.Build.props,Directory.Packages.props,.editorconfig} "$project/"
export XDG_CACHE_HOME=$scratch/cache DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 CI=1

run() { # the pipeline, from its door on
    "$project/build.sh" --no-install "$@" >"$scratch/last.log" 2>&1 || {
        local kept
        kept=$(mktemp "${TMPDIR:-/tmp}/dom0-iptables-benchmark-failed.XXXXXX")
        cp "$scratch/last.log" "$kept"
        # Of several platforms in one command, what another one has to say may stand last.
        grep -A 6 'Error: ' "$kept" >&2 || tail -n 20 "$kept" >&2
        echo "the whole log: $kept" >&2
        exit 1
    }
}

seconds() { # of a command
    local start=$EPOCHREALTIME
    "$@"
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}

# put_aside PATH…: out of the way, to be removed at the end. To remove it takes time, and for a minute afterwards some file systems
# (ext4 without a journal) look past what was removed whenever a file is made.
put_aside() {
    local place
    place=$(mktemp -d "$scratch/aside.XXXXXX")
    for path; do
        [ ! -e "$path" ] || mv "$path" "$place/"
    done
}

duration_in() { # journal of a step, in seconds
    sed -n 's/.*"Duration":"\([^"]*\)".*/\1/p' "$1" | awk -F: '{ printf "%.3f\n", $1 * 3600 + $2 * 60 + $3 }'
}
