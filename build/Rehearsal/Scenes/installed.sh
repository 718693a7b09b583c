# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Makes installed/, a dom0 over whose stock packages ours were put, for the scenes that use them.

set -u
here=$(dirname "$0")
# shellcheck source=build/Rehearsal/Scenes/checks.sh
. "$here/checks.sh"
# shellcheck source=build/Rehearsal/Scenes/rooms.sh
. "$here/rooms.sh"

new_root stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm
on_root -U "$iptables" "$dom0" || exit 1
umount -l "$root/dev"
mv "$root" installed
