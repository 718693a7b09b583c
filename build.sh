#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The door for Linux: sees that .NET is there, compiles the pipeline where it has changed, and runs it.
# What else a build needs (gcc, rpmbuild, ...) the pipeline finds out, and installs, by itself.
set -euo pipefail

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
output="$top/build/bin/Release/net10.0"
stamp="$top/build/obj/compiled-from"

# dotnet stops where HOME is not set, and greets at length where it is new.
export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-${HOME:-$top/workspace/dotnet-home}}"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Optional packages of the C library's size that a bare machine lacks; the pipeline's texts are invariant.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

fail() { # exit code, what went wrong, what to do
    printf 'Error: %s\n  next:    %s\n' "$2" "$3" >&2
    exit "$1"
}

case $top in
    *[!A-Za-z0-9/._+@:~-]*)
        fail 2 "the project lies in '$top', and configure and make cannot work in a folder with such a name" \
            "move it to a folder whose name has only letters, digits and / . _ + @ : ~ -" ;;
esac

command -v dotnet >/dev/null || fail 4 "this machine lacks the .NET SDK 10 (dotnet is not on the PATH)" \
    "install it: https://learn.microsoft.com/dotnet/core/install/linux"

fingerprint() {
    cd "$top"
    # Which SDKs there are: to ask dotnet for the one it takes costs more than all else here.
    (cd -- "$(dirname -- "$(readlink -f "$(command -v dotnet)")")" && pwd -P && ls sdk 2>&1) || true
    find build Directory.Build.props Directory.Packages.props global.json .editorconfig \
        \( -path build/bin -o -path build/obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
}

mkdir -p "$top/build/obj"
# Two starts at once compile once.
exec 9>"$top/build/obj/compiling.lock"
flock 9
now=$(fingerprint | sha256sum)
# The analyzers take two thirds of the compiler's time, and what they say is for whoever changes the pipeline: a new clone is
# compiled without them; what has changed, and what is to be tested, with them.
for_tests=false
[[ $* != *[tT]est* ]] || for_tests=true
analyzers=true
case "$([ ! -e "$output/Build.dll" ] || cat "$stamp" 2>/dev/null)" in
    "$now, analyzed") stale=false ;;
    "$now") stale=$for_tests ;;
    "") stale=true analyzers=$for_tests ;;
    *) stale=true ;;
esac
if $stale; then
    (cd "$top" && dotnet --version >/dev/null 2>&1) ||
        fail 4 "this machine's .NET has no SDK that global.json accepts (10.0.1xx or a later feature band of 10.0)" \
            "install the .NET SDK 10; 'dotnet --list-sdks' shows what is there"
    echo "Compiling the pipeline (once; again only when it changes) ..." >&2
    log="$top/build/obj/compile.log"
    echo "failed" >"$stamp"
    # Without the lock's descriptor: the compiler's server outlives the build, and would hold the lock until it ends.
    if ! dotnet build "$top/build/Build.csproj" --configuration Release -p:RunAnalyzers="$analyzers" \
        --verbosity quiet -nologo -clp:NoSummary >"$log" 2>&1 9>&-; then
        grep -E ': error ' "$log" | sort -u | head -n 5 >&2 || tail -n 5 "$log" >&2
        fail 1 "the pipeline does not compile; the log is $log" "mend the first error; for NU errors see whether the package registry can be reached"
    fi
    $analyzers && now="$now, analyzed"
    printf '%s\n' "$now" >"$stamp"
fi
exec 9>&-

exec dotnet "$output/Build.dll" "$@"
