# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# The boot after the packages were erased. To be sourced by boot.sh.

system_files >/tmp/system.after
alike S2 'the system is as it was before the packages came' $here/system.before /tmp/system.after
equal S1 'the stock init script is back' '755 # stock' "$(stat -c %a /etc/rc.d/init.d/iptables) $(sed -n 2p /etc/rc.d/init.d/iptables | cut -c1-7)"
equal S9 'the loader has forgotten the libraries' '' "$(ldconfig -p | grep /usr/local/lib)"
equal S10 '/sbin/iptables' 'not there' "$(if [ -e /sbin/iptables ] || [ -L /sbin/iptables ]; then echo there; else echo 'not there'; fi)"
equal S11 'dom0 does not forward' 0 "$(cat /proc/sys/net/ipv4/ip_forward)"
equal - 'rpm knows none of the packages' '' "$(rpm -qa 'iptables*')"
equal - 'outside reaches dom0, 80, as without a firewall' open "$(reach outside dom0 80)"
