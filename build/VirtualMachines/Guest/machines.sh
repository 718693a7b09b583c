# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The places of network.sh where guest1 and guest2 are virtual machines, and are asked by the network what they can reach.
# To be sourced after it.

control=7001

# ask GUEST TO WHAT: what reach says there.
ask() {
    echo "$2 $3" | timeout 30 nc -w 5 "$(address_of "$1")" $control
}

reaches() {
    case $1 in
        guest1 | guest2) reaches_seen=$(ask "$@") ;;
        *) reaches_seen=$(reach "$1" "$2" "$3") ;;
    esac
    # shellcheck disable=SC2154
    equal "$row" "packets: $1 to $2, $3" "$4" "$reaches_seen"
}

# wait_for GUEST: until it answers. Two machines start on a processor that is played by a program.
wait_for() {
    wait_for_tries=0
    until [ "$(ask "$1" outside 22 2>/dev/null)" = open ]; do
        wait_for_tries=$((wait_for_tries + 1))
        [ $wait_for_tries -lt 30 ] || return 1
        sleep 1
    done
}
