# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The network of a dom0, inside a scratch dom0 that has a network of its own: bridge eth0 with peth0, whose other end is
# in a network that plays the outside; guests, each in its own, with a vif on the bridge. To be sourced.

dom0_address=10.9.0.2
outside_address=10.9.0.1

address_of() {
    case $1 in
        outside) echo $outside_address ;;
        dom0) echo $dom0_address ;;
        guest*) echo "10.9.0.1${1#guest}" ;;
    esac
}

# beside PART: plays a part of this scene beside the rest of it, on what to it is another dom0: a network, a configuration
# and locks of its own. Most of a scene's time is waiting. What it saw is told by beside_ends.
beside() {
    PART=$1 unshare -n -m sh "$0" >"beside.$1" 2>&1 &
    beside_parts="${beside_parts-} $1=$!"
}

beside_ends() {
    for beside_part in ${beside_parts-}; do
        wait "${beside_part#*=}"
        cat "beside.${beside_part%=*}"
        checks=$((checks + $(grep -c "^@$TOKEN$tab" "beside.${beside_part%=*}")))
    done
}

# For a part that is played beside another, before all else. In /run newer releases have the lock of their tables, which each
# dom0 has to itself.
own_files() {
    { [ ! -d /run ] || mount -t tmpfs tmpfs /run; } && mount -t tmpfs tmpfs /var/run && cp -a /etc/sysconfig /var/run/sysconfig &&
        mount --bind /var/run/sysconfig /etc/sysconfig &&
        mount -t tmpfs tmpfs /var/lock && mkdir /var/lock/subsys && mount -t tmpfs tmpfs /tmp
}

# new_place NAME: a network that is held by a sleeping process.
new_place() {
    unshare -n sleep 100000 </dev/null >/dev/null 2>&1 &
    eval "place_$1=$!"
    new_place_tries=0
    until [ "$(readlink "/proc/$!/ns/net")" != "$(readlink /proc/self/ns/net)" ] || [ $new_place_tries -gt 200 ]; do
        new_place_tries=$((new_place_tries + 1))
        usleep 10000
    done
    at "$1" ip link set lo up
}

# Not busybox's, which knows no veth, and which busybox's own nsenter would take.
ip() {
    /sbin/ip "$@"
}

# at NAME COMMAND…: runs it in that place; dom0 is here.
at() {
    if [ "$2" = ip ]; then
        at_place=$1
        shift 2
        set -- "$at_place" /sbin/ip "$@"
    fi
    if [ "$1" = dom0 ]; then
        shift
        "$@"
    else
        eval "at_pid=\$place_$1"
        shift
        nsenter -t "$at_pid" -n "$@"
    fi
}

end_place() {
    eval "kill -KILL \$place_$1"
}

new_network() {
    ip link set lo up
    # Each refusal is seen, however many are tried at once.
    echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
    new_place outside
    ip link add peth0 type veth peer name out0
    ip link set out0 netns "$place_outside"
    at outside ip addr add $outside_address/24 dev out0
    at outside ip link set out0 up
    ip link add eth0 type bridge forward_delay 0
    ip addr add $dom0_address/24 dev eth0
    ip link set peth0 master eth0 up
    ip link set eth0 up
    for new_network_place in outside dom0; do
        listen $new_network_place
    done
}

# A server on each of the ports that are tried, which sends back what it gets.
listen() {
    for listen_port in 22 80 922; do
        at "$1" nc -ll -p $listen_port -e cat </dev/null >/dev/null 2>&1 &
    done
}

# new_guest NUMBER: its network and its vif, which no script has brought up.
new_guest() {
    new_place "guest$1"
    eval "new_guest_pid=\$place_guest$1"
    ip link add "vif$1.0" type veth peer name eth0 netns "$new_guest_pid"
    at "guest$1" ip addr add "$(address_of "guest$1")/24" dev eth0
    at "guest$1" ip link set eth0 up
    listen "guest$1"
}

vif_online() {
    /etc/xen/scripts/vif-bridge online "vif$1.0" eth0
}

vif_offline() {
    /etc/xen/scripts/vif-bridge offline "vif$1.0" eth0
}

guest_ends() {
    vif_offline "$1"
    ip link del "vif$1.0"
    end_place "guest$1"
}

# reach FROM TO WHAT [SECONDS]: open, rejected, refused or silence; WHAT is a TCP port, or ping.
reach() {
    reach_to=$(address_of "$2")
    if [ "$3" = ping ]; then
        reach_said=$(at "$1" ping -c 1 -W "${4:-2}" "$reach_to" 2>&1) && echo open && return
        # ping waits for an answer and says nothing of a refusal; traceroute shows it (!C: host prohibited).
        case $(at "$1" traceroute -n -I -q 1 -w 1 -m 1 "$reach_to" 2>&1) in
            *!C*) echo rejected ;;
            *) echo silence ;;
        esac
        return
    fi
    # A line that comes back: the connection is good in both directions.
    reach_said=$({
        echo hello
        usleep 200000
    } | at "$1" nc -w "${4:-2}" "$reach_to" "$3" 2>&1)
    case $reach_said in
        hello) echo open ;;
        *'No route to host'*) echo rejected ;;
        *refused*) echo refused ;;
        *) echo silence ;;
    esac
}

# packet_table: its rows, a line each, FROM TO WHAT EXPECTED. They are tried at once and told in their order.
packet_table() {
    packets_begin
    packets_end
}

# The same, for what is done between the two.
packets_begin() {
    cat >packet_table.rows
    packet_table_tries=
    while read -r table_from table_to table_what table_expected; do
        # Where an answer is expected there is time for it: it ends the wait, and this machine may be busy.
        case $table_expected.$table_what in
            silence.* | rejected.ping) table_seconds=1 ;;
            *) table_seconds=5 ;;
        esac
        reach "$table_from" "$table_to" "$table_what" $table_seconds >"seen.$table_from.$table_to.$table_what" &
        packet_table_tries="$packet_table_tries $!"
    done <packet_table.rows
}

packets_end() {
    # shellcheck disable=SC2086
    wait $packet_table_tries
    while read -r table_from table_to table_what table_expected; do
        equal "${row:-S13}" "packets: $table_from to $table_to, $table_what" "$table_expected" "$(cat "seen.$table_from.$table_to.$table_what")"
    done <packet_table.rows
}

# A save without what may differ: counters, comments, the blank that 1.4.8 leaves at the end of a rule, the nat table's
# chain INPUT, which kernels have since 2.6.36, and the order of the tables and of the nat table's policies, which is
# the kernel's. The order of the rules stays, it is that of the packets.
plain_rules() {
    sed -e '/^#/d' -e 's/^\[[0-9:]*\] //' -e 's/\[[0-9:]*\]//' -e 's/[[:blank:]]*$//' | awk '
        /^\*/ { table = $0 }
        table == "*nat" && /^:INPUT / { next }
        table == "*nat" && /^:(PREROUTING|POSTROUTING|OUTPUT) / {
            policies[++count] = $0
            if (count < 3) next
            for (i = 1; i <= 3; i++) for (j = 1; j <= 3; j++) if (policies[j] ~ "^:" substr("PREPOSOUT", 3 * i - 2, 3)) text[table] = text[table] policies[j] "\n"
            next
        }
        { text[table] = text[table] $0 "\n" }
        END { printf "%s%s", text["*filter"], text["*nat"] }'
}

guests_rules='vif[0-9]*\.[0-9]*'
