# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Makes plain/ of furniture/, an empty dom0 with the base system, and of one over whose stock packages ours were put a
# root for each scene that uses them.
# installed.sh SCENE…

set -u
here=$(dirname "$0")
# shellcheck source=build/Rehearsal/Scenes/checks.sh
. "$here/checks.sh"
# shellcheck source=build/Rehearsal/Scenes/rooms.sh
. "$here/rooms.sh"

mv furniture "$root"
mount --rbind /dev "$root/dev"
on_root -i stock/dom0-base-*.rpm || exit 1
umount -l "$root/dev"
mv "$root" plain
new_root stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm
on_root -U "$iptables" "$dom0" || exit 1
umount -l "$root/dev"
for scene; do
    copy_root "$root" "root-$scene"
    cp -al scenes "root-$scene/rehearsal"
done
rm -rf "$root"
