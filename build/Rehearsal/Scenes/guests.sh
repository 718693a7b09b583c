# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Guests come and go beside the firewall, inside a scratch dom0 with a network of its own, and packets are sent.

set -u
here=$(dirname "$0")
# shellcheck source=build/Rehearsal/Scenes/checks.sh
. "$here/checks.sh"
# shellcheck source=build/Rehearsal/Scenes/network.sh
. "$here/network.sh"

sample=$here/dom0-running.rules
data=/etc/sysconfig/iptables

in_force() {
    iptables-save | plain_rules
}

# As at boot: the firewall first, then the guests.
boot() {
    plain_rules <"$sample" >expected
    sed "/$guests_rules/d" expected >expected.boot
    mount -t sysfs -o ro sysfs /sys
    new_network
    xen-firewall
    /etc/init.d/iptables save >/dev/null
    /etc/init.d/iptables start >/dev/null
    in_force >seen
    alike S17 'the firewall is up before any guest' expected.boot seen
    for guest in 1 2; do
        new_guest $guest
        vif_online $guest
    done
    in_force >seen
    alike S17 'with both guests up, iptables-save equals the sample' expected seen
}

# Both guests are up.
try_packets() {
    packets_begin <<TABLE
outside dom0 22 open
outside dom0 922 open
outside dom0 ping open
outside dom0 80 rejected
outside guest1 22 open
outside guest1 80 open
outside guest2 ping open
guest1 outside 80 open
guest2 outside ping open
guest1 guest2 80 open
guest2 dom0 22 open
guest1 dom0 80 rejected
dom0 outside 80 open
dom0 guest2 80 open
TABLE
}

guest_without_rules() {
    new_guest 3
    ip link set vif3.0 master eth0 up
}

arrivals() {
    equal S18 'the bridge eth0' 'peth0 vif1.0 vif2.0' "$(ls /sys/class/net/eth0/brif | sort | tr '\n' ' ' | sed 's/ $//')"

    row=S17
    try_packets
    packets_end
    # busybox's traceroute shows the ICMP code: !C is host prohibited.
    case $(at outside traceroute -n -q 1 -w 1 -m 1 $dom0_address 2>&1) in
        *!C*) tell pass S13 'what is refused is refused with icmp-host-prohibited' '!C' ;;
        *) tell fail S13 'what is refused is refused with icmp-host-prohibited' "$(at outside traceroute -n -q 1 -w 1 -m 1 $dom0_address 2>&1)" ;;
    esac

    # A vif that no script brought up has no rule: neither its own packets nor its answers pass.
    guest_without_rules
    row=S17
    packet_table <<TABLE
guest3 outside 80 rejected
guest3 outside ping rejected
outside guest3 80 rejected
TABLE
}

restarts() {
    guest_without_rules
    /etc/init.d/iptables save >/dev/null
    plain_rules <$data >seen
    alike S19 'the saved file has no rule of a guest' expected.boot seen
    /etc/init.d/iptables restart >/dev/null 2>said
    in_force >seen
    alike S19 'restart keeps the rules of the guests, in their order' expected seen
    equal S19 'restart names the guest that has no rule' 1 "$(grep -c vif3.0 said)"

    # At no moment another firewall: while it is restarted again and again, nothing allowed is lost, nothing forbidden passes.
    mkfifo to_dom0 to_guest
    at outside nc $dom0_address 22 <to_dom0 >from_dom0 2>/dev/null &
    at outside nc "$(address_of guest1)" 80 <to_guest >from_guest 2>/dev/null &
    exec 4>to_dom0 5>to_guest
    echo before >&4
    echo before >&5
    usleep 300000
    at outside ping -c 200 -i 0.005 -W 1 $dom0_address >pings.dom0 2>&1 &
    ping_dom0=$!
    at guest1 ping -c 200 -i 0.005 -W 1 $outside_address >pings.guest 2>&1 &
    ping_guest=$!
    at guest3 ping -c 100 -i 0.005 -W 1 $outside_address >pings.forbidden 2>&1 &
    ping_forbidden=$!
    at outside traceroute -n -q 200 -z 5 -w 1 -m 1 $dom0_address >refused 2>&1 &
    refused=$!
    try_packets
    restarts=0
    while [ $restarts -lt 10 ] || kill -0 $ping_dom0 2>/dev/null; do
        /etc/init.d/iptables restart >/dev/null 2>&1 || tell fail S19 'a restart' 'failed'
        restarts=$((restarts + 1))
    done
    row=S19
    packets_end
    wait $ping_dom0 $ping_guest $ping_forbidden $refused
    received() { sed -n 's/.* \([0-9]*\) packets received.*/\1/p' "$1"; }
    equal S19 "$restarts restarts: pings of 200 from outside to dom0 that came back" 200 "$(received pings.dom0)"
    equal S19 "$restarts restarts: pings of 200 from a guest that came back" 200 "$(received pings.guest)"
    equal S19 "$restarts restarts: pings of 100 of a guest without rules that came back" 0 "$(received pings.forbidden)"
    equal S19 "$restarts restarts: packets of 200 to closed ports of dom0 that were refused" 200 "$(grep -o '!C' refused | grep -c .)"
    echo after >&4
    echo after >&5
    usleep 300000
    exec 4>&- 5>&-
    equal S19 "$restarts restarts: an ssh session goes on" 'before after' "$(tr '\n' ' ' <from_dom0 | sed 's/ $//')"
    equal S19 "$restarts restarts: a connection to a guest goes on" 'before after' "$(tr '\n' ' ' <from_guest | sed 's/ $//')"
    in_force >seen
    alike S19 "$restarts restarts: the rules" expected seen
}

rules_of_others() {
    # A rule that stands above those of the guests stays above them.
    iptables -I FORWARD -p tcp --dport 80 -j DROP
    in_force >with_drop
    /etc/init.d/iptables save >/dev/null
    /etc/init.d/iptables restart >/dev/null 2>&1
    in_force >seen
    alike S19 'a rule above those of the guests stays above them' with_drop seen
    row=S19
    packet_table <<TABLE
guest1 outside 80 silence
TABLE
    iptables -D FORWARD -p tcp --dport 80 -j DROP

    # Rules that name a guest, and are not Xen's, are the administrator's.
    iptables -A FORWARD -m physdev --physdev-in vif1.0 -j DROP
    iptables -A Xen-INPUT -m physdev --physdev-in vif1.0 -j ACCEPT
    /etc/init.d/iptables save >/dev/null
    equal S19 "an administrator's rules that name a vif are saved" 2 "$(grep -c 'vif1.0' $data)"
    iptables -D FORWARD -m physdev --physdev-in vif1.0 -j DROP
    iptables -D Xen-INPUT -m physdev --physdev-in vif1.0 -j ACCEPT
    /etc/init.d/iptables save >/dev/null

    # xen-firewall, with guests up.
    xen-firewall
    in_force >seen
    alike S13 'xen-firewall keeps the rules of the guests' expected seen

    # Stopped and started: the guests that are still there have their rules again.
    /etc/init.d/iptables stop >/dev/null
    packet_table <<TABLE
outside dom0 80 open
TABLE
    /etc/init.d/iptables start >/dev/null
    in_force >seen
    alike S16 'stop, start: the rules of the guests are back' expected seen
    /etc/init.d/iptables stop >/dev/null
    guest_ends 1 2>/dev/null
    /etc/init.d/iptables start >/dev/null
    sed '/vif1\.0/d' expected >expected.one
    in_force >seen
    alike S16 'stop, a guest goes, start: only the other has its rules again' expected.one seen

    # Stopped in a hurry, more than once, and by panic.
    new_guest 1
    vif_online 1
    in_force >before
    for how in 'stop stop start' 'stop panic restart' 'panic restart'; do
        for word in $how; do /etc/init.d/iptables "$word" >/dev/null 2>&1; done
        in_force >seen
        alike S16 "$how: the rules of the guests are back" before seen
    done
    /etc/init.d/iptables stop >/dev/null
    xen-firewall
    in_force >seen
    alike S13 'stop, xen-firewall: the rules of the guests are back' before seen

    # Rule files as administrators write them.
    cp $data kept
    odd() {
        iptables-restore <whole
        /etc/init.d/iptables restart >said 2>&1
        in_force >seen
        alike S19 "restart with $1: the rules of the guests stay in their places" before seen
        cp kept $data
    }
    iptables-save >whole
    sed 's/^-A FORWARD/  --append  FORWARD/' kept >$data
    odd 'indented rules'
    sed '/^-A INPUT/i #### file' kept >$data
    odd 'a comment like a mark of ours'
    sed 's/^-A FORWARD/#### stopped\n&/' kept >$data
    odd 'another comment like a mark of ours'
    cat kept kept >$data
    odd 'each table twice'
    # Two addresses of a guest make two rules alike.
    iptables -I FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out vif1.0 -j ACCEPT
    /etc/init.d/iptables stop >/dev/null
    /etc/init.d/iptables start >/dev/null
    equal S16 'stop, start: rules of a guest that are alike are all back' 2 "$(iptables-save | grep -c -- '--physdev-out vif1.0')"
    iptables -D FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out vif1.0 -j ACCEPT
    if iptables -A FORWARD -m string --algo bm --string ' --physdev-in vif1.0 ' -j ACCEPT 2>said; then
        /etc/init.d/iptables save >/dev/null
        equal S19 'a rule that looks for a text like a rule is saved' 1 "$(grep -c -- '--string' $data)"
    else
        tell skip S19 'a rule that looks for a text like a rule is saved' "this kernel does not look for texts: $(cat said)"
    fi
    iptables-restore <whole
    cp kept $data
}

comings_and_goings() {
    # A vif that comes up before iptables-restore, which is slow to begin, has read the rules that it replaces.
    mkdir slow
    cp -a /sbin/. slow
    rm slow/iptables-restore
    cat >slow/iptables-restore <<PROGRAM
#!/bin/sh
case " \$* " in
    *' --test '*) ;;
    *)
        : >$PWD/began
        until [ -e $PWD/may_go_on ]; do usleep 10000; done
        ;;
esac
exec $(readlink /sbin/iptables-restore) "\$@"
PROGRAM
    chmod 755 slow/iptables-restore
    mount --bind slow /sbin
    vif_offline 1
    /etc/init.d/iptables restart >/dev/null 2>&1 &
    restart=$!
    began_looks=0
    until [ -e began ] || [ $began_looks -gt 1000 ]; do
        began_looks=$((began_looks + 1))
        usleep 10000
    done
    usleep 300000
    vif_online 1
    : >may_go_on
    wait $restart
    equal S19 'a vif that comes up before iptables-restore has read what it replaces: its rules' 2 "$(iptables-save | grep -c 'vif1\.0')"
    umount /sbin

    # A guest that goes takes its rules along.
    vif_offline 2
    sed '/vif2\.0/d' expected >expected.one
    in_force >seen
    alike S17 'a guest that goes takes its rules along' expected.one seen
    packets_begin <<TABLE
guest2 outside ping silence
TABLE

    # A vif that comes up while the firewall is restarted keeps its rules.
    lost=0
    for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        vif_offline 1 2>/dev/null
        /etc/init.d/iptables restart >/dev/null 2>&1 &
        restart=$!
        usleep $((round * 6000))
        vif_online 1 2>said
        wait $restart
        [ -s said ] || [ "$(iptables-save | grep -c 'vif1\.0')" = 2 ] || lost=$((lost + 1))
        while iptables -D FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out vif1.0 -j ACCEPT 2>/dev/null; do :; done
        while iptables -D FORWARD -m physdev --physdev-in vif1.0 -j ACCEPT 2>/dev/null; do :; done
    done
    equal S19 "20 restarts while a vif comes up: times that its rules were lost" 0 $lost
    row=S17
    packets_end
}

case ${PART-} in
    '')
        cd /tmp || exit 1
        beside restarts
        beside rules_of_others
        beside comings_and_goings
        boot
        arrivals
        beside_ends
        finish "${SCENE:-guests}"
        ;;
    *)
        own_files || exit 1
        cd /tmp || exit 1
        boot
        $PART
        ;;
esac
