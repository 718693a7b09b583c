#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes furniture/, what every scratch dom0 begins with: the folders of EL5, busybox for the userland, the loader's
# program, stand-ins for chkconfig and modprobe, iproute2, the shells that the rule scripts are tried in.
# furniture.sh LIBRARY…: the C library's files of the platform; PATH=PLACE for one that lies elsewhere here.

set -eu
scenes=$(dirname "$0")
# shellcheck source=build/Rehearsal/Scenes/programs.sh
. "$scenes/programs.sh"
to=$PWD/furniture
rm -rf "$to"
mkdir -p "$to"
(
    cd "$to"
    mkdir -p bin sbin usr/bin usr/sbin usr/libexec usr/share/man/man8 etc/rc.d/init.d etc/sysconfig etc/ld.so.conf.d etc/xen/scripts
    mkdir -p usr/local/bin usr/local/lib usr/local/libexec usr/local/sbin usr/local/share/man/man1 usr/local/share/man/man8 usr/share/doc
    mkdir -p proc sys dev run tmp root lib var/lock/subsys var/run var/log var/tmp var/lib/rpm
    for level in 0 1 2 3 4 5 6; do mkdir etc/rc.d/rc$level.d; done
    ln -s rc.d/init.d etc/init.d
)

lend_program "$to" busybox /bin/busybox
chroot "$to" /bin/busybox --install -s /bin
(cd "$to/bin" && rm -f sh bash modprobe ip rpm dpkg dpkg-deb)
lend_file "$to" "$(command -v ldconfig)" /sbin/ldconfig
lend_program "$to" ip /sbin/ip
lend_program "$to" dash /bin/dash
lend_program "$to" bash /bin/bash
# Not busybox: its shell takes its own programs instead of those on PATH.
ln -s dash "$to/bin/sh"
for library in "$@"; do
    lend_file "$to" "${library%%=*}" "${library#*=}"
done
{
    echo 'include ld.so.conf.d/*.conf'
    for library in "$@"; do dirname "${library%%=*}"; done | sort -u
} >"$to/etc/ld.so.conf"

for program in chkconfig modprobe; do
    cp "$scenes/StandIns/$program" "$to/sbin/$program"
    chmod 755 "$to/sbin/$program"
done
cp "$scenes/StandIns/vif-common.sh" "$scenes/StandIns/vif-bridge" "$to/etc/xen/scripts/"
chmod 755 "$to/etc/xen/scripts/vif-bridge"
cat >"$to/etc/sysctl.conf" <<'CONF'
# Kernel sysctl configuration file for Red Hat Linux

# Controls IP packet forwarding
net.ipv4.ip_forward = 0

# Controls source route verification
net.ipv4.conf.default.rp_filter = 1
CONF
