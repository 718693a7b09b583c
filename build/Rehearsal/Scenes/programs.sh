# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# This machine's programs for other roots. To be sourced.

# lend_file ROOT FILE [PLACE]: what is there already stays.
lend_file() {
    mkdir -p "$1$(dirname "${3:-$2}")"
    [ -e "$1${3:-$2}" ] || cp -L "$2" "$1${3:-$2}"
}

# lend_program ROOT NAME PLACE: with the libraries that ldd names, none where it is linked statically.
lend_program() {
    lend_file "$1" "$(command -v "$2")" "$3"
    ldd "$(command -v "$2")" 2>/dev/null | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | while read -r lend_program_library; do
        lend_file "$1" "$lend_program_library"
    done
}
