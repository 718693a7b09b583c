# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The services and xen-firewall, inside a scratch dom0 with a network of its own, with the rules in the kernel. Run by
# each of the shells in SHELLS: that is what the scripts are run by.

set -u
here=$(dirname "$0")
# shellcheck source=build/Rehearsal/Scenes/checks.sh
. "$here/checks.sh"
# shellcheck source=build/Rehearsal/Scenes/network.sh
. "$here/network.sh"

sample=$here/dom0-running.rules
data=/etc/sysconfig/iptables

service() {
    service_name=$1
    shift
    # shellcheck disable=SC2086
    $shell "/etc/init.d/$service_name" "$@" </dev/null
}

firewall() {
    # shellcheck disable=SC2086
    $shell /usr/sbin/xen-firewall "$@"
}

in_force() {
    iptables-save | plain_rules
}

# until_alike EXPECTED SEEN SECONDS: looks again and again at what is in force.
until_alike() {
    until_alike_looks=$(($3 * 10))
    while in_force >"$2" && ! cmp -s "$1" "$2" && [ $until_alike_looks -gt 0 ]; do
        until_alike_looks=$((until_alike_looks - 1))
        usleep 100000
    done
}

clear_all() {
    rm -f $data $data.save /var/lock/subsys/iptables /var/run/iptables.stopped
    for table in filter nat mangle raw; do
        iptables -t $table -F
        iptables -t $table -X
    done
    for chain in INPUT FORWARD OUTPUT; do iptables -P $chain ACCEPT; done
}

sample_rules() {
    iptables-restore <"$sample"
    equal S17 'the sample goes in' 0 $?
    plain_rules <"$sample" >expected
    in_force >seen
    alike S17 'iptables-save equals the sample' expected seen
}

firewall_makes_the_sample() {
    firewall --print | plain_rules >seen
    alike S13 "$shell xen-firewall --print is the sample without guests" expected.boot seen
    firewall
    equal S13 "$shell xen-firewall" 0 $?
    in_force >seen
    alike S13 "$shell xen-firewall puts the sample without guests in force" expected.boot seen
    works S13 "$shell xen-firewall --test" firewall --test
}

sourced() {
    clear_all
    $shell -c '. /usr/sbin/xen-firewall; echo "rc $? umask $(umask) device ${XEN_FIREWALL_DEVICE-unset} path $PATH"' >said 2>&1
    equal S13 "$shell: sourced, it leaves the shell as it was" "rc 0 umask $(umask) device unset path $PATH" "$(cat said)"
    in_force >seen
    alike S13 "$shell: sourced, it puts the same in force" expected.boot seen
}

lives_of_the_service() {
    clear_all
    service iptables start >said 2>&1
    equal S16 "$shell: start without saved rules" 6 $?
    equal - "$shell: it says what to do" 1 "$(grep -c 'service iptables save' said)"
    firewall
    works S14 "$shell: save" service iptables save
    plain_rules <$data >seen
    alike S14 "$shell: save writes what is in force" expected.boot seen
    equal S14 "$shell: the file's mode" 600 "$(stat -c %a $data)"

    clear_all_but_file
    works S16 "$shell: start" service iptables start
    in_force >seen
    alike S16 "$shell: start puts the file in force" expected.boot seen
    works S13 "$shell: status" service iptables status
    equal S13 "$shell: status shows the rules" 1 "$(service iptables status | grep -c 'dpt:922')"

    works S12 "$shell: stop" service iptables stop
    equal S12 "$shell: stop leaves no rule" 0 "$(iptables-save | grep -c '^-A')"
    service iptables condrestart
    equal S12 "$shell: condrestart of a stopped one starts nothing" 0 "$(iptables-save | grep -c '^-A')"
    works S12 "$shell: restart" service iptables restart
    in_force >seen
    alike S12 "$shell: restart puts the file in force" expected.boot seen
    works S12 "$shell: panic" service iptables panic
    equal S12 "$shell: panic lets nothing through" '-P INPUT DROP -P FORWARD DROP -P OUTPUT DROP' "$(iptables -S | tr '\n' ' ' | sed 's/ $//')"
    works S12 "$shell: condrestart" service iptables condrestart
    in_force >seen
    alike S12 "$shell: condrestart puts the file in force" expected.boot seen
    refuses - "$shell: another word" service iptables begin
}

clear_all_but_file() {
    mv $data kept
    clear_all
    mv kept $data
}

modules() {
    rm -f /var/log/modprobe
    service iptables restart >said 2>&1
    if [ -e /var/log/modprobe ]; then
        equal S15 "$shell: modules by the older name, then by the newer" 'ip_conntrack_ftp nf_conntrack_ftp ip_nat_ftp nf_nat_ftp' "$(tr '\n' ' ' </var/log/modprobe | sed 's/ $//')"
    else
        works S15 "$shell: the kernel has the modules" grep -c -E '^(ip|nf)_conntrack_ftp' /proc/modules
    fi
}

# What cannot be loaded leaves what was there.
broken() {
    in_force >before
    for what in '-A INPUT -p tcp --dport nowhere -j ACCEPT' '-A NOWHERE -j ACCEPT' 'COMMIT and no more'; do
        cp $data good
        sed "s/^-A INPUT -j Xen-INPUT.*/$what/" good >$data
        service iptables restart >said 2>&1
        equal S19 "$shell: restart with '$what' is refused" 1 $?
        in_force >seen
        alike S19 "$shell: after it the rules are as before" before seen
        cp good $data
    done
    for what in 'XEN_FIREWALL_TCP_PORTS="22 70000"' 'XEN_FIREWALL_TCP_PORTS="022"' 'XEN_FIREWALL_TCP_PORTS="22' 'XEN_FIREWALL_TCP_PORTS="*"' 'XEN_FIREWALL_DEVICE="peth0;reboot"' 'XEN_FIREWALL_DEVICE=' 'XEN_FIREWALL_ICMP=perhaps' 'XEN_FIREWALL_TCP_PORTS="922:22"'; do
        cp /etc/sysconfig/xen-firewall good
        echo "$what" >>/etc/sysconfig/xen-firewall
        firewall >said 2>&1
        equal S13 "$shell: xen-firewall with $what is refused" "6 nothing was changed" "$? $(grep -o 'nothing was changed' said)"
        in_force >seen
        alike S13 "$shell: after it the rules are as before" before seen
        cp good /etc/sysconfig/xen-firewall
    done

    cp $data good
    : >$data
    refuses S16 "$shell: restart with an empty file is refused" service iptables restart
    in_force >seen
    alike S16 "$shell: after it the rules are as before" before seen
    cp good $data

    cp /etc/sysconfig/iptables-config config
    echo 'IPTABLES_STATUS_VERBOSE="no' >>/etc/sysconfig/iptables-config
    clear_all_but_file
    works S15 "$shell: start with a quote missing in iptables-config" service iptables start
    in_force >seen
    alike S15 "$shell: the file is in force all the same" before seen
    cp config /etc/sysconfig/iptables-config
}

# What stop and panic leave does not take the place of the saved rules.
saving_by_itself() {
    cp /etc/sysconfig/iptables-config config
    printf 'IPTABLES_SAVE_ON_STOP="yes"\r\nIPTABLES_SAVE_ON_RESTART="yes"\r\nIPTABLES_MODULES_UNLOAD="no"\r\n' >>/etc/sysconfig/iptables-config
    service iptables start >said 2>&1
    iptables -A INPUT -p tcp --dport 2222 -j ACCEPT
    service iptables stop >said 2>&1
    equal S14 "$shell: SAVE_ON_STOP saves" 1 "$(grep -c 2222 $data)"
    service iptables stop >said 2>&1
    equal S14 "$shell: a second stop does not save that there are no rules" 1 "$(grep -c 2222 $data)"
    works S16 "$shell: SAVE_ON_RESTART of a stopped one" service iptables restart
    equal S16 "$shell: it puts the file in force" '1 1' "$(grep -c 2222 $data) $(iptables-save | grep -c 2222)"
    service iptables panic >said 2>&1
    service iptables restart >said 2>&1
    equal S16 "$shell: SAVE_ON_RESTART does not save the panic" '1 1' "$(grep -c 2222 $data) $(iptables-save | grep -c 2222)"
    cp config /etc/sysconfig/iptables-config
}

# The rules before those that are to be confirmed.
rules_before() {
    clear_all
    iptables -A INPUT -p tcp --dport 2222 -j ACCEPT
    in_force >before
}

unanswered() {
    rules_before
    firewall --confirm=1 </dev/null >said 2>&1
    equal S13 "$shell: --confirm without an answer" 1 $?
    in_force >seen
    alike S13 "$shell: --confirm without an answer goes back" before seen

    # A session that hangs: nothing is answered, and its end does not come.
    { usleep 1500000; } | firewall --confirm=1 >said 2>&1
    equal S13 "$shell: --confirm in a session that hangs" 1 $?
    in_force >seen
    alike S13 "$shell: --confirm in a session that hangs goes back" before seen
}

cut_off() {
    rules_before
    rm -f fifo
    mkfifo fifo
    (
        setsid $shell /usr/sbin/xen-firewall --confirm=3 <fifo >said 2>&1 &
        pid=$!
        exec 3>fifo
        until_alike expected.boot during 3
        kill -HUP -$pid
        until_alike before seen 10
    )
    alike S13 "$shell: --confirm puts them in force meanwhile" expected.boot during
    alike S13 "$shell: --confirm goes back when the session is cut off" before seen
}

# Another one meanwhile: it would go back to rules that nobody confirmed.
second_meanwhile() {
    rules_before
    { sleep 3; } | firewall --confirm=3 >said 2>&1 &
    until_alike expected.boot during 3
    echo yes | firewall --confirm=30 >said.second 2>&1
    equal S13 "$shell: a second --confirm meanwhile is refused" "1 nothing was changed" "$? $(grep -o 'nothing was changed' said.second)"
    wait
    in_force >seen
    alike S13 "$shell: the first goes back as it said" before seen
}

answered() {
    rules_before
    # What a killed one left does not stand in the way of the next.
    cat /proc/sys/kernel/pid_max >/var/run/xen-firewall.asking

    echo yes | firewall --confirm=30 >said 2>&1
    equal S13 "$shell: --confirm answered with yes" "0" "$?"
    in_force >seen
    alike S13 "$shell: --confirm answered with yes keeps them" expected.boot seen
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        ps | grep -v grep | grep -q 'sleep 30$' || break
        usleep 200000
    done
    equal - "$shell: no watcher is left" 0 "$(ps | grep -v grep | grep -c 'sleep 30$')"
}

# A disk that is full or cannot be written to keeps nobody from the rules.
no_room() {
    rules_before
    iptables-save >$data
    iptables -F
    mount -t tmpfs -o ro tmpfs /var/run
    [ ! -d /dev/shm ] || mount -t tmpfs -o ro tmpfs /dev/shm
    works S15 "$shell: start where nothing can be written" service iptables start
    in_force >seen
    alike S15 "$shell: start where nothing can be written puts the file in force" before seen
}

six() {
    ip6tables -F
    rm -f /etc/sysconfig/ip6tables
    ip6tables -A INPUT -p tcp --dport 22 -j ACCEPT
    works S12 "$shell: ip6tables save" service ip6tables save
    ip6tables -F
    works S12 "$shell: ip6tables start" service ip6tables start
    equal S12 "$shell: ip6tables start puts the file in force" 1 "$(ip6tables-save | grep -c -- '--dport 22')"
    works S12 "$shell: ip6tables stop" service ip6tables stop
    equal S12 "$shell: ip6tables stop leaves no rule" 0 "$(ip6tables-save | grep -c '^-A')"
}

sample_without_guests() {
    plain_rules <"$sample" | sed "/$guests_rules/d" >expected.boot
}

if [ -n "${PART-}" ]; then
    own_files || exit 1
    cd /tmp || exit 1
    sample_without_guests
    for shell in ${SHELLS:-sh}; do
        shell=$(echo "$shell" | tr '+' ' ')
        $PART
    done
    exit
fi

cd /tmp || exit 1
beside unanswered
beside cut_off
beside second_meanwhile
beside answered
beside no_room
sysctl -p >/dev/null 2>&1
equal S11 'sysctl -p sets forwarding' 1 "$(cat /proc/sys/net/ipv4/ip_forward)"
shell='sh'
service iptables status >said 2>&1
equal S12 'status before any rule' '3 Firewall is stopped.' "$? $(cat said)"
sample_without_guests
sample_rules
for shell in ${SHELLS:-sh}; do
    shell=$(echo "$shell" | tr '+' ' ')
    clear_all
    firewall_makes_the_sample
    sourced
    lives_of_the_service
    modules
    broken
    saving_by_itself
    six
done
beside_ends
finish "${SCENE:-service}"
