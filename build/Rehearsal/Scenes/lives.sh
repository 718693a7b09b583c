# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Lives of the packages, in scratch roots, by the real rpm: those in LIVES.

set -u
here=$(dirname "$0")
# shellcheck source=build/Rehearsal/Scenes/checks.sh
. "$here/checks.sh"
here=$(cd "$here" && pwd)
# In memory: rpm waits for the disk after each transaction.
memory=/tmp/lives
mkdir "$memory"
ln -s "$PWD/packages" "$PWD/stock" "$memory/"
cp -a plain "$memory/"
cd "$memory" || exit 1
# shellcheck source=build/Rehearsal/Scenes/rooms.sh
. "$here/rooms.sh"
# shellcheck source=build/Rehearsal/Scenes/programs.sh
. "$here/programs.sh"

# has_iptables LIFE: the package iptables is there and whole.
has_iptables() {
    equal - "$1: rpm -V iptables finds nothing changed" '' "$(on_root -V iptables)"
    for program in iptables iptables-restore iptables-save ip6tables ip6tables-restore ip6tables-save; do
        [ "$(readlink "$root/sbin/$program")" = "/usr/local/sbin/$program" ] || {
            tell fail S10 "$1: /sbin/$program is a link to /usr/local/sbin" "$(readlink "$root/sbin/$program")"
            return
        }
    done
    tell pass S10 "$1: six links in /sbin" "$(readlink "$root/sbin/iptables")"
    equal S9 "$1: /usr/local/lib is configured once" 1 "$(times_configured)"
    if [ "$(found_by_loader)" -gt 0 ]; then
        tell pass S9 "$1: ldconfig -p | grep libip" "$(found_by_loader) libraries"
    else
        tell fail S9 "$1: ldconfig -p | grep libip" nothing
    fi
}

# has_dom0 LIFE: the package iptables-dom0 is there and whole, its configuration as it comes.
has_dom0() {
    equal - "$1: rpm -V iptables-dom0 finds nothing changed" '' "$(on_root -V iptables-dom0)"
    has_services "$1"
    equal S15 "$1: the modules of iptables-config" 'IPTABLES_MODULES="ip_conntrack_ftp ip_nat_ftp"' "$(grep '^IPTABLES_MODULES=' "$root/etc/sysconfig/iptables-config")"
}

has_services() {
    for name in iptables ip6tables; do
        equal S12 "$1: /etc/init.d/$name is ours, mode" 'ours 755' "$(ours $name) $(mode etc/init.d/$name)"
        equal S16 "$1: $name starts before xend (98) and xendomains (99)" "../init.d/$name" "$(readlink "$root/etc/rc.d/rc3.d/S08$name")"
    done
    equal S11 "$1: forwarding in sysctl.conf" 1 "$(forwarding)"
}

# is_as_before LIFE: what a snapshot before the packages showed.
is_as_before() {
    snapshot >after
    alike - "$1" before after
}

fresh() {
    new_root
    snapshot >before
    works - 'rpm -i on a root without iptables' on_root -i "$iptables" "$dom0"
    equal - 'rpm -i says nothing' '' "$works_said"
    has_iptables 'fresh -i'
    has_dom0 'fresh -i'
    works - 'rpm -e of both' on_root -e iptables iptables-dom0
    is_as_before 'fresh -i, -e: the root is as before'
}

# The procedure by hand: S1, S2, then rpm -i.
after_erasing() {
    new_root stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm
    echo '# an administrator was here' >>"$root/etc/sysconfig/iptables-config"
    for name in iptables ip6tables; do
        cp "$root/etc/init.d/$name" "$root/etc/init.d/$name-ORG"
        chmod 644 "$root/etc/init.d/$name-ORG"
    done
    snapshot >before
    works S2 'rpm -e iptables iptables-ipv6' on_root -e iptables iptables-ipv6
    works S2 'rpm -i after the old ones were erased' on_root -i "$iptables"
    has_iptables 'erased, then -i'
    for name in iptables ip6tables; do
        equal S12 "erased, then -i: the saved $name is back, mode" 'stock 755' "$(ours $name) $(mode etc/init.d/$name)"
        equal S16 "erased, then -i: $name starts at boot" "../init.d/$name" "$(readlink "$root/etc/rc.d/rc3.d/S08$name")"
    done
    equal S12 'erased, then -i: iptables-config.rpmsave is iptables-config' '# an administrator was here none' "$(tail -n 1 "$root/etc/sysconfig/iptables-config") $(mode etc/sysconfig/iptables-config.rpmsave)"

    works - 'rpm -i iptables-dom0 later' on_root -i "$dom0"
    has_services 'iptables-dom0 later'
    equal S1 'iptables-dom0 later: what was there is put aside, mode' '644 644' "$(mode etc/init.d/iptables-ORG) $(mode etc/init.d/ip6tables-ORG)"
    equal - "iptables-dom0 later: the administrator's configuration stays, ours is beside it" '# an administrator was here 644' "$(tail -n 1 "$root/etc/sysconfig/iptables-config") $(mode etc/sysconfig/iptables-config.rpmnew)"
    works - 'rpm -e iptables-dom0' on_root -e iptables-dom0
    equal S12 'iptables-dom0 gone: the saved script is back, mode' 'stock 755 none' "$(ours iptables) $(mode etc/init.d/iptables) $(mode etc/init.d/iptables-ORG)"
}

over_stock_alone() {
    new_root stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm stock/system-config-securitylevel-tui-*.rpm
    echo '# an administrator was here' >>"$root/etc/sysconfig/iptables-config"
    echo '*filter' >"$root/etc/sysconfig/iptables"
    works S2 'rpm -U straight over the stock packages' on_root -U "$iptables"
    has_iptables '-U over stock'
    for name in iptables ip6tables; do
        equal S1 "-U over stock: the stock $name is back, mode" 'stock 755 none' "$(ours $name) $(mode etc/init.d/$name) $(mode etc/init.d/$name-ORG)"
        equal S16 "-U over stock: $name starts at boot" "../init.d/$name" "$(readlink "$root/etc/rc.d/rc3.d/S08$name")"
    done
    equal S12 "-U over stock: the administrator's configuration is back" '# an administrator was here' "$(tail -n 1 "$root/etc/sysconfig/iptables-config")"
    equal - '-U over stock: the rules are untouched' '*filter' "$(cat "$root/etc/sysconfig/iptables")"
    equal S2 '-U over stock: only ours is there' "$(basename "$iptables" | sed 's/\.[^.]*\.rpm$//')" "$(on_root -q iptables --qf '%{NAME}-%{VERSION}-%{RELEASE}')"
    refuses S2 '-U over stock: iptables-ipv6 is gone' on_root -q iptables-ipv6
    equal S2 '-U over stock: what requires iptables and iptables-ipv6 is satisfied' '' "$(on_root -V --nofiles --noscripts system-config-securitylevel-tui)"
}

over_stock_together() {
    new_root stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm stock/system-config-securitylevel-tui-*.rpm
    echo 'an earlier one' >"$root/etc/init.d/ip6tables-ORG"
    works S2 'rpm -U of both over the stock packages' on_root -U "$iptables" "$dom0"
    has_iptables '-U of both'
    has_dom0 '-U of both'
    equal S1 '-U of both: the stock iptables is put aside, mode' 'yes 644' "$(grep -q 'stands in for the init script' "$root/etc/init.d/iptables-ORG" && echo yes) $(mode etc/init.d/iptables-ORG)"
    equal S1 '-U of both: an earlier -ORG is not overwritten' 'an earlier one' "$(cat "$root/etc/init.d/ip6tables-ORG")"
    equal S2 '-U of both: what requires iptables and iptables-ipv6 is satisfied' '' "$(on_root -V --nofiles --noscripts system-config-securitylevel-tui)"
    works - 'rpm -e of both' on_root -e --nodeps iptables iptables-dom0
    equal S12 '-U of both, -e: the stock script is back, mode' 'stock 755 none' "$(ours iptables) $(mode etc/init.d/iptables) $(mode etc/init.d/iptables-ORG)"
    equal S9 '-U of both, -e: /usr/local/lib is configured no more' 0 "$(times_configured)"
}

from_earlier() {
    new_root stock/iptables-0.0.1-*.rpm stock/iptables-dom0-0.0.1-*.rpm
    has_services 'the earlier release'
    echo 'XEN_FIREWALL_TCP_PORTS="22 2222"' >>"$root/etc/sysconfig/xen-firewall"
    works - 'rpm -U from an earlier release' on_root -U "$iptables" "$dom0"
    has_iptables '-U from an earlier release'
    has_services '-U from an earlier release'
    equal - '-U from an earlier release: an edited configuration stays' 'XEN_FIREWALL_TCP_PORTS="22 2222"' "$(tail -n 1 "$root/etc/sysconfig/xen-firewall")"
    equal S1 '-U from an earlier release: our own script is not put aside' none "$(mode etc/init.d/iptables-ORG)"
    works - 'rpm -e of both' on_root -e iptables iptables-dom0
    equal - '-U from an earlier release, -e: the edited configuration is kept' 'XEN_FIREWALL_TCP_PORTS="22 2222"' "$(tail -n 1 "$root/etc/sysconfig/xen-firewall.rpmsave" 2>/dev/null)"
    equal S11 '-U from an earlier release, -e: forwarding is as before' 0 "$(forwarding)"
}

twice() {
    new_root
    on_root -i "$iptables" "$dom0"
    snapshot >before
    refuses - 'rpm -i a second time' on_root -i "$iptables" "$dom0"
    is_as_before '-i a second time: nothing changed'
    works - 'rpm -U --replacepkgs: each scriptlet again' on_root -U --replacepkgs "$iptables" "$dom0"
    is_as_before 'each scriptlet again: nothing changed'
}

# dies PROGRAM: a program of the root now takes the scriptlet along.
dies() {
    printf '#!/bin/sh\nkill -9 $PPID\n' >"$root/$1.new"
    chmod 755 "$root/$1.new"
    mv "$root/$1" "$root/$1.whole"
    mv "$root/$1.new" "$root/$1"
}

revives() {
    mv "$root/$1.whole" "$root/$1"
}

interrupted() {
    for program in sbin/ldconfig sbin/chkconfig; do
        new_root
        snapshot >before
        dies $program
        on_root -i "$iptables" "$dom0"
        revives $program
        tell pass - "killed in $program: what rpm says" "$on_root_said"
        works - "killed in $program: rpm -U --replacepkgs" on_root -U --replacepkgs "$iptables" "$dom0"
        has_iptables "killed in $program, again"
        has_dom0 "killed in $program, again"
        on_root -e iptables iptables-dom0
        is_as_before "killed in $program, again, -e: the root is as before"
    done

    new_root stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm
    mv "$root/sbin/chkconfig" "$root/sbin/chkconfig.whole"
    printf '#!/bin/sh\n: >/var/log/asleep\nsleep 60\n' >"$root/sbin/chkconfig"
    chmod 755 "$root/sbin/chkconfig"
    rpm --root "$root" --dbpath /var/lib/rpm --force-debian -U "$iptables" "$dom0" >rpm.log 2>&1 &
    pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        [ -e "$root/var/log/asleep" ] && break
        sleep 0.2
    done
    kill -KILL $pid
    wait $pid 2>/dev/null
    pkill -KILL sleep
    revives sbin/chkconfig
    works - 'rpm killed on its way: -U --force goes on' on_root -U --force "$iptables" "$dom0"
    has_iptables 'rpm killed, again'
    has_services 'rpm killed, again'
    equal S1 'rpm killed, again: the stock script is put aside' 'yes 644' "$(grep -q 'stands in for the init script' "$root/etc/init.d/iptables-ORG" && echo yes) $(mode etc/init.d/iptables-ORG)"
}

configured_already() {
    for place in etc/ld.so.conf etc/ld.so.conf.d/local.conf etc/ld.so.conf.d/usrlocal.conf; do
        new_root
        echo /usr/local/lib >>"$root/$place"
        snapshot >before
        on_root -i "$iptables"
        has_iptables "/usr/local/lib in /$place already"
        on_root -e iptables
        is_as_before "/usr/local/lib in /$place already, -e: the root is as before"
    done
    new_root
    echo /opt/lib >"$root/etc/ld.so.conf.d/usrlocal.conf"
    snapshot >before
    on_root -i "$iptables"
    has_iptables 'usrlocal.conf is there for something else'
    on_root -e iptables
    is_as_before 'usrlocal.conf is there for something else, -e: the root is as before'
}

# sysctl_conf LIFE LINES FORWARDING: what is made of a sysctl.conf, and that it is taken back.
sysctl_conf() {
    new_root
    printf '# %s\n  kernel.sysrq = 0\n%s\\ %%s\t\n' "$1" "$2" >"$root/etc/sysctl.conf"
    cp "$root/etc/sysctl.conf" sysctl.before
    on_root -i "$iptables" "$dom0"
    equal S11 "$1: forwarding" "$3" "$(forwarding)"
    grep -v ip_forward sysctl.before >lines.before
    grep -v ip_forward "$root/etc/sysctl.conf" >lines.after
    alike S11 "$1: the rest of sysctl.conf" lines.before lines.after
    on_root -e iptables iptables-dom0
    alike S11 "$1, -e: sysctl.conf is as before" sysctl.before "$root/etc/sysctl.conf"
}

forwarding_of_others() {
    sysctl_conf 'forwarding off' "net.ipv4.ip_forward = 0
kernel.core_uses_pid = 1
" 1
    sysctl_conf 'forwarding not said' '' 1
    sysctl_conf 'forwarding on already' 'net.ipv4.ip_forward=1
' 1
    sysctl_conf 'forwarding twice' 'net/ipv4/ip_forward = 1
net.ipv4.ip_forward=0
' '1 1'
    sysctl_conf 'forwarding on, then off' 'net.ipv4.ip_forward = 1
net.ipv4.ip_forward = 0
' '1 1'
    new_root
    on_root -i "$iptables" "$dom0"
    sed -i 's/ip_forward = 1/ip_forward = 2/' "$root/etc/sysctl.conf"
    on_root -U --replacepkgs "$dom0"
    on_root -e iptables iptables-dom0
    equal S11 "forwarding changed by the administrator stays, over -U and -e" 2 "$(forwarding)"
}

edited() {
    new_root
    on_root -i "$iptables" "$dom0"
    for name in iptables-config ip6tables-config xen-firewall; do
        echo '# an administrator was here' >>"$root/etc/sysconfig/$name"
    done
    echo '# rules' >"$root/etc/sysconfig/iptables"
    on_root -e iptables iptables-dom0
    for name in iptables-config.rpmsave ip6tables-config.rpmsave xen-firewall.rpmsave; do
        equal - "edited, -e: $name is kept" '# an administrator was here' "$(tail -n 1 "$root/etc/sysconfig/$name" 2>/dev/null)"
    done
    equal - 'edited, -e: the saved rules are kept' '# rules' "$(cat "$root/etc/sysconfig/iptables")"
}

# An image that is being built: no more than a shell.
bare() {
    umount -l "$root/dev"
    rm -rf "$root"
    mkdir -p "$root/bin" "$root/etc" "$root/dev" "$root/var/lib/rpm"
    mount --rbind /dev "$root/dev"
    lend_program "$root" busybox /bin/sh
    works - 'rpm -i where there is no more than a shell' on_root -i --nodeps "$iptables" "$dom0"
    equal - 'rpm -i where there is no more than a shell says nothing' '' "$works_said"
    works - 'rpm -e where there is no more than a shell' on_root -e --nodeps iptables iptables-dom0
    equal - 'rpm -e where there is no more than a shell says nothing' '' "$works_said"
}

for life in $LIVES; do
    $life
done
finish "$SCENE"
