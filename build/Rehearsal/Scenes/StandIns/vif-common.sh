# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Plays Xen's script of this name: frob_iptable as the hand procedure shows it, in sh.

frob_iptable() {
    if [ "$command" = online ]; then
        c=-I
    else
        c=-D
    fi
    iptables "$c" FORWARD -m physdev --physdev-in "$vif" "$@" -j ACCEPT 2>/dev/null &&
        iptables "$c" FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out "$vif" -j ACCEPT 2>/dev/null ||
        echo "iptables setup failed. This may affect guest networking." >&2
}
