#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a command as if on another machine: in a folder with another name and order, at another time, under another
# shell, host name and user. It is started as root of namespaces of its own (unshare), with which all of it goes again;
# the machine is not touched. What cannot be changed stays as it is: conditions.sh sees what came of it.
# Arguments: NAME=VALUE ..., then --, then the command; empty values change nothing.
set -eu

while [ "$1" != -- ]; do
    case $1 in
        clone=*) clone=${1#*=} ;;   # the project's second clone
        place=*) place=${1#*=} ;;   # a folder of the machine that can be hidden
        folder=*) folder=${1#*=} ;; # below it: where the clone is seen
        order=*) order=${1#*=} ;;   # how disorderfs orders folders
        clock=*) clock=${1#*=} ;;   # what is added to the clock, as libfaketime takes it
        clock_library=*) clock_library=${1#*=} ;;
        zone=*) zone=${1#*=} ;;
        host=*) host=${1#*=} ;;
        shell=*) shell=${1#*=} ;; # what /bin/sh is
        mask=*) mask=${1#*=} ;;
        user=*) user=${1#*=} ;;               # a number, where root can become it
        program=*) program=${1#*=} ;;         # what that user must be able to run
        processors=*) processors=${1#*=} ;;   # as taskset takes them
        personality=*) personality=${1#*=} ;; # options of setarch, none of them with blanks
        *)
            echo "elsewhere.sh: what is $1?" >&2
            exit 2
            ;;
    esac
    shift
done
shift

attempt() {
    "$@" || echo "elsewhere.sh: goes on without: $*" >&2
}

mount -t tmpfs -o mode=755 elsewhere "$place"
mkdir -p "$folder"
if [ -n "$user" ] && ! setpriv --reuid "$user" --regid "$user" --clear-groups test -x "$program"; then
    echo "elsewhere.sh: $program is not for every user: built by this one" >&2
    user=
fi
[ -z "$user" ] || chown -R "$user:$user" "$clone"
# Several users, where the one who mounts is not the one who builds.
several=no
[ -z "$user" ] || several=yes
case $order in
    reversed) order='--sort-dirents=yes --reverse-dirents=yes --shuffle-dirents=no' ;;
    shuffled) order='--sort-dirents=no --reverse-dirents=no --shuffle-dirents=yes' ;;
esac
# shellcheck disable=SC2086 # options, one a word
if [ -z "$order" ] || ! disorderfs --quiet --multi-user=$several $order "$clone" "$folder"; then
    mount --bind "$clone" "$folder"
fi

if [ -n "$host" ]; then
    attempt hostname "$host"
fi
if [ -n "$shell" ]; then
    # The name sh alone leads elsewhere: dash, which a build asks for by its own name, stays what it is.
    programs=$(readlink -f /bin)
    mkdir "$place/.shell" "$place/.shell-work"
    if mount -t overlay -o "lowerdir=$programs,upperdir=$place/.shell,workdir=$place/.shell-work" elsewhere "$programs"; then
        ln -sf "$(readlink -f "$shell")" "$programs/sh"
    else
        echo "elsewhere.sh: sh stays" >&2
    fi
fi
# What libfaketime shares between processes must be theirs who build, and go with them.
mount -t tmpfs -o mode=1777 elsewhere /dev/shm
mkdir "$place/.upper" "$place/.work"
if mount -t overlay -o "lowerdir=/etc,upperdir=$place/.upper,workdir=$place/.work" elsewhere /etc; then
    [ -z "$zone" ] || ln -sf "/usr/share/zoneinfo/$zone" /etc/localtime
    if [ -n "$clock" ]; then
        echo "$clock" >/etc/faketimerc
        : >/etc/ld.so.preload
        [ -z "$user" ] || chown "$user" /etc/ld.so.preload
    fi
else
    echo "elsewhere.sh: the clock stays" >&2
    clock=
fi

umask "$mask"
cd "$folder"
# Every process that the last shell starts is under the other clock, those behind the walls of a build too.
# shellcheck disable=SC2086,SC2016 # options, one a word; the last shell expands its own
exec ${user:+setpriv --reuid "$user" --regid "$user" --clear-groups} \
    ${processors:+taskset --cpu-list "$processors"} \
    ${personality:+setarch $personality} \
    sh -c '[ -z "$0" ] || echo "$0" >/etc/ld.so.preload; exec "$@"' "${clock:+$clock_library}" "$@"
