# shellcheck shell=bash disable=SC2119,SC2120,SC2154,SC2319
# Added to the end of Xen's vif-common.sh: the procedure's own frob_iptable, word for word, as EL5's Xen has it
# (its last test is always true, so that it writes to the log each time). Debian's leaves the firewall to the administrator.
frob_iptable()
{
 if [ "$command" == "online" ]
 then
 local c="-I"
 else
 local c="-D"
 fi
 iptables "$c" FORWARD -m physdev --physdev-in "$vif" "$@" -j ACCEPT \
 2>/dev/null &&
 iptables "$c" FORWARD -m state --state RELATED,ESTABLISHED -m physdev \
 --physdev-out "$vif" -j ACCEPT 2>/dev/null

 if [ "$command" == "online" ] && [ $? ]
 then
 log err "iptables setup failed. This may affect guest networking."
 fi
}

# Without IP addresses in the guest's configuration, that is all that EL5's does.
handle_iptable()
{
 frob_iptable
}
