# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Both guests have been started by xendomains, and their vifs brought up by Xen's own vif-bridge. To be sourced by boot.sh.

for guest in guest1 guest2; do
    wait_for $guest || {
        tell fail S17 "$guest" 'it does not answer'
        tail -n 5 /var/log/xen/guest-$guest.log
        finish "$boot"
        exit 1
    }
done
echo "guests are up after $(cut -d' ' -f1 /proc/uptime) s"
equal S15 'the modules of iptables-config are loaded' 2 "$(grep -cE '^nf_(conntrack|nat)_ftp ' /proc/modules)"
equal S11 'dom0 forwards' 1 "$(cat /proc/sys/net/ipv4/ip_forward)"
equal S17 'the guests that run' 'guest1 guest2' "$(xl list | awk 'NR > 2 { print $1 }' | sort | tr '\n' ' ' | sed 's/ $//')"
in_force >/tmp/seen
alike S17 'with both guests up, iptables-save equals the sample' /tmp/expected /tmp/seen
equal S18 'the bridge eth0' 'peth0 vif1.0 vif2.0' "$(find /sys/class/net/eth0/brif/ -type l | sed 's|.*/||' | sort | tr '\n' ' ' | sed 's/ $//')"

packets() {
    row=$1
    reaches outside dom0 22 open
    reaches outside dom0 922 open
    reaches outside dom0 ping open
    reaches outside dom0 80 rejected
    reaches outside guest1 22 open
    reaches outside guest2 80 open
    reaches outside guest2 ping open
    reaches guest1 outside 80 open
    reaches guest2 outside ping open
    reaches guest1 guest2 80 open
    reaches guest2 guest1 ping open
    reaches guest2 dom0 22 open
    reaches guest1 dom0 80 rejected
    reaches dom0 outside 80 open
    reaches dom0 guest2 80 open
}
packets S17

# busybox's traceroute shows the ICMP code: !C is host prohibited.
case $(at outside traceroute -n -q 1 -w 2 -m 1 "$dom0_address" 2>&1) in
    *!C*) tell pass S13 'what is refused is refused with icmp-host-prohibited' '!C' ;;
    *) tell fail S13 'what is refused is refused with icmp-host-prohibited' "$(at outside traceroute -n -q 1 -w 2 -m 1 "$dom0_address" 2>&1)" ;;
esac

# A port of the bridge that no script of Xen's brought up has no rule: neither its packets nor its answers pass.
new_guest 3
ip link set vif3.0 master eth0 up
reaches guest3 outside 80 rejected
reaches outside guest3 80 rejected
ip link del vif3.0
end_place guest3

works S19 'service iptables save, with guests up' /etc/init.d/iptables save
plain_rules <$data >/tmp/seen
alike S19 'the saved file has no rule of a guest' /tmp/expected.boot /tmp/seen

# Connections, and pings, go on while the service is restarted.
mkfifo /tmp/to_dom0 /tmp/to_guest
at outside nc "$dom0_address" 22 </tmp/to_dom0 >/tmp/from_dom0 2>/dev/null &
at outside nc "$(address_of guest1)" 80 </tmp/to_guest >/tmp/from_guest 2>/dev/null &
exec 4>/tmp/to_dom0 5>/tmp/to_guest
echo before >&4
echo before >&5
sleep 1
at outside ping -c 100 -i 0.1 -W 1 "$dom0_address" >/tmp/pings.dom0 2>&1 &
pings_dom0=$!
at outside ping -c 100 -i 0.1 -W 1 "$(address_of guest2)" >/tmp/pings.guest 2>&1 &
pings_guest=$!
restarts=0
while kill -0 $pings_dom0 2>/dev/null; do
    /etc/init.d/iptables restart >/tmp/restart 2>&1 || {
        tell fail S19 'service iptables restart' "$(cat /tmp/restart)"
        break
    }
    restarts=$((restarts + 1))
done
wait $pings_dom0 $pings_guest
received() { sed -n 's/.* \([0-9]*\) packets received.*/\1/p' "$1"; }
equal S19 "$restarts restarts: pings of 100 to dom0 that came back" 100 "$(received /tmp/pings.dom0)"
equal S19 "$restarts restarts: pings of 100 to a guest that came back" 100 "$(received /tmp/pings.guest)"
echo after >&4
echo after >&5
sleep 1
exec 4>&- 5>&-
equal S19 "$restarts restarts: an ssh session goes on" 'before after' "$(tr '\n' ' ' </tmp/from_dom0 | sed 's/ $//')"
equal S19 "$restarts restarts: a connection to a guest goes on" 'before after' "$(tr '\n' ' ' </tmp/from_guest | sed 's/ $//')"
in_force >/tmp/seen
alike S19 "$restarts restarts: the rules of the guests are kept, in their order" /tmp/expected /tmp/seen
packets S19

# A guest that goes takes its rules along, and the rest is as it was.
works S17 'xl destroy guest2' xl destroy guest2
sed '/vif2\.0/d' /tmp/expected >/tmp/expected.one
in_force >/tmp/seen
alike S17 'a guest that goes takes its rules along' /tmp/expected.one /tmp/seen
