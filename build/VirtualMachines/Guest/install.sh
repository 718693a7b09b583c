# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The first boot: the packages come to a dom0 that has an init script of the stock iptables, whose package is gone. To be
# sourced by boot.sh.

chkconfig --add iptables
system_files >$here/system.before
# The userland of this dom0 did not come as packages, so rpm does not know that it has a C library.
works S2 'rpm -i of the packages' rpm -i --nodeps $here/packages/*.rpm
rpm -q iptables iptables-dom0 >/dev/null || {
    finish "$boot"
    exit 1
}
equal S1 'the stock init script is put aside' '644 # stock' "$(stat -c %a /etc/rc.d/init.d/iptables-ORG) $(sed -n 2p /etc/rc.d/init.d/iptables-ORG | cut -c1-7)"
equal S9 'the loader knows the libraries' yes "$(ldconfig -p | grep -q 'libip.*=> /usr/local/lib/' && echo yes)"
for name in iptables iptables-restore iptables-save; do
    equal S10 "/sbin/$name" "/usr/local/sbin/$name" "$(readlink /sbin/$name | sed 's|^\.\./|/|')"
done
works S10 '/sbin/iptables runs' iptables --version
equal S11 'ip_forward in /etc/sysctl.conf' 'net.ipv4.ip_forward = 1' "$(grep ip_forward /etc/sysctl.conf)"
works S13 'sh xen-firewall' sh /usr/sbin/xen-firewall
works S13 'service iptables status' /etc/init.d/iptables status
works S14 'service iptables save' /etc/init.d/iptables save
plain_rules <$data >/tmp/seen
alike S14 "$data" /tmp/expected.boot /tmp/seen
equal S15 'the modules in iptables-config' 'IPTABLES_MODULES="ip_conntrack_ftp ip_nat_ftp"' "$(grep '^IPTABLES_MODULES=' /etc/sysconfig/iptables-config)"
equal S16 'the order of the services' 'S08iptables S98xend S99xendomains' "$(find /etc/rc.d/rc3.d -name 'S*' | sed 's|.*/||' | sort | grep -E 'S..(iptables|xend)' | tr '\n' ' ' | sed 's/ $//')"
# So that what is in force afterwards is what the service has read.
works S12 'service iptables stop' /etc/init.d/iptables stop
