# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Scratch roots for packages to live in. Runs where rpm is, in a folder that holds plain/ (an empty dom0 with the base
# system, which every root begins as), packages/ (what is rehearsed) and stock/ (stand-ins). To be sourced after checks.sh.

# Where a root has no /proc, rpm closes one after the other all files that it might have open, before each scriptlet.
# shellcheck disable=SC3045
ulimit -n 128

root=$PWD/root
iptables=$(echo packages/iptables-[0-9]*.rpm)
dom0=$(echo packages/iptables-dom0-*.rpm)

# Debian's rpm greets on each call; what else it says is kept.
on_root() {
    on_root_said=$(rpm --root "$root" --dbpath /var/lib/rpm --force-debian "$@" 2>&1)
    on_root_result=$?
    [ -z "$on_root_said" ] || printf '%s\n' "$on_root_said"
    return $on_root_result
}

# new_root [PACKAGE…]: an empty dom0 with the base system, and packages beside it.
new_root() {
    if grep -q " $root/dev " /proc/self/mounts; then
        umount -l "$root/dev"
    fi
    rm -rf "$root"
    copy_root plain "$root"
    mount --rbind /dev "$root/dev"
    [ $# = 0 ] || on_root -i "$@" || tell fail - "a root with $*" "$on_root_said"
}

# copy_root FROM TO: what nobody changes in place is the same file in both, that is all but /etc and /var.
copy_root() {
    cp -al "$1" "$2"
    rm -rf "${2:?}/etc" "${2:?}/var"
    cp -a "$1/etc" "$1/var" "$2/"
}

# What a person would see in it, but for rpm's own database and the loader's cache. A file that it shares with other roots
# is told by its inode, its size and its time.
snapshot() {
    (
        cd "$root" || exit
        seen() {
            find . -path ./dev -prune -o -path ./proc -prune -o -path ./var/lib/rpm -prune -o -path ./var/log -prune -o -name ld.so.cache -prune -o -name aux-cache -prune -o "$@"
        }
        seen -type f -links +1 -printf '%p %m %i %s %T@\n' -o -printf '%p %y %m %l\n' | LC_ALL=C sort
        seen -type f -links 1 -exec sha256sum {} + | LC_ALL=C sort -k 2
    )
}

ours() {
    grep -q 'of the package iptables-dom0' "$root/etc/rc.d/init.d/$1" 2>/dev/null && echo ours && return
    grep -q 'stands in for the init script' "$root/etc/rc.d/init.d/$1" 2>/dev/null && echo stock && return
    [ -e "$root/etc/rc.d/init.d/$1" ] && echo other && return
    echo none
}

mode() {
    stat -c %a "$root/$1" 2>/dev/null || echo none
}

# How often /usr/local/lib is configured.
times_configured() {
    cat "$root/etc/ld.so.conf" "$root"/etc/ld.so.conf.d/*.conf 2>/dev/null | grep -c '^/usr/local/lib/*$'
}

found_by_loader() {
    chroot "$root" /sbin/ldconfig -p | grep -c libip
}

forwarding() {
    sed -n 's/^ *net.ipv4.ip_forward *= *//p' "$root/etc/sysctl.conf" | tr '\n' ' ' | sed 's/ $//'
}
