#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes down, a line each, under what conditions it runs, and becomes the command it is given.
# Arguments: the file to write to, the command.
set -eu

report=$1
shift
probe=$(mktemp -d "$(dirname "$report")/probe.XXXXXX")
for name in a b c d e f g h; do
    : >"$probe/$name"
done
{
    echo "folder: $(pwd)"
    echo "clock: $(date -u '+%Y-%m-%d %H:%M')"
    echo "zone: $(date '+%Z %z')"
    echo "locale: $(locale charmap 2>/dev/null) ${LC_ALL:-${LANG:-}}"
    echo "umask: $(umask)"
    echo "user: $(id -u)"
    echo "host: $(uname -n)"
    echo "home: ${HOME:-}"
    echo "processors: $(nproc)"
    # shellcheck disable=SC2012 # the order is what is asked for
    echo "order of files: $(ls -U "$probe" | tr -d '\n')"
    echo "kernel: $(uname -r -m) $(cat /proc/self/personality 2>/dev/null)"
    # Another program may be mounted in the place of the one that is named.
    echo "shell: $(sh -c 'echo "${BASH_VERSION:+bash $BASH_VERSION}"' | grep . || readlink -f "/proc/$$/exe")"
    echo "login shell: ${SHELL:-}"
    echo "cache: ${XDG_CACHE_HOME:-${HOME:-}/.cache}"
} >"$report"
rm -r "$probe"
exec "$@"
